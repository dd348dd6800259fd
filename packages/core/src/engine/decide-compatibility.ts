import type { Isolation } from '../model/container.ts';
import type { ImagePlatform } from '../registry/registry.ts';
import type { HostDescription } from './host-description.ts';
import { windowsBuilds } from './windows-builds.ts';
import { parseWindowsVersion, type WindowsVersion } from './windows-version.ts';

/**
 * Decides whether Windows runs a container of an image: with process isolation the builds are the
 * same, with Hyper-V isolation the host's is not the older one. An image or a host that does not
 * tell its version runs. Microsoft: version-compatibility.md.
 */
export function decideCompatibility({ host, isolation, platform }: CompatibilityRequest): boolean {
  const { build, revision } = host;
  const image = parseWindowsVersion(platform?.osVersion ?? '');
  if (build === undefined || image === undefined) return true;
  const effective = isolation === 'default' ? host.isolation : isolation;
  if (effective === 'hyperv') return build >= image.build;
  return sharesKernel({ build, ...(revision !== undefined && { revision }) }, image);
}

/** What {@link decideCompatibility} decides from. */
export interface CompatibilityRequest {
  readonly host: HostDescription;
  /** What the service asks for; `default` leaves it to the host. */
  readonly isolation: Isolation;
  /** The image as it is on the host; undefined where nobody described it. */
  readonly platform: ImagePlatform | undefined;
}

function sharesKernel(host: WindowsVersion, image: WindowsVersion): boolean {
  if (host.build !== image.build) return isStable(host, image);
  // Deviation: on Windows Server 2016 an image of another revision never starts; Microsoft says that
  // it might not. From 1809 on revisions do not matter, and for those between nobody says that they do.
  if (host.build !== windowsBuilds.server2016) return true;
  return isSameOrUnknown(host.revision, image.revision);
}

/**
 * Windows 11, and the servers after it, take older images down to Windows Server 2022: a preview on
 * Windows 11. containerd: pull request 8137; hcsshim: osversion/platform_compat_windows.go, which has
 * releases after Windows Server 2025 go down to that only.
 */
function isStable(host: WindowsVersion, image: WindowsVersion): boolean {
  return image.build >= windowsBuilds.server2022 && image.build < host.build;
}

function isSameOrUnknown(left: number | undefined, right: number | undefined): boolean {
  return left === undefined || right === undefined || left === right;
}
