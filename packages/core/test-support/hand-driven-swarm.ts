/**
 * A store and a kernel for the tests of control-plane components. There is no scheduler and no agent:
 * a test places tasks and reports their states itself, or lets `playAgents` do the obvious.
 */
import { isJobMode } from '../src/control-api/validate-mode.ts';
import type { Environment } from '../src/kernel/environment.ts';
import { Kernel } from '../src/kernel/kernel.ts';
import {
  toId,
  type ClusterId,
  type NodeId,
  type ServiceId,
  type TaskId,
} from '../src/model/ids.ts';
import type { Node, NodeSpec } from '../src/model/node.ts';
import type { Service, ServiceSpec } from '../src/model/service.ts';
import { isReplicatedJob } from '../src/orchestrator/service-mode.ts';
import { isStateFrom, isTerminalState, type TaskState } from '../src/model/task-state.ts';
import type { Task } from '../src/model/task.ts';
import type { WithoutMeta } from '../src/store/change.ts';
import { Store, type Tx } from '../src/store/store.ts';

/** What a service's spec is made from in a test. */
export type SpecChange = Partial<Omit<ServiceSpec, 'task'>> & {
  readonly task?: Partial<ServiceSpec['task']>;
};

/** Makes a service's spec: one replica of an image unless said otherwise. */
export function serviceSpec(name: string, change: SpecChange = {}): ServiceSpec {
  return {
    name,
    mode: { kind: 'replicated', replicas: 1 },
    ...change,
    task: { runtime: { kind: 'container', image: 'app:1' }, ...change.task },
  };
}

/** Makes a service as the store keeps it. */
export function aService(change: Partial<Service> = {}): Service {
  return {
    id: toId<ServiceId>('web'),
    meta: { version: 1, createdAt: 0, updatedAt: 0 },
    spec: serviceSpec('web'),
    specVersion: 0,
    ...change,
  };
}

/** Makes a running task as the store keeps it. */
export function aTask(change: Partial<Task> & { readonly state?: TaskState } = {}): Task {
  const { state = 'running', ...rest } = change;
  return {
    id: toId<TaskId>('task'),
    meta: { version: 1, createdAt: 0, updatedAt: 0 },
    spec: serviceSpec('web').task,
    specVersion: 0,
    serviceId: toId<ServiceId>('web'),
    serviceName: 'web',
    slot: 1,
    nodeId: '',
    incarnation: 0,
    status: { state, at: 0, message: '', err: '' },
    desiredState: 'running',
    ...rest,
  };
}

/** Makes a ready node as the store keeps it. */
export function aNode(id: string, change: Partial<Node> = {}): Node {
  return {
    id: toId<NodeId>(id),
    meta: { version: 1, createdAt: 0, updatedAt: 0 },
    spec: { role: 'worker', availability: 'active' },
    status: { state: 'ready', message: '', addr: '' },
    role: 'worker',
    ...change,
  };
}

/** Changes a node within a transaction. */
export function setNode(
  tx: Tx,
  id: string,
  change: Partial<Node>,
  spec: Partial<NodeSpec> = {},
): void {
  const node = found(tx.get('node', id));
  tx.update('node', { ...node, ...change, spec: { ...node.spec, ...spec } });
}

/** Changes the observed state of a task within a transaction. */
export function setTaskState(tx: Tx, id: string, state: TaskState): void {
  const task = found(tx.get('task', id));
  tx.changeTask(task, { status: { ...task.status, state } });
}

/** Changes the desired state of a task within a transaction. */
export function setDesiredState(tx: Tx, id: string, desiredState: TaskState): void {
  tx.changeTask(found(tx.get('task', id)), { desiredState });
}

/** See the head of this file. */
export class HandDrivenSwarm {
  readonly kernel: Kernel = new Kernel({ seed: 1 });
  readonly store: Store = new Store(this.kernel);
  readonly env: Environment = this.kernel;
  /** Whether {@link runFor} plays the agents after every entry. */
  isPlayed = false;

  constructor(historyLimit = 5) {
    this.store.update((tx) =>
      tx.create('cluster', {
        id: toId<ClusterId>('cluster'),
        spec: {
          name: 'default',
          orchestration: { taskHistoryRetentionLimit: historyLimit },
          dispatcher: { heartbeatPeriodMs: 5_000 },
        },
      }),
    );
  }

  /** Runs everything due within so many ms, then moves the clock there. */
  runFor(ms: number): void {
    const until = this.kernel.now + ms;
    if (this.isPlayed) this.playAgents();
    while ((this.kernel.nextAt ?? Number.POSITIVE_INFINITY) <= until) {
      this.kernel.step();
      if (this.isPlayed) this.playAgents();
    }
    this.kernel.moveTo(until);
  }

  /** Runs what is due now. */
  run(): void {
    this.runFor(0);
  }

  addNodes(...names: readonly string[]): void {
    for (const name of names) {
      this.store.update((tx) => tx.create('node', withoutMeta(aNode(name))));
      this.run();
    }
  }

  changeNode(id: string, change: Partial<Node>, spec: Partial<NodeSpec> = {}): void {
    this.store.update((tx) => setNode(tx, id, change, spec));
    this.run();
  }

  setNodeState(id: string, state: Node['status']['state']): void {
    this.changeNode(id, { status: { state, message: '', addr: '' } });
  }

  removeNode(id: string): void {
    this.store.update((tx) => tx.delete('node', id));
    this.run();
  }

  createService(spec: ServiceSpec): Service {
    const id = toId<ServiceId>(spec.name);
    const jobStatus = { jobIteration: 0, lastExecutionAt: this.kernel.now };
    const service = this.store.update((tx) =>
      tx.create('service', {
        id,
        spec,
        specVersion: 0,
        ...(isJobMode(spec.mode) && { jobStatus }),
      }),
    );
    this.run();
    return service;
  }

  /** Changes a service as the control API does; a job runs again. */
  updateService(id: string, spec: ServiceSpec): void {
    this.store.update((tx) => {
      const { updateStatus: _cleared, jobStatus, ...service } = found(tx.get('service', id));
      const jobIteration = (jobStatus?.jobIteration ?? 0) + 1;
      tx.update('service', {
        ...service,
        ...(jobStatus !== undefined && { jobStatus: { ...jobStatus, jobIteration } }),
        spec,
        specVersion: service.meta.version,
        previousSpec: service.spec,
        previousSpecVersion: service.specVersion,
      });
    });
    this.run();
  }

  removeService(id: string): void {
    this.store.update((tx) => tx.delete('service', id));
    this.run();
  }

  service(id: string): Service {
    return found(this.store.get('service', id));
  }

  /** Tasks of a service, oldest first. */
  tasksOf(serviceId: string): readonly Task[] {
    return this.store.find('task', 'service', serviceId);
  }

  /** Tasks of a service that are wanted, by slot. */
  wantedTasksOf(serviceId: string): readonly Task[] {
    return this.tasksOf(serviceId)
      .filter((task) => !isStateFrom(task.desiredState, 'complete'))
      .sort((a, b) => a.slot - b.slot);
  }

  /** One line for each task: `slot.incarnation observed/desired`; a slot is a number or a node. */
  describe(serviceId: string): readonly string[] {
    const isNumbered = isReplicatedJob(this.store.get('service', serviceId));
    return this.tasksOf(serviceId).map((task) => {
      const place = task.slot === 0 && !isNumbered ? task.nodeId : task.slot;
      return `${place}.${task.incarnation} ${task.status.state}/${task.desiredState}`;
    });
  }

  /** Puts a task on a node. */
  place(taskId: string, nodeId: string): void {
    this.store.update((tx) => {
      const task = found(tx.get('task', taskId));
      const status = { ...task.status, state: 'assigned', at: this.kernel.now } as const;
      tx.changeTask(task, { nodeId: toId<NodeId>(nodeId), status });
    });
    this.run();
  }

  /** Reports the state of a task, as the dispatcher records it. */
  report(taskId: string, state: TaskState): void {
    this.#write(taskId, state);
    this.run();
  }

  /** Brings every task as far as its desired state allows; places new ones on the first node. */
  playAgents(): void {
    for (const task of this.store.list('task')) {
      const next = nextState(task);
      if (next !== task.status.state) this.#write(task.id, next);
    }
  }

  #write(taskId: string, state: TaskState): void {
    const at = this.kernel.now;
    this.store.update((tx) => {
      const task = found(tx.get('task', taskId));
      const nodeId = task.nodeId === '' ? (tx.list('node')[0]?.id ?? '') : task.nodeId;
      tx.changeTask(task, { nodeId, status: { ...task.status, state, at, appliedAt: at } });
    });
  }
}

function nextState(task: Task): TaskState {
  const { state } = task.status;
  if (isTerminalState(state)) return state;
  if (isStateFrom(task.desiredState, 'shutdown')) return 'shutdown';
  if (isStateFrom(task.desiredState, 'running')) return 'running';
  return isStateFrom(state, 'ready') ? state : 'ready';
}

function withoutMeta(node: Node): WithoutMeta<Node> {
  const { meta: _given, ...rest } = node;
  return rest;
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the object is not in the store');
  return value;
}
