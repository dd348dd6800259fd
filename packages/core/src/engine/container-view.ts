import type { GenericResource } from '../model/resources.ts';
import type { ContainerSpec } from '../model/container.ts';
import { expandContainerSpec } from '../template/expand-container.ts';
import type { TemplateContext } from '../template/template-context.ts';
import type { HealthStatus } from './health/decide-health.ts';
import type { ContainerFile, ContainerRecord } from './engine-state.ts';

/** A container as one sees it from inside and with `docker inspect`. Plain data. */
export interface ContainerView {
  readonly taskId: string;
  readonly containerId: string;
  /** Service, slot or node, and task: `web.1.<task>`. */
  readonly name: string;
  /** As in the task's spec. */
  readonly image: string;
  readonly state: ContainerRecord['state'];
  /** 0 unless it has ended otherwise. */
  readonly exitCode: number;
  /** Instant from which it ran, in ms since the simulation began; absent before. */
  readonly startedAt?: number;
  /** Absent where no health check ran. */
  readonly health?: HealthStatus;
  /** Probes in a row that had failed when it became unhealthy; absent unless it is. */
  readonly failedProbes?: number;
  readonly hostname: string;
  /** `NAME=value`, with templates filled in. */
  readonly env: readonly string[];
  /** Files from configs and secrets. What has the runtime for its target is never among them. */
  readonly files: readonly ContainerFile[];
  /** The credential spec that Windows was handed when the container started. */
  readonly credentialSpec?: { readonly source: string; readonly text: string };
}

/** Shows a container. */
export function toContainerView(record: ContainerRecord, context: TemplateContext): ContainerView {
  const { task, containerId, state, exitCode, startedAt, files, credentialSpec, health } = record;
  const runtime = task.spec.runtime;
  const spec =
    runtime?.kind === 'container' ? expandContainerSpec(runtime, context) : emptyContainer;
  return {
    taskId: task.id,
    containerId,
    name: context.task.name,
    image: spec.image,
    state,
    exitCode,
    ...(startedAt !== undefined && { startedAt }),
    ...(health !== undefined && { health: health.record.status }),
    ...(health?.record.failedProbes !== undefined && {
      failedProbes: health.record.failedProbes,
    }),
    // moby: daemon/container.go, newContainer.
    hostname:
      spec.hostname === undefined || spec.hostname === ''
        ? containerId.slice(0, 12)
        : spec.hostname,
    env: [...(spec.env ?? []), ...toResourceEnv(task.assignedGenericResources ?? [])],
    files: files ?? [],
    ...(credentialSpec !== undefined && { credentialSpec }),
  };
}

const emptyContainer: ContainerSpec = { kind: 'container', image: '' };

// SwarmKit: api/genericresource/string.go, EnvFormat; its order of kinds is random.
function toResourceEnv(resources: readonly GenericResource[]): readonly string[] {
  const values = new Map<string, string[]>();
  for (const { resource, value } of resources) {
    values.set(resource, [...(values.get(resource) ?? []), `${value}`]);
  }
  return [...values].map(([resource, list]) => {
    return `DOCKER_RESOURCE_${resource}`.toUpperCase() + `=${list.join(',')}`;
  });
}
