import {
  parseImageReference,
  toFamiliarText,
  withDefaultTag,
} from '../registry/image-reference.ts';
import { resolveImage } from '../registry/resolve-image.ts';
import type { Registry } from '../registry/registry.ts';
import type { ServiceSpec } from '../model/service.ts';

/**
 * Writes a service's image in docker's short form, with the tag `latest` where it has neither tag
 * nor digest. What is no image reference is sent as typed.
 * docker/cli through moby: client/service_create.go, imageWithTagString.
 */
export function tagImage(spec: ServiceSpec): ServiceSpec {
  const { runtime } = spec.task ?? {};
  if (runtime?.kind !== 'container') return spec;
  const reference = parseImageReference(runtime.image);
  if (reference.kind === 'malformed') return spec;
  const image = toFamiliarText(withDefaultTag(reference));
  return { ...spec, task: { ...spec.task, runtime: { ...runtime, image } } };
}

/**
 * Pins a service's image to the digest the registry has now, and its tasks to the platforms that
 * image exists for; an image the registry does not know stays as it is.
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
