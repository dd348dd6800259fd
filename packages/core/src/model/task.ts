import type { TaskRuntime } from './container.ts';
import type { Endpoint } from './endpoint.ts';
import type { NetworkId, NodeId, ServiceId, TaskId } from './ids.ts';
import type { Labels, Meta } from './meta.ts';
import type { Platform } from './node.ts';
import type { GenericResource, ResourceRequirements } from './resources.ts';
import type { TaskState } from './task-state.ts';

/** When a task that ended is replaced. SwarmKit: api/types.proto, RestartPolicy. */
export interface RestartPolicy {
  readonly condition: 'none' | 'on-failure' | 'any';
  /** Pause before a replacement starts, in ms; absent is 5 s. */
  readonly delayMs?: number;
  /** 0: no limit. */
  readonly maxAttempts: number;
  /** Time in which attempts are counted, in ms; absent counts all. */
  readonly windowMs?: number;
}

/** Where a task may run. SwarmKit: api/types.proto, Placement. */
export interface Placement {
  /** Expressions such as `node.labels.zone==a`; all must hold. */
  readonly constraints?: readonly string[];
  /** Spread over the values of a label, outermost first. */
  readonly preferences?: readonly { readonly spread: string }[];
  /** Platforms the image exists for; an empty field matches anything. */
  readonly platforms?: readonly Platform[];
  /** Most tasks of the service on one node; 0 is no limit. */
  readonly maxReplicas?: number;
}

/** A driver with options, for logs. */
export interface LogDriver {
  readonly name: string;
  readonly options?: Labels;
}

/** A network that a task joins. */
export interface NetworkAttachmentConfig {
  /** Network id. */
  readonly target: string;
  readonly aliases?: readonly string[];
}

/** What the user asked of each task of a service. SwarmKit: api/specs.proto, TaskSpec. */
export interface TaskSpec {
  /** Absent only in requests that SwarmKit refuses. */
  readonly runtime?: TaskRuntime;
  readonly resources?: ResourceRequirements;
  readonly restart?: RestartPolicy;
  readonly placement?: Placement;
  readonly logDriver?: LogDriver;
  readonly networks?: readonly NetworkAttachmentConfig[];
  /** Raised to replace tasks although nothing else changed. */
  readonly forceUpdate?: number;
}

/** What was last observed of a task. SwarmKit: api/types.proto, TaskStatus. */
export interface TaskStatus {
  readonly state: TaskState;
  /** When whoever wrote the status observed it, in ms since the simulation's start. */
  readonly at: number;
  readonly message: string;
  /** Why the task ended or cannot be placed; the empty text is none. */
  readonly err: string;
  /** When a manager recorded the report; absent for statuses that managers wrote themselves. */
  readonly appliedAt?: number;
  readonly container?: {
    readonly containerId: string;
    readonly pid: number;
    readonly exitCode: number;
  };
}

/** A network that a task is attached to, with the driver its node needs. */
export interface NetworkAttachment {
  readonly networkId: NetworkId;
  /** Driver plugin the node needs; empty for none. */
  readonly driver: string;
}

/** One attempt to run one replica. SwarmKit: api/objects.proto, Task. */
export interface Task {
  readonly id: TaskId;
  readonly meta: Meta;
  readonly spec: TaskSpec;
  /** Version of the service's spec that the task was made from; absent for a task without one. */
  readonly specVersion?: number;
  /** The empty text for a task without a service. */
  readonly serviceId: ServiceId | '';
  readonly serviceName: string;
  /** Replica number from 1, or from 0 for a replicated job; 0 for global services and jobs. */
  readonly slot: number;
  /** The empty text while unassigned. */
  readonly nodeId: NodeId | '';
  /** How many tasks this slot (or this node, for a global service or job) had before. */
  readonly incarnation: number;
  readonly status: TaskStatus;
  readonly desiredState: TaskState;
  readonly networks?: readonly NetworkAttachment[];
  readonly endpoint?: Endpoint;
  /** What the scheduler claimed on the node for this task. */
  readonly assignedGenericResources?: readonly GenericResource[];
  /** Run of the job that the task belongs to, from 0; absent for services that are no jobs. */
  readonly jobIteration?: number;
}
