import type { ImagePlatform, RegistryImage } from '../registry/registry.ts';
import type { HostDescription } from './host-description.ts';
import { formatWindowsVersion, parseWindowsVersion } from './windows-version.ts';

/** Decides whether a host gets an image from the registry, and which of its platforms. */
export function decidePull({ name, image, refusesUnknown, host }: PullRequest): PullDecision {
  if (image === undefined) {
    // The recorded engines log why the pull failed and report this, from creating the container;
    // moby's source has lately come to report the pull's own text.
    return refusesUnknown ? refused(`No such image: ${name}`) : { kind: 'pulled' };
  }
  const [first] = image.platforms;
  if (host.os === 'windows' && image.platforms.length === 1 && first !== undefined) {
    return decideWindowsManifest(first, host);
  }
  const matches = image.platforms.filter((platform) => isRunnable(platform, host));
  const platform = matches.find((match) => isSameBuild(match, host)) ?? matches[0];
  return platform === undefined ? noMatch(host) : { kind: 'pulled', platform };
}

/** The rule that {@link decidePull} is. */
export type DecidePull = typeof decidePull;

/** What {@link decidePull} decides from. */
export interface PullRequest {
  /** The reference as docker shows it, with its tag. */
  readonly name: string;
  /** The image in the registry; undefined where nobody described it. */
  readonly image: RegistryImage | undefined;
  readonly refusesUnknown: boolean;
  readonly host: HostDescription;
}

/** The image is on the host now, or why not. */
export type PullDecision =
  | { readonly kind: 'pulled'; readonly platform?: ImagePlatform }
  | { readonly kind: 'refused'; readonly error: string };

// moby: daemon/internal/distribution/pull_v2_windows.go, checkImageCompatibility; pull_v2.go.
function decideWindowsManifest(platform: ImagePlatform, host: HostDescription): PullDecision {
  if (platform.os !== 'windows') {
    const wanted = `"${platform.os}" when requesting "windows"`;
    return refused(`cannot download image with operating system ${wanted}`);
  }
  if (isNewerBuild(platform, host)) {
    const [major = '', minor = '', build = ''] = (platform.osVersion ?? '').split('.');
    const own = formatWindowsVersion({ build: host.build ?? 0 });
    return refused(
      `a Windows version ${major}.${minor}.${build}-based image is incompatible with a ${own} host`,
    );
  }
  return isRunnable(platform, host) ? { kind: 'pulled', platform } : noMatch(host);
}

// moby: daemon/internal/distribution/pull_v2_windows.go and pull_v2_unix.go, filterManifests.
function isRunnable(platform: ImagePlatform, host: HostDescription): boolean {
  if (platform.os !== host.os) return false;
  if (toGoArchitecture(platform.architecture) !== toGoArchitecture(host.architecture)) return false;
  return host.os === 'linux' || !isNewerBuild(platform, host);
}

function isNewerBuild(platform: ImagePlatform, host: HostDescription): boolean {
  const version = parseWindowsVersion(platform.osVersion ?? '');
  return version !== undefined && version.build > (host.build ?? 0);
}

function isSameBuild(platform: ImagePlatform, host: HostDescription): boolean {
  return parseWindowsVersion(platform.osVersion ?? '')?.build === host.build;
}

// moby: daemon/internal/distribution/pull_v2.go, noMatchesErr; containerd: platforms, FormatAll.
function noMatch(host: HostDescription): PullDecision {
  const version =
    host.build === undefined ? '' : `(${formatWindowsVersion({ build: host.build })})`;
  const platform = `${host.os}${version}/${toGoArchitecture(host.architecture)}`;
  return refused(`no matching manifest for ${platform} in the manifest list entries`);
}

/** Kernels and Go name processors differently. containerd: platforms, normalizeArch. */
function toGoArchitecture(architecture: string): string {
  const known = goArchitectures.get(architecture.toLowerCase());
  return known ?? architecture.toLowerCase();
}

const goArchitectures: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'amd64'],
  ['x86-64', 'amd64'],
  ['aarch64', 'arm64'],
  ['i386', '386'],
  ['i486', '386'],
  ['i586', '386'],
  ['i686', '386'],
  ['armv6l', 'arm'],
  ['armv7l', 'arm'],
  ['armhf', 'arm'],
  ['armel', 'arm'],
]);

function refused(error: string): PullDecision {
  return { kind: 'refused', error };
}
