/** The front door, as a type: what `createSwarm` gives. */
import type { Observable, SchedulerLike } from 'rxjs';
import type { ControlApi } from '../control-api/control-api.ts';
import type { NodeAssignments } from '../model/assignment.ts';
import type { Config } from '../model/config.ts';
import type { NodeId } from '../model/ids.ts';
import type { Secret } from '../model/secret.ts';
import type { Task } from '../model/task.ts';
import type { TraceRecord } from '../kernel/trace.ts';
import type { Explanation } from '../scheduler/explain-task.ts';
import type { Commit } from '../store/change.ts';
import type { StepView } from '../streams/step-hooks.ts';
import type { StoreEvent } from '../streams/swarm-streams.ts';
import type { ObjectsApi } from './configs-api.ts';
import type { ContainersApi } from './containers-api.ts';
import type { DirectoryApi } from './directory-api.ts';
import type { FaultsApi } from './faults-api.ts';
import type { NodesApi } from './nodes-api.ts';
import type { Apply } from './operation.ts';
import type { RegistryApi } from './registry-api.ts';
import type { ServicesApi } from './services-api.ts';
import type { TasksApi } from './tasks-api.ts';
import type { Timeline } from './timeline.ts';

/** A Docker Swarm that runs inside a test. All calls are synchronous; all data is plain. */
export interface Swarm extends Timeline {
  /** The current instant, in ms since the simulation's start. */
  readonly now: number;
  readonly seed: number;
  readonly configs: ObjectsApi<Config>;
  readonly secrets: ObjectsApi<Secret>;
  readonly services: ServicesApi;
  readonly nodes: NodesApi;
  readonly tasks: TasksApi;
  readonly containers: ContainersApi;
  readonly faults: FaultsApi;
  readonly directory: DirectoryApi;
  readonly registry: RegistryApi;
  /** SwarmKit's control API: full specs, its validation, its versions. Reads only go through. */
  readonly controlApi: ControlApi;
  /** Applies a user's action given as plain data; the methods of this interface are sugar over it. */
  readonly apply: Apply;
  /** Why a task is where it is, or nowhere: a verdict per node. */
  explain(task: string): Explanation;
  /** What the dispatcher has assigned to a node's session; undefined for a node without one. */
  assignments(node: NodeId): NodeAssignments | undefined;
  /**
   * Whether a node has yet to hear of something that was assigned to it or taken back: the dispatcher gathers
   * changes for 100 ms, and messages take their time. Always so of a node without a session.
   * SwarmKit: manager/dispatcher/dispatcher.go, Assignments.
   */
  isAwaitingAssignments(node: NodeId): boolean;
  /** A task as that session saw it last. */
  assignedTask(node: NodeId, taskId: string): Task | undefined;
  /** One value per transaction. */
  readonly changes$: Observable<Commit>;
  /** One value per object changed. */
  readonly events$: Observable<StoreEvent>;
  /** What `read` makes of the state, now and whenever it differs after a transaction. */
  select<Value>(read: () => Value): Observable<Value>;
  /** rxjs's time operators on simulated time: `debounceTime(50, swarm.rxScheduler)`. */
  readonly rxScheduler: SchedulerLike;
  /** Calls back after every step; what it throws stops the simulation. Meant for invariants. */
  onStep(hook: (step: StepView) => void): () => void;
  /** Everything that happened: a running hash, and the records where history is on. */
  readonly trace: { readonly hash: string; readonly records: readonly TraceRecord[] };
  /**
   * Hash of the cluster's state as managers keep it: equal before and after an operation that was refused.
   * Hosts, containers, the image registry and the directory are no part of it.
   */
  stateHash(): string;
  /** Ends all streams; the swarm can be read, but no longer changed. */
  dispose(): void;
  [Symbol.dispose](): void;
}
