/**
 * The simulated image registry: which images there are, and for which platforms. It is plain data
 * from the user's options; it knows no layers and no contents. Nodes pull from it, and the client
 * asks it for the digest to pin.
 */
import { finishHash, hashData, mixInteger, toHex } from '../kernel/hash.ts';
import { checkList, checkOptions, checkText, invalid } from '../options/check-options.ts';
import {
  parseImageReference,
  toFamiliarName,
  toFamiliarText,
  withDefaultTag,
  type ImageReference,
} from './image-reference.ts';

/** Makes a registry. @throws SwarmSimError `invalid-argument` where an image cannot exist. */
export function createRegistry(options: RegistryOptions = {}): Registry {
  checkOptions<RegistryOptions>('registry', options, { images: 'list', unknown: 'text' });
  const { images = [], unknown = 'accept' } = options;
  if (unknown !== 'accept' && unknown !== 'refuse') {
    throw invalid(`registry.unknown must be 'accept' or 'refuse', not '${String(unknown)}'`);
  }
  const byName = new Map<string, RegistryImage>();
  for (const image of images) {
    const entry = toRegistryImage(image);
    if (byName.has(entry.name)) throw invalid(`image ${entry.name} is described twice`);
    checkDigest(entry, byName.values());
    byName.set(entry.name, entry);
  }
  return { byName, untagged: [], revision: 0, refusesUnknown: unknown === 'refuse' };
}

/**
 * The image that a reference means, or undefined where nobody described it. A digest counts, and a
 * tag beside it does not. An image that lost its tag to a later one is still there by its digest.
 * distribution/reference: normalize.go, ParseDockerRef.
 */
export function findImage(
  registry: Registry,
  reference: ImageReference,
): RegistryImage | undefined {
  const { digest } = reference;
  if (digest === undefined) return registry.byName.get(toFamiliarText(withDefaultTag(reference)));
  const repository = toFamiliarName(reference);
  const isMeant = (image: RegistryImage): boolean =>
    image.digest === digest && image.repository === repository;
  return [...registry.byName.values()].find(isMeant) ?? registry.untagged.find(isMeant);
}

/** What a user says of the registry. */
export interface RegistryOptions {
  readonly images?: readonly ImageDescription[];
  /**
   * `accept`: an image that nobody described can be pulled on any node, and has no digest and no
   * platforms. `refuse`: it cannot be pulled. Default `accept`.
   */
  readonly unknown?: 'accept' | 'refuse';
}

/** What a user says of an image. */
export interface ImageDescription {
  /** Repository with tag, such as `iis:1`; the tag is `latest` by default. */
  readonly name: string;
  /** One platform is a plain manifest; several are a manifest list. */
  readonly platforms: readonly ImagePlatform[];
  /** `sha256:` and 64 digits. Default: derived from the description. */
  readonly digest?: string;
  /**
   * Text of a credential spec baked into the image, for containers whose service names none.
   * Deviation: no real engine looks into an image for it; people who bake one in add a script for that.
   */
  readonly credentialSpec?: string;
}

/** A platform that an image exists for. */
export interface ImagePlatform {
  /** `windows` or `linux`. */
  readonly os: string;
  /** As Go names it: `amd64`, `arm64`. */
  readonly architecture: string;
  /** Windows only: version of the base image, such as `10.0.17763.1`. */
  readonly osVersion?: string;
}

/** The images there are. */
export interface Registry {
  /** By repository and tag as docker shows them. */
  readonly byName: ReadonlyMap<string, RegistryImage>;
  /** Images whose tag another one has now. */
  readonly untagged: readonly RegistryImage[];
  /** Grows with every image that is pushed. */
  readonly revision: number;
  /** Whether an image that nobody described cannot be pulled. */
  readonly refusesUnknown: boolean;
}

/** An image in the registry. */
export interface RegistryImage {
  /** Repository and tag as docker shows them. */
  readonly name: string;
  /** Repository alone. */
  readonly repository: string;
  readonly digest: string;
  readonly platforms: readonly ImagePlatform[];
  /** Baked into it, or absent. */
  readonly credentialSpec?: string;
}

/** Reads what a user says of an image. @throws SwarmSimError `invalid-argument`. */
export function toRegistryImage(image: ImageDescription): RegistryImage {
  checkOptions<ImageDescription>('registry: an image', image, {
    name: 'text',
    platforms: 'list',
    digest: 'text',
    credentialSpec: 'text',
  });
  checkText('registry: name of an image', image.name);
  checkList(`registry: platforms of image '${image.name}'`, image.platforms);
  const reference = parseImageReference(image.name);
  if (reference.kind === 'malformed') {
    throw invalid(`image '${image.name}' in the registry: ${reference.message}`);
  }
  if (reference.digest !== undefined) {
    throw invalid(`image '${image.name}' in the registry: give the digest in a field of its own`);
  }
  if (image.platforms.length === 0) {
    throw invalid(`image '${image.name}' in the registry has no platform`);
  }
  for (const platform of image.platforms) assertPlatform(image.name, platform);
  if (image.digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(image.digest)) {
    throw invalid(`image '${image.name}' in the registry has the malformed digest ${image.digest}`);
  }
  const tagged = withDefaultTag(reference);
  return {
    name: toFamiliarText(tagged),
    repository: toFamiliarName(reference),
    digest: image.digest ?? deriveDigest(toFamiliarText(tagged), image),
    platforms: image.platforms,
    ...(image.credentialSpec !== undefined && { credentialSpec: image.credentialSpec }),
  };
}

/**
 * A digest stands for contents: two images of one repository that share it are the same.
 *
 * @throws SwarmSimError `invalid-argument`.
 */
export function checkDigest(image: RegistryImage, others: Iterable<RegistryImage>): void {
  for (const other of others) {
    if (other.digest !== image.digest || other.repository !== image.repository) continue;
    if (hashData(contentsOf(other)) === hashData(contentsOf(image))) continue;
    throw invalid(`image ${image.name} has the digest of ${other.name}, which is another one`);
  }
}

function contentsOf({ platforms, credentialSpec = '' }: RegistryImage): object {
  return { platforms, credentialSpec };
}

function assertPlatform(name: string, platform: ImagePlatform): void {
  checkOptions<ImagePlatform>(`registry: a platform of image '${name}'`, platform, {
    os: 'text',
    architecture: 'text',
    osVersion: 'text',
  });
  const { os, architecture, osVersion } = platform;
  if (os !== 'windows' && os !== 'linux') {
    throw invalid(`image '${name}' in the registry has the unknown operating system '${os}'`);
  }
  if (architecture === undefined || architecture === '') {
    throw invalid(`image '${name}' in the registry has no architecture`);
  }
  if (osVersion !== undefined && !/^\d+\.\d+\.\d+(?:\.\d+)?$/.test(osVersion)) {
    throw invalid(
      `image '${name}' in the registry: os version '${osVersion}' is not like 10.0.17763.1`,
    );
  }
}

/** Another description has another digest, and the same one always the same. */
function deriveDigest(name: string, { platforms, credentialSpec }: ImageDescription): string {
  const contents = credentialSpec === undefined ? [] : [credentialSpec];
  const hash = hashData([name, platforms, ...contents]);
  let digits = '';
  for (let word = 0; word < 8; word += 1) digits += toHex(finishHash(mixInteger(hash, word)));
  return `sha256:${digits}`;
}
