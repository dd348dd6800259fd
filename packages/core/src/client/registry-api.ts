import type { ImageDescription } from '../registry/registry.ts';
import type { Apply } from './operation.ts';

/** The registry that nodes pull images from. */
export interface RegistryApi {
  /**
   * `docker push`: the registry has the image from now on, under its tag.
   *
   * @throws SwarmSimError `invalid-argument` where such an image cannot exist.
   */
  push(image: ImageDescription): void;
}

/** Makes `swarm.registry`. */
export function createRegistryApi(apply: Apply): RegistryApi {
  return { push: (image) => apply({ kind: 'image-push', image }) };
}
