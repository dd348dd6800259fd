/**
 * One look at the waiting tasks: decides where each goes, then writes all decisions. What the store
 * refuses, because a task changed meanwhile, is taken back and tried again.
 * SwarmKit: manager/scheduler/scheduler.go, tick and processPreassignedTasks.
 */
import type { Environment } from '../kernel/environment.ts';
import type { TaskChange } from '../model/copy-task.ts';
import type { TaskId } from '../model/ids.ts';
import type { Task, TaskStatus } from '../model/task.ts';
import type { Store } from '../store/store.ts';
import type { ClusterView } from './cluster-view.ts';
import type { Filter } from './filters/filter.ts';
import type { FaultySlots } from './node-ranking.ts';
import { OneOffIndexes } from './one-off-indexes.ts';
import type { SchedulerDeciders } from './scheduler-deciders.ts';
import type { Ties } from './ties.ts';
import type { TrackedTask } from './tracked-task.ts';

/** What rounds are made of. */
export interface RoundOptions {
  readonly env: Environment;
  readonly store: Store;
  readonly view: ClusterView;
  readonly ties: Ties;
  readonly filters: readonly Filter[];
  readonly deciders: SchedulerDeciders;
}

/** See the head of this file. */
export interface SchedulingRounds {
  /** Confirms or refuses tasks that came with a node. */
  processPreassigned(): void;
  /** Places the tasks that wait for a node. */
  tick(): void;
}

interface Decision {
  readonly tracked: TrackedTask;
  readonly before: Task;
  readonly change: TaskChange & { readonly status: TaskStatus };
}

/** What became of decisions, besides those that were simply written. */
interface Applied {
  /** Tasks that came with a node and may run there. */
  readonly confirmed: readonly TaskId[];
  readonly refused: readonly Decision[];
}

/** Makes the rounds of a scheduler. */
export function createSchedulingRounds(options: RoundOptions): SchedulingRounds {
  return new Rounds(options);
}

class Rounds implements SchedulingRounds {
  readonly #env: Environment;
  readonly #store: Store;
  readonly #view: ClusterView;
  readonly #ties: Ties;
  readonly #filters: readonly Filter[];
  readonly #deciders: SchedulerDeciders;
  readonly #indexes: OneOffIndexes;
  #ranks = new Float64Array(0);
  #lastStatus: TaskStatus | undefined;

  constructor({ env, store, view, ties, filters, deciders }: RoundOptions) {
    this.#env = env;
    this.#store = store;
    this.#view = view;
    this.#ties = ties;
    this.#filters = filters;
    this.#deciders = deciders;
    const { decideRank } = deciders;
    this.#indexes = new OneOffIndexes(view.nodes, { filters, ties, decideRank });
  }

  processPreassigned(): void {
    const { confirmed, refused } = this.#apply(this.#decideWaiting());
    for (const id of confirmed) this.#view.pendingPreassigned.delete(id);
    for (const decision of refused) this.#undo(decision);
  }

  tick(): void {
    const { refused } = this.#apply(this.#decideQueued());
    for (const decision of refused) {
      this.#undo(decision);
      this.#view.enqueue(decision.tracked);
    }
  }

  *#decideWaiting(): Iterable<Decision> {
    const waiting = [...this.#view.pendingPreassigned.values()];
    this.#ties.breakerFor('preassigned', this.#env.now).shuffle(waiting);
    for (const tracked of waiting) {
      const decision = this.#deciders.decidePreassigned(tracked, this.#view.nodes, this.#filters);
      if (decision.kind === 'confirm') yield this.#assign(tracked, decision.slot, confirmedMessage);
      else if (decision.kind === 'refuse') yield* this.#keepWaiting(tracked, decision.explanation);
    }
  }

  *#decideQueued(): Iterable<Decision> {
    const breaker = this.#ties.breakerFor('tick', this.#env.now);
    const { groups, oneOffs } = groupTasks(this.#view.takeQueue());
    breaker.shuffle(groups);
    breaker.shuffle(oneOffs);
    for (const group of groups) yield* this.#placeGroup(group);
    const { hasFailures } = this.#view;
    for (const tracked of oneOffs) {
      const { task } = tracked;
      const hasPreferences = (task.spec.placement?.preferences ?? noPreferences).length > 0;
      if (hasPreferences || (hasFailures && this.#hasFaultyNodes(task))) {
        yield* this.#placeGroup([tracked]);
        continue;
      }
      // It comes to the same node as a group of one would, without a visit to every node.
      const index = this.#indexes.indexFor(task);
      const slot = index.best();
      if (slot === undefined) {
        yield* this.#leaveUnplaced(tracked, index.explain());
      } else {
        this.#view.nodes.book(tracked, slot);
        yield this.#assign(tracked, slot, assignedMessage);
      }
    }
  }

  *#placeGroup(group: TrackedTask[]): Iterable<Decision> {
    const first = group[0]?.task;
    if (first === undefined) return;
    const { nodes } = this.#view;
    if (this.#ranks.length < nodes.capacity) this.#ranks = new Float64Array(nodes.capacity);
    const { slots, explanation } = this.#deciders.decideGroup(group, {
      nodes,
      ties: this.#ties.breakerFor('group', first.id, first.meta.version),
      filters: this.#filters,
      rules: this.#deciders,
      faulty: this.#faultySlots(first),
      ranks: this.#ranks,
    });
    for (let index = 0; index < group.length; index += 1) {
      const tracked = group[index] as TrackedTask;
      const slot = slots[index] as number;
      if (slot < 0) yield* this.#leaveUnplaced(tracked, explanation);
      else yield this.#assign(tracked, slot, assignedMessage);
    }
  }

  #assign(tracked: TrackedTask, slot: number, message: string): Decision {
    const nodeId = this.#view.nodes.nodeAt(slot)?.id ?? '';
    const status = this.#statusNow(message);
    const change: Decision['change'] =
      tracked.claims.length === 0
        ? { nodeId, status }
        : { nodeId, status, assignedGenericResources: tracked.claims };
    return { tracked, before: tracked.task, change };
  }

  /** Tasks that are assigned at the same instant share their status. */
  #statusNow(message: string): TaskStatus {
    const at = this.#env.now;
    const last = this.#lastStatus;
    if (last?.at === at && last.message === message) return last;
    return (this.#lastStatus = { state: 'assigned', at, message, err: '' });
  }

  #leaveUnplaced(tracked: TrackedTask, explanation: string): readonly Decision[] {
    const before = tracked.task;
    const service = this.#store.get('service', before.serviceId);
    const decision = this.#deciders.decideUnplaced(before, service, explanation);
    if (decision.kind === 'retry') {
      this.#view.enqueue(tracked);
      return this.#keepWaiting(tracked, decision.err);
    }
    if (decision.kind === 'drop') return noDecisions;
    const status: TaskStatus = { ...before.status, state: 'shutdown', at: this.#env.now, err: '' };
    return [{ tracked, before, change: { status } }];
  }

  /** Tells why a task waits. A text that is there already is not written again. */
  #keepWaiting(tracked: TrackedTask, err: string): readonly Decision[] {
    const before = tracked.task;
    if (before.status.err === err) return noDecisions;
    const status: TaskStatus = { ...before.status, at: this.#env.now, err };
    return [{ tracked, before, change: { status } }];
  }

  /**
   * Writes decisions while they are made, and only then takes the outcome into the view: no decision
   * depends on what became of another. SwarmKit: scheduler.go, applySchedulingDecisions. It also
   * compares the node's version when the stored task is assigned already; such a task has another
   * version of its own anyway.
   */
  #apply(decisions: Iterable<Decision>): Applied {
    const confirmed: TaskId[] = [];
    const refused: Decision[] = [];
    const gone: Decision[] = [];
    this.#store.batch(decisions, (tx, decision) => {
      const { tracked, before, change } = decision;
      const stored = tx.get('task', before.id);
      if (stored === undefined) {
        gone.push(decision);
      } else if (stored.meta.version === before.meta.version) {
        tracked.task = tx.changeTask(stored, change);
        if (tracked.isPreassigned && change.status.state === 'assigned') confirmed.push(before.id);
      } else if (!hasSameStatus(stored.status, change.status)) {
        refused.push(decision);
      }
    });
    for (const decision of gone) {
      this.#undo(decision);
      this.#view.forget(decision.tracked);
    }
    return { confirmed, refused };
  }

  /** Takes back a decision that was not written. */
  #undo({ tracked, before, change }: Decision): void {
    if (change.nodeId !== undefined) this.#view.release(tracked, change.nodeId);
    this.#view.follow(tracked, before);
  }

  #hasFaultyNodes(task: Task): boolean {
    return this.#faultyNodes(task).length > 0;
  }

  #faultySlots(task: Task): FaultySlots {
    const faulty = new Map<number, number>();
    for (const [nodeId, count] of this.#faultyNodes(task)) {
      const slot = this.#view.nodes.slotOf(nodeId);
      if (slot !== undefined) faulty.set(slot, count);
    }
    return faulty;
  }

  #faultyNodes(task: Task): ReturnType<SchedulerDeciders['decideFaultyNodes']> {
    return this.#deciders.decideFaultyNodes(this.#view.failures, task, this.#env.now);
  }
}

const noDecisions: readonly Decision[] = [];
const noPreferences: readonly never[] = [];
const assignedMessage = 'scheduler assigned task to node';
const confirmedMessage = 'scheduler confirmed task can run on preassigned node';

/**
 * Groups the tasks that share their spec; those without a version stand alone. A task that got a
 * node meanwhile is not looked at. SwarmKit: manager/scheduler/scheduler.go, tick.
 */
function groupTasks(queue: readonly TrackedTask[]): {
  groups: TrackedTask[][];
  oneOffs: TrackedTask[];
} {
  const byKey = new Map<string, TrackedTask[]>();
  const oneOffs: TrackedTask[] = [];
  let last: TrackedTask[] = [];
  for (const tracked of queue) {
    const { task } = tracked;
    if (task.nodeId !== '') continue;
    if (task.specVersion === undefined) {
      oneOffs.push(tracked);
      continue;
    }
    // Tasks of one group mostly come one after the other.
    if (!belongsTo(last, task)) {
      const key = `${task.specVersion} ${task.serviceId}`;
      last = byKey.get(key) ?? [];
      byKey.set(key, last);
    }
    last.push(tracked);
  }
  return { groups: [...byKey.values()], oneOffs };
}

function belongsTo(group: readonly TrackedTask[], { serviceId, specVersion }: Task): boolean {
  const first = group[0]?.task;
  return first?.serviceId === serviceId && first.specVersion === specVersion;
}

function hasSameStatus(a: TaskStatus, b: TaskStatus): boolean {
  return a.state === b.state && a.message === b.message && a.err === b.err;
}
