import { SwarmSimError } from '../kernel/errors.ts';
import type { TaskRuntime } from '../model/container.ts';
import type { Labels } from '../model/meta.ts';
import type { Platform } from '../model/node.ts';
import type { ResourceRequirements } from '../model/resources.ts';
import type { NetworkAttachmentConfig, Placement, RestartPolicy, TaskSpec } from '../model/task.ts';
import { fromDockerContainerSpec, type DockerContainerSpec } from './container-spec.ts';
import { fromDockerResources, type DockerResources } from './resources.ts';
import { fromDockerDriver, type DockerDriver } from './secret-spec.ts';
import { isGiven, optional, optionalMs, type Maybe } from './units.ts';

/** What every task of a service is made from. */
export interface DockerTaskTemplate {
  readonly ContainerSpec?: Maybe<DockerContainerSpec>;
  readonly NetworkAttachmentSpec?: Maybe<{ readonly ContainerID?: string }>;
  readonly Runtime?: string;
  readonly Resources?: Maybe<{
    readonly Limits?: Maybe<DockerResources & { readonly Pids?: number }>;
    readonly Reservations?: Maybe<DockerResources>;
  }>;
  readonly RestartPolicy?: Maybe<DockerRestartPolicy>;
  readonly Placement?: Maybe<DockerPlacement>;
  readonly LogDriver?: Maybe<DockerDriver>;
  readonly Networks?: Maybe<readonly DockerNetworkAttachment[]>;
  readonly ForceUpdate?: number;
}

/** When a task is replaced; durations in ns. */
export interface DockerRestartPolicy {
  readonly Condition?: string;
  readonly Delay?: Maybe<number>;
  readonly MaxAttempts?: Maybe<number>;
  readonly Window?: Maybe<number>;
}

/** Where a task may run. */
export interface DockerPlacement {
  readonly Constraints?: Maybe<readonly string[]>;
  readonly Preferences?: Maybe<
    readonly { readonly Spread?: Maybe<{ readonly SpreadDescriptor?: string }> }[]
  >;
  readonly MaxReplicas?: number;
  readonly Platforms?: Maybe<readonly { readonly Architecture?: string; readonly OS?: string }[]>;
}

/** A network that a task joins. */
export interface DockerNetworkAttachment {
  readonly Target?: string;
  readonly Aliases?: Maybe<readonly string[]>;
  readonly DriverOpts?: Maybe<Labels>;
}

/** Reads a task template. moby: daemon/cluster/convert/service.go, ServiceSpecToGRPC. */
export function fromDockerTaskTemplate(template: DockerTaskTemplate): TaskSpec {
  const { LogDriver: logDriver, Placement: placement, RestartPolicy: restart } = template;
  return {
    ...optional('runtime', fromDockerRuntime(template)),
    ...optional('resources', fromDockerRequirements(template.Resources)),
    ...optional('restart', isGiven(restart) ? fromDockerRestartPolicy(restart) : undefined),
    ...optional('placement', isGiven(placement) ? fromDockerPlacement(placement) : undefined),
    ...optional('logDriver', isGiven(logDriver) ? fromDockerDriver(logDriver) : undefined),
    ...optional('networks', template.Networks?.map(fromDockerNetworkAttachment)),
    ...optional('forceUpdate', template.ForceUpdate),
  };
}

/** Reads a network that a task joins. */
export function fromDockerNetworkAttachment(
  network: DockerNetworkAttachment,
): NetworkAttachmentConfig {
  return { target: network.Target ?? '', ...optional('aliases', network.Aliases) };
}

function fromDockerRuntime(template: DockerTaskTemplate): TaskRuntime | undefined {
  if (template.Runtime === 'attachment') {
    return { kind: 'attachment', containerId: template.NetworkAttachmentSpec?.ContainerID ?? '' };
  }
  const { ContainerSpec: container } = template;
  return isGiven(container) ? fromDockerContainerSpec(container) : undefined;
}

function fromDockerRequirements(
  resources: DockerTaskTemplate['Resources'],
): ResourceRequirements | undefined {
  if (!isGiven(resources)) return undefined;
  const { Limits: limits, Reservations: reservations } = resources;
  return {
    ...(isGiven(limits)
      ? { limits: { ...fromDockerResources(limits), ...optional('pids', limits.Pids) } }
      : {}),
    ...(isGiven(reservations) ? { reservations: fromDockerResources(reservations) } : {}),
  };
}

// moby: daemon/cluster/convert/service.go, restartPolicyToGRPC. An empty condition is `any`.
function fromDockerRestartPolicy(policy: DockerRestartPolicy): RestartPolicy {
  return {
    condition: toCondition(policy.Condition ?? ''),
    ...optionalMs('delayMs', policy.Delay),
    maxAttempts: policy.MaxAttempts ?? 0,
    ...optionalMs('windowMs', policy.Window),
  };
}

function toCondition(text: string): RestartPolicy['condition'] {
  if (text === 'none' || text === 'on-failure' || text === 'any') return text;
  if (text === '') return 'any';
  throw new SwarmSimError('invalid-argument', `invalid RestartCondition: "${text}"`);
}

function fromDockerPlacement(placement: DockerPlacement): Placement {
  const spreads = placement.Preferences?.flatMap(({ Spread: spread }) =>
    isGiven(spread) ? [{ spread: spread.SpreadDescriptor ?? '' }] : [],
  );
  return {
    ...optional('constraints', placement.Constraints),
    ...optional('preferences', spreads),
    ...optional('platforms', placement.Platforms?.map(fromDockerPlatform)),
    ...optional('maxReplicas', placement.MaxReplicas),
  };
}

/** Reads a platform; an empty field matches anything. */
export function fromDockerPlatform(platform: {
  readonly Architecture?: string;
  readonly OS?: string;
}): Platform {
  return { architecture: platform.Architecture ?? '', os: platform.OS ?? '' };
}
