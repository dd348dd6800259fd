/**
 * Nodes with what is booked on them, as the deciders of the scheduler see them. Tests of filters,
 * ranking and spreading go through here, so that they need not know how the room keeps its books.
 */
import { createRandom } from '../src/kernel/random.ts';
import { toId, type NodeId, type TaskId } from '../src/model/ids.ts';
import type { Node } from '../src/model/node.ts';
import type { Resources } from '../src/model/resources.ts';
import type { Task, TaskSpec } from '../src/model/task.ts';
import { decideGroup } from '../src/scheduler/decide-group.ts';
import {
  decidePreassigned,
  type PreassignedDecision,
} from '../src/scheduler/decide-preassigned.ts';
import type { Filter } from '../src/scheduler/filters/filter.ts';
import { schedulerDeciders } from '../src/scheduler/scheduler-deciders.ts';
import { NodeSet } from '../src/scheduler/node-set.ts';
import { defaultFilters, Pipeline } from '../src/scheduler/pipeline.ts';
import { createTies, type Ties } from '../src/scheduler/ties.ts';
import { trackTask, type TrackedTask } from '../src/scheduler/tracked-task.ts';
import { aNode, aTask, serviceSpec } from './hand-driven-swarm.ts';

/** Where the tasks of a group went. */
export interface PlacedGroup {
  /** The node of each task, in the order in which they were placed. */
  readonly order: readonly string[];
  /** How many tasks each node got; nodes without any are absent. */
  readonly perNode: Readonly<Record<string, number>>;
  readonly unplaced: number;
  readonly explanation: string;
}

/** How a group is placed. */
export interface PlaceOptions {
  /** Recent failures of the service, by node; only counts from 5 on belong here. */
  readonly faulty?: Readonly<Record<string, number>>;
  readonly filters?: readonly Filter[];
}

/** Options of {@link PlacementBench}. */
export interface BenchOptions {
  /** Breaks ties by a seed; without one the node that joined first wins. */
  readonly seed?: number;
}

/** See the head of this file. */
export class PlacementBench {
  readonly nodes: NodeSet;
  readonly #ties: Ties;
  readonly #booked = new Map<string, TrackedTask>();

  constructor(nodes: readonly Node[], { seed }: BenchOptions = {}) {
    this.#ties = createTies(seed === undefined ? 'stable' : 'seeded', createRandom(seed ?? 0));
    this.nodes = new NodeSet((nodeId) => this.#ties.rankNode(nodeId));
    for (const node of nodes) this.nodes.put(node);
  }

  /** Books tasks on a node. */
  book(nodeId: string, ...tasks: readonly Task[]): this {
    for (const task of tasks) {
      const tracked = trackTask({ ...task, nodeId: toId<NodeId>(nodeId) });
      this.nodes.book(tracked, this.#slotOf(nodeId));
      this.#booked.set(task.id, tracked);
    }
    return this;
  }

  /** Follows a booked task that the cluster began, or ceased, to want. */
  wish(taskId: string, desiredState: Task['desiredState']): void {
    const tracked = this.#tracked(taskId);
    tracked.task = { ...tracked.task, desiredState };
    this.nodes.rebook(tracked, this.#slotOf(tracked.task.nodeId));
  }

  /** Gives back what a booked task holds. */
  release(taskId: string): void {
    const tracked = this.#tracked(taskId);
    this.nodes.release(tracked, this.#slotOf(tracked.task.nodeId));
  }

  /** What a booked task holds of generic resources. */
  claimsOf(taskId: string): TrackedTask['claims'] {
    return this.#tracked(taskId).claims;
  }

  /** Whether a filter lets a task onto a node; undefined where it has nothing to say about it. */
  check(filter: Filter, task: Task, nodeId: string): boolean | undefined {
    return filter.prepare(task, this.nodes)?.(this.#slotOf(nodeId));
  }

  /** Shows nodes to a pipeline, and asks what it has to say then. */
  explain(task: Task, nodeIds: readonly string[], filters = defaultFilters): string {
    const pipeline = new Pipeline(task, this.nodes, filters);
    for (const nodeId of nodeIds) pipeline.process(this.#slotOf(nodeId));
    return pipeline.explain();
  }

  /** Places tasks as one group, and books them. */
  place(tasks: readonly Task[], options: PlaceOptions = {}): PlacedGroup {
    const faulty = new Map(
      Object.entries(options.faulty ?? {}).map(([id, count]) => [this.#slotOf(id), count]),
    );
    const decision = decideGroup(tasks.map(trackTask), {
      nodes: this.nodes,
      ties: this.#ties.breakerFor('group'),
      filters: options.filters ?? defaultFilters,
      rules: schedulerDeciders,
      faulty,
      ranks: new Float64Array(this.nodes.capacity),
    });
    const placed = [...decision.slots].filter((slot) => slot >= 0);
    const order = placed.map((slot) => this.nodes.nodeAt(slot)?.id ?? '');
    const perNode: Record<string, number> = {};
    for (const id of order) perNode[id] = (perNode[id] ?? 0) + 1;
    const { explanation } = decision;
    return { order, perNode, unplaced: tasks.length - placed.length, explanation };
  }

  /** Asks whether a task may run on the node that it came with, and books it there if so. */
  confirm(task: Task): PreassignedDecision {
    return decidePreassigned(trackTask(task), this.nodes, defaultFilters);
  }

  #slotOf(nodeId: string): number {
    const slot = this.nodes.slotOf(toId<NodeId>(nodeId));
    if (slot === undefined) throw new Error(`node ${nodeId} is not on the bench`);
    return slot;
  }

  #tracked(taskId: string): TrackedTask {
    const tracked = this.#booked.get(taskId);
    if (tracked === undefined) throw new Error(`task ${taskId} is not booked`);
    return tracked;
  }
}

/** Makes a task that waits for a node. */
export function aWaitingTask(id: string, spec: Partial<TaskSpec> = {}): Task {
  return aTask({
    id: toId<TaskId>(id),
    state: 'pending',
    spec: serviceSpec('web', { task: spec }).task,
  });
}

/** Makes tasks of one service that wait for a node. */
export function waitingTasks(count: number, spec: Partial<TaskSpec> = {}): readonly Task[] {
  return Array.from({ length: count }, (_, index) => aWaitingTask(`new-${index + 1}`, spec));
}

/** Makes a node with labels of its own. */
export function aLabelledNode(id: string, labels: Readonly<Record<string, string>>): Node {
  return aNode(id, { spec: { role: 'worker', availability: 'active', labels } });
}

/** Makes a node with resources; it has no CPU and no memory unless said otherwise. */
export function aNodeWith(id: string, resources: Partial<Resources>): Node {
  return aNode(id, {
    description: { hostname: id, resources: { nanoCpus: 0, memoryBytes: 0, ...resources } },
  });
}

/** Makes the part of a task's spec that reserves resources. */
export function reserving(resources: Partial<Resources>): Partial<TaskSpec> {
  return { resources: { reservations: { nanoCpus: 0, memoryBytes: 0, ...resources } } };
}
