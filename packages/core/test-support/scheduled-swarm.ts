/** A store and a kernel with a scheduler, for the tests of how it is wired. */
import type { Scope } from '../src/kernel/environment.ts';
import { toId, type NodeId, type TaskId } from '../src/model/ids.ts';
import type { Node } from '../src/model/node.ts';
import type { TaskState } from '../src/model/task-state.ts';
import type { Task, TaskSpec } from '../src/model/task.ts';
import {
  createScheduler,
  type Scheduler,
  type SchedulerOptions,
} from '../src/scheduler/scheduler.ts';
import { aTask, HandDrivenSwarm, serviceSpec } from './hand-driven-swarm.ts';

/** How a task differs from one of service `web` that waits for a node. */
export type TaskDifference = Partial<Omit<Task, 'id' | 'spec'>> & {
  readonly spec?: Partial<TaskSpec>;
  readonly state?: TaskState;
  /** A task without a spec version is in no group. */
  readonly isOneOff?: boolean;
};

/** See the head of this file. It has a service `web`, and ties go to the node that joined first. */
export class ScheduledSwarm extends HandDrivenSwarm {
  readonly #options: SchedulerOptions;
  #term: { readonly scope: Scope; readonly scheduler: Scheduler } | undefined;

  constructor(nodes: readonly Node[] = [], options: SchedulerOptions = { ties: 'stable' }) {
    super();
    this.#options = options;
    for (const node of nodes) this.putNode(node);
    this.createService(serviceSpec('web'));
  }

  get scheduler(): Scheduler {
    if (this.#term === undefined) throw new Error('no scheduler was started');
    return this.#term.scheduler;
  }

  /** Starts a scheduler. One that was there steps down, as that of an old leader does. */
  startScheduler(): this {
    this.#term?.scheduler.stop();
    this.#term?.scope.close();
    const scope = this.kernel.openScope();
    this.#term = { scope, scheduler: createScheduler(scope, this.store, this.#options) };
    this.run();
    return this;
  }

  /** Adds a node, or replaces its record. */
  putNode(node: Node): void {
    this.store.update((tx) => {
      const stored = tx.get('node', node.id);
      if (stored === undefined) tx.create('node', node);
      else tx.update('node', { ...node, meta: stored.meta });
    });
    this.run();
  }

  /** Adds a task of service `web` that waits for a node. */
  addTask(id: string, { spec = {}, isOneOff = false, ...change }: TaskDifference = {}): void {
    const { specVersion, ...task } = aTask({
      id: toId<TaskId>(id),
      state: 'pending',
      spec: serviceSpec('web', { task: spec }).task,
      ...change,
    });
    const version = isOneOff || specVersion === undefined ? {} : { specVersion };
    this.store.update((tx) => tx.create('task', { ...task, ...version }));
    this.run();
  }

  /** Adds a task that waits alone, without the version of a spec. */
  addOneOff(id: string, spec: Partial<TaskSpec> = {}): void {
    this.addTask(id, { spec, isOneOff: true });
  }

  changeTask(id: string, change: Partial<Task>): void {
    this.store.update((tx) => {
      const stored = tx.get('task', id);
      if (stored === undefined) throw new Error(`there is no task ${id}`);
      tx.update('task', { ...stored, ...change });
    });
    this.run();
  }

  removeTask(id: string): void {
    this.store.update((tx) => tx.delete('task', id));
    this.run();
  }

  task(id: string): Task {
    const task = this.store.get('task', id);
    if (task === undefined) throw new Error(`there is no task ${id}`);
    return task;
  }

  /** The node of each task; the empty text while it has none. */
  nodesOf(...ids: readonly string[]): readonly string[] {
    return ids.map((id) => this.task(id).nodeId);
  }
}

/** Says that a task came with its node, as those of global services do. */
export function comingTo(nodeId: string): Pick<Task, 'nodeId' | 'slot'> {
  return { nodeId: toId<NodeId>(nodeId), slot: 0 };
}
