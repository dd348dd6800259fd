import { SwarmSimError } from '../kernel/errors.ts';
import type { Labels } from '../model/meta.ts';
import type { ServiceMode, ServiceSpec, UpdateConfig } from '../model/service.ts';
import { fromDockerEndpointSpec, type DockerEndpointSpec } from './endpoint-spec.ts';
import {
  fromDockerNetworkAttachment,
  fromDockerTaskTemplate,
  type DockerNetworkAttachment,
  type DockerTaskTemplate,
} from './task-template.ts';
import { isGiven, optional, optionalLabels, optionalMs, toMs, type Maybe } from './units.ts';

/** Body of `POST /services/create`. */
export interface DockerServiceSpec {
  readonly Name?: string;
  readonly Labels?: Maybe<Labels>;
  readonly TaskTemplate?: Maybe<DockerTaskTemplate>;
  readonly Mode?: Maybe<DockerServiceMode>;
  readonly UpdateConfig?: Maybe<DockerUpdateConfig>;
  readonly RollbackConfig?: Maybe<DockerUpdateConfig>;
  readonly Networks?: Maybe<readonly DockerNetworkAttachment[]>;
  readonly EndpointSpec?: Maybe<DockerEndpointSpec>;
}

/** How many tasks a service has; at most one of these. */
export interface DockerServiceMode {
  readonly Replicated?: Maybe<{ readonly Replicas?: Maybe<number> }>;
  readonly Global?: Maybe<object>;
  readonly ReplicatedJob?: Maybe<{
    readonly MaxConcurrent?: Maybe<number>;
    readonly TotalCompletions?: Maybe<number>;
  }>;
  readonly GlobalJob?: Maybe<object>;
}

/** How a service changes; durations in ns. */
export interface DockerUpdateConfig {
  readonly Parallelism?: number;
  readonly Delay?: number;
  readonly FailureAction?: string;
  readonly Monitor?: number;
  readonly MaxFailureRatio?: number;
  readonly Order?: string;
}

/**
 * Reads a service as the Docker daemon does before it hands it to SwarmKit. A missing name stays
 * empty, where the daemon would invent one.
 * moby: daemon/cluster/convert/service.go, ServiceSpecToGRPC.
 *
 * @throws SwarmSimError with code `invalid-argument` for what the daemon cannot translate.
 */
export function fromDockerServiceSpec(spec: DockerServiceSpec): ServiceSpec {
  const { EndpointSpec: endpoint, RollbackConfig: rollback, UpdateConfig: update } = spec;
  return {
    name: spec.Name ?? '',
    ...optionalLabels('labels', spec.Labels),
    task: fromDockerTaskTemplate(spec.TaskTemplate ?? {}),
    mode: fromDockerMode(spec.Mode ?? {}),
    ...optional('update', isGiven(update) ? fromDockerUpdateConfig(update) : undefined),
    ...optional('rollback', isGiven(rollback) ? fromDockerUpdateConfig(rollback) : undefined),
    ...optional('networks', spec.Networks?.map(fromDockerNetworkAttachment)),
    ...optional('endpoint', isGiven(endpoint) ? fromDockerEndpointSpec(endpoint) : undefined),
  };
}

function fromDockerMode(mode: DockerServiceMode): ServiceMode {
  const { Global: global, GlobalJob: globalJob, Replicated: replicated, ReplicatedJob: job } = mode;
  if ([global, globalJob, replicated, job].filter(isGiven).length > 1) {
    throw new SwarmSimError('invalid-argument', 'must specify only one service mode');
  }
  if (isGiven(global)) return { kind: 'global' };
  if (isGiven(globalJob)) return { kind: 'global-job' };
  if (isGiven(job)) {
    const maxConcurrent = job.MaxConcurrent ?? 1;
    const totalCompletions = job.TotalCompletions ?? maxConcurrent;
    return { kind: 'replicated-job', maxConcurrent, totalCompletions };
  }
  return { kind: 'replicated', replicas: replicated?.Replicas ?? 1 };
}

// moby: daemon/cluster/convert/service.go, updateConfigToGRPC.
function fromDockerUpdateConfig(config: DockerUpdateConfig): UpdateConfig {
  return {
    parallelism: config.Parallelism ?? 0,
    delayMs: toMs(config.Delay ?? 0),
    failureAction: toFailureAction(config.FailureAction ?? ''),
    // A pointer on SwarmKit's side: zero is no setting.
    ...(isGiven(config.Monitor) && config.Monitor !== 0
      ? optionalMs('monitorMs', config.Monitor)
      : {}),
    maxFailureRatio: config.MaxFailureRatio ?? 0,
    order: toOrder(config.Order ?? ''),
  };
}

function toFailureAction(text: string): UpdateConfig['failureAction'] {
  if (text === 'pause' || text === 'continue' || text === 'rollback') return text;
  if (text === '') return 'pause';
  throw new SwarmSimError('invalid-argument', `unrecognized update failure action ${text}`);
}

function toOrder(text: string): UpdateConfig['order'] {
  if (text === 'stop-first' || text === 'start-first') return text;
  if (text === '') return 'stop-first';
  throw new SwarmSimError('invalid-argument', `unrecognized update order ${text}`);
}
