import type { ImageDescription, RegistryOptions } from '@swarmsim/core';
import type fc from 'fast-check';
import { checkConstraints, invalid, type ConstraintTable } from './check-constraints.ts';
import { draftRegistries, toRegistry } from './draft-registry.ts';
import { nearValid, shareOf, type Spoiler } from './near-valid.ts';

/** Bounds of {@link registries}. */
export interface RegistryConstraints {
  /** Images there are. Default `app:1`, `app:2` and `job:1`. */
  readonly images?: readonly string[];
  /** Whether, or in which share of cases, a registry is one that is refused. Default false. */
  readonly nearValid?: boolean | number;
}

/**
 * Random registries, whose images are for Windows, Linux or both. They shrink to images for both, and to
 * a registry that accepts images which nobody described.
 *
 * @throws SwarmSimError `invalid-argument` where constraints are unknown or of the wrong kind.
 */
export function registries(constraints: RegistryConstraints = {}): fc.Arbitrary<RegistryOptions> {
  checkConstraints('registries', constraints, table);
  const { images = ['app:1', 'app:2', 'job:1'] } = constraints;
  if (images.length === 0) throw invalid('registries: images is empty');
  const drawn = draftRegistries().map((draft) => toRegistry(draft, images));
  return nearValid(drawn, shareOf(constraints.nearValid), spoilers);
}

const table: ConstraintTable<RegistryConstraints> = { images: 'texts', nearValid: 'share' };

function changeFirst(edit: (image: ImageDescription) => object): Spoiler<RegistryOptions> {
  return ({ images: [first, ...others] = [], ...rest }) => {
    const image = first === undefined ? {} : edit(first);
    return { ...rest, images: [image as ImageDescription, ...others] };
  };
}

const spoilers: readonly Spoiler<RegistryOptions>[] = [
  changeFirst((image) => ({ ...image, platforms: [] })),
  changeFirst((image) => ({ ...image, name: 'App:1' })),
  changeFirst((image) => ({ ...image, digest: 'sha256:12' })),
  changeFirst((image) => ({ ...image, platform: 'windows' })),
  ({ images = [], ...rest }) => ({ ...rest, images: [...images, ...images.slice(0, 1)] }),
  (registry) => ({ ...registry, unknown: 'reject' as 'refuse' }),
];
