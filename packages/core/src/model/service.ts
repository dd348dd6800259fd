import type { Endpoint, EndpointSpec } from './endpoint.ts';
import type { ServiceId } from './ids.ts';
import type { Labels, Meta } from './meta.ts';
import type { NetworkAttachmentConfig, TaskSpec } from './task.ts';

/** How many tasks a service has, and how they end. */
export type ServiceMode =
  | { readonly kind: 'replicated'; readonly replicas: number }
  | { readonly kind: 'global' }
  | {
      readonly kind: 'replicated-job';
      readonly maxConcurrent: number;
      readonly totalCompletions: number;
    }
  | { readonly kind: 'global-job' };

/** How a service changes from one spec to the next. SwarmKit: api/types.proto, UpdateConfig. */
export interface UpdateConfig {
  /** Slots changed at once; 0 is all. */
  readonly parallelism: number;
  /** Pause between slots, in ms. */
  readonly delayMs: number;
  readonly failureAction: 'pause' | 'continue' | 'rollback';
  /** How long a new task is watched for failure, in ms; absent is 5 s. */
  readonly monitorMs?: number;
  readonly maxFailureRatio: number;
  readonly order: 'stop-first' | 'start-first';
}

/** What the user asked of a service. SwarmKit: api/specs.proto, ServiceSpec. */
export interface ServiceSpec {
  readonly name: string;
  readonly labels?: Labels;
  readonly task: TaskSpec;
  /** Absent only in requests that SwarmKit refuses. */
  readonly mode?: ServiceMode;
  readonly update?: UpdateConfig;
  readonly rollback?: UpdateConfig;
  /** The old place for networks; `task.networks` is the new one. */
  readonly networks?: readonly NetworkAttachmentConfig[];
  readonly endpoint?: EndpointSpec;
}

/** State of a rolling update. SwarmKit: api/types.proto, UpdateStatus. */
export interface UpdateStatus {
  readonly state:
    | 'updating'
    | 'paused'
    | 'completed'
    | 'rollback_started'
    | 'rollback_paused'
    | 'rollback_completed';
  readonly startedAt?: number;
  readonly completedAt?: number;
  readonly message: string;
}

/** A service of the cluster. SwarmKit: api/objects.proto, Service. */
export interface Service {
  readonly id: ServiceId;
  readonly meta: Meta;
  readonly spec: ServiceSpec;
  /** `meta.version` as the client gave it at the last change of the spec; 0 after creation. */
  readonly specVersion: number;
  readonly previousSpec?: ServiceSpec;
  readonly previousSpecVersion?: number;
  readonly endpoint?: Endpoint;
  readonly updateStatus?: UpdateStatus;
  readonly jobStatus?: { readonly jobIteration: number; readonly lastExecutionAt: number };
  /** True once the service was removed and waits for its tasks to stop. */
  readonly pendingDelete?: boolean;
}
