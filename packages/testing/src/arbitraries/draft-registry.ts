/** Registries as they are drawn: what each version of the image runs on. */
import type { ImagePlatform, RegistryOptions } from '@swarmsim/core';
import fc from 'fast-check';
import type { ImageSystems } from './draft-cluster-acts.ts';
import { imagesMax } from './draft-service.ts';

/** A registry before it is known which images there are. */
export interface DraftRegistry {
  /** What each version of an image runs on, over and over. */
  readonly systems: readonly ImageSystems[];
  /** Whether images of Windows say for which version. */
  readonly hasVersions: boolean;
  /** Whether other images cannot be pulled. */
  readonly refusesUnknown: boolean;
}

/** Random registries. */
export function draftRegistries(): fc.Arbitrary<DraftRegistry> {
  return fc.record({
    systems: fc.array(fc.constantFrom<ImageSystems>('both', 'both', 'windows', 'linux'), {
      minLength: 1,
      maxLength: imagesMax,
    }),
    hasVersions: fc.constantFrom(false, false, true),
    refusesUnknown: fc.constantFrom(false, false, true),
  });
}

/** Makes a registry that knows some images. */
export function toRegistry(draft: DraftRegistry, images: readonly string[]): RegistryOptions {
  const { systems, hasVersions, refusesUnknown } = draft;
  return {
    images: images.map((name, index) => ({
      name,
      platforms: platformsOf(systems[index % systems.length] ?? 'both', hasVersions),
    })),
    ...(refusesUnknown && { unknown: 'refuse' }),
  };
}

/** The platforms that an image is for. */
export function platformsOf(systems: ImageSystems, hasVersions = false): readonly ImagePlatform[] {
  const windows: ImagePlatform = {
    os: 'windows',
    architecture: 'amd64',
    ...(hasVersions && { osVersion: '10.0.17763.1' }),
  };
  const linux: ImagePlatform = { os: 'linux', architecture: 'amd64' };
  if (systems === 'windows') return [windows];
  return systems === 'linux' ? [linux] : [windows, linux];
}
