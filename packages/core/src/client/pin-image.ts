import { resolveImage } from '../registry/resolve-image.ts';
import type { Registry } from '../registry/registry.ts';
import type { ServiceSpec } from '../model/service.ts';

/**
 * Pins a service's image to the digest the registry has now, and its tasks to the platforms that
 * image exists for; an image the registry does not know is sent as typed.
 * docker/cli through moby: client/service_create.go, resolveContainerSpecImage.
 */
export function pinImage(spec: ServiceSpec, registry: Registry): ServiceSpec {
  const { runtime, placement } = spec.task ?? {};
  if (runtime?.kind !== 'container') return spec;
  const resolved = resolveImage(registry, runtime.image);
  if (resolved === undefined) return spec;
  return {
    ...spec,
    task: {
      ...spec.task,
      runtime: { ...runtime, image: resolved.pinned },
      placement: { ...placement, platforms: resolved.platforms },
    },
  };
}
