import type { Platform } from '../model/node.ts';
import { parseImageReference, toFamiliarText, withDefaultTag } from './image-reference.ts';
import { findImage, type Registry } from './registry.ts';

/**
 * What the registry tells a client about an image, or undefined where it knows none: then the
 * client sends the reference as typed. Docker Engine: `GET /distribution/IMAGE/json`.
 */
export function resolveImage(registry: Registry, text: string): ResolvedImage | undefined {
  const reference = parseImageReference(text);
  if (reference.kind === 'malformed') return undefined;
  const image = findImage(registry, reference);
  if (image === undefined) return undefined;
  const pinned =
    reference.digest === undefined
      ? toFamiliarText({ ...withDefaultTag(reference), digest: image.digest })
      : text;
  return {
    pinned,
    digest: image.digest,
    platforms: toPlacementPlatforms(image.platforms),
  };
}

/** An image as the registry has it now. */
export interface ResolvedImage {
  /** The reference with the digest the image has now: `iis:1@sha256:…`. */
  readonly pinned: string;
  readonly digest: string;
  /** For `Placement.Platforms`: without versions and repetitions. */
  readonly platforms: readonly Platform[];
}

// moby: client/service_create.go, imageDigestAndPlatforms; nodes report the variant of arm with it.
function toPlacementPlatforms(platforms: readonly Platform[]): readonly Platform[] {
  const seen = new Map<string, Platform>();
  for (const { os, architecture } of platforms) {
    const platform = { architecture: architecture.toLowerCase() === 'arm' ? '' : architecture, os };
    const key = `${platform.os}/${platform.architecture}`;
    if (!seen.has(key)) seen.set(key, platform);
  }
  return [...seen.values()];
}
