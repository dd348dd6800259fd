import type { GenericResource, Resources } from '../model/resources.ts';
import { isGiven, optional, type Maybe } from './units.ts';

/** What a node has, or a task reserves or is limited to. */
export interface DockerResources {
  readonly NanoCPUs?: number;
  readonly MemoryBytes?: number;
  readonly GenericResources?: Maybe<readonly DockerGenericResource[]>;
}

/** One entry of a generic resource. */
export interface DockerGenericResource {
  readonly NamedResourceSpec?: Maybe<{ readonly Kind?: string; readonly Value?: string }>;
  readonly DiscreteResourceSpec?: Maybe<{ readonly Kind?: string; readonly Value?: number }>;
}

/** Reads resources. */
export function fromDockerResources(resources: DockerResources): Resources {
  return {
    nanoCpus: resources.NanoCPUs ?? 0,
    memoryBytes: resources.MemoryBytes ?? 0,
    ...optional('generic', resources.GenericResources?.flatMap(fromDockerGenericResource)),
  };
}

function fromDockerGenericResource(resource: DockerGenericResource): readonly GenericResource[] {
  const { NamedResourceSpec: named, DiscreteResourceSpec: discrete } = resource;
  if (isGiven(named)) {
    return [{ kind: 'named', resource: named.Kind ?? '', value: named.Value ?? '' }];
  }
  if (isGiven(discrete)) {
    return [{ kind: 'discrete', resource: discrete.Kind ?? '', value: discrete.Value ?? 0 }];
  }
  return [];
}
