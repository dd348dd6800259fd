/**
 * One look at the waiting tasks: decides where each goes, then writes all decisions. What the store
 * refuses, because a task changed meanwhile, is taken back and tried again.
 * SwarmKit: manager/scheduler/scheduler.go, tick and processPreassignedTasks.
 */
import type { Environment } from '../kernel/environment.ts';
import { copyTask } from '../model/copy-task.ts';
import type { ServiceId } from '../model/ids.ts';
import type { Task, TaskStatus } from '../model/task.ts';
import type { Store } from '../store/store.ts';
import type { ClusterView } from './cluster-view.ts';
import type { decideGroup } from './decide-group.ts';
import type { decidePreassigned } from './decide-preassigned.ts';
import type { decideUnplaced } from './decide-unplaced.ts';
import { faultyNodes } from './failure-window.ts';
import type { Filter } from './filters/filter.ts';
import type { FaultySlots } from './node-ranking.ts';
import { NodeTour } from './node-tour.ts';
import { OneOffIndexes } from './one-off-indexes.ts';
import type { Ties } from './ties.ts';
import type { TrackedTask } from './tracked-task.ts';

/** The pure decisions of the scheduler. */
export interface SchedulerDeciders {
  readonly decideGroup: typeof decideGroup;
  readonly decidePreassigned: typeof decidePreassigned;
  readonly decideUnplaced: typeof decideUnplaced;
}

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
  readonly after: Task;
}

/** Makes the rounds of a scheduler. */
export function createSchedulingRounds(options: RoundOptions): SchedulingRounds {
  const { env, store, view, ties, filters, deciders } = options;
  const { nodes } = view;
  const tour = new NodeTour(nodes);
  const indexes = new OneOffIndexes(nodes, filters, ties);
  let ranks = new Float64Array(0);

  function processPreassigned(): void {
    const waiting = [...view.pendingPreassigned.values()];
    ties.breakerFor('preassigned', env.now).shuffle(waiting);
    const decisions: Decision[] = [];
    for (const tracked of waiting) {
      const decision = deciders.decidePreassigned(tracked, nodes, filters);
      if (decision.kind === 'confirm') {
        decisions.push(assign(tracked, decision.slot, confirmedMessage));
      } else if (decision.kind === 'refuse') {
        keepWaiting(decisions, tracked, decision.explanation);
      }
    }
    const { written, refused } = apply(decisions);
    for (const { after } of written) {
      if (after.status.state === 'assigned') view.pendingPreassigned.delete(after.id);
    }
    for (const { tracked, before } of refused) view.undo(tracked, before);
  }

  function tick(): void {
    const breaker = ties.breakerFor('tick', env.now);
    const { groups, oneOffs } = groupTasks(view.takeQueue());
    breaker.shuffle(groups);
    breaker.shuffle(oneOffs);
    const decisions: Decision[] = [];
    for (const group of groups) placeGroup(group, decisions);
    for (const tracked of oneOffs) placeOneOff(tracked, decisions);
    const { refused } = apply(decisions);
    for (const { tracked, before } of refused) {
      view.undo(tracked, before);
      view.enqueue(tracked);
    }
  }

  function placeGroup(group: TrackedTask[], decisions: Decision[]): void {
    const first = group[0]?.task;
    if (first === undefined) return;
    if (ranks.length < nodes.capacity) ranks = new Float64Array(nodes.capacity);
    const breaker = ties.breakerFor('group', first.id, first.meta.version);
    breaker.shuffle(group);
    const decision = deciders.decideGroup(group, {
      nodes,
      tour,
      ties: breaker,
      filters,
      faulty: faultySlots(first),
      ranks,
    });
    for (const [index, tracked] of decision.placed.entries()) {
      decisions.push(assign(tracked, decision.slots[index] ?? 0, assignedMessage));
    }
    for (const tracked of decision.unplaced) {
      leaveUnplaced(tracked, decision.explanation, decisions);
    }
  }

  /** Comes to the same node as a group of one would, without a visit to every node. */
  function placeOneOff(tracked: TrackedTask, decisions: Decision[]): void {
    const { task } = tracked;
    const hasPreferences = (task.spec.placement?.preferences ?? []).length > 0;
    if (hasPreferences || hasFaultyNodes(task)) {
      placeGroup([tracked], decisions);
      return;
    }
    const index = indexes.indexFor(task);
    const slot = index.best();
    if (slot === undefined) {
      leaveUnplaced(tracked, index.explain(), decisions);
      return;
    }
    nodes.book(tracked, slot);
    decisions.push(assign(tracked, slot, assignedMessage));
  }

  function assign(tracked: TrackedTask, slot: number, message: string): Decision {
    const before = tracked.task;
    const nodeId = nodes.nodeAt(slot)?.id ?? '';
    const status: TaskStatus = { state: 'assigned', at: env.now, message, err: '' };
    const claims = tracked.claims.length === 0 ? {} : { assignedGenericResources: tracked.claims };
    const after = copyTask(before, { nodeId, status, ...claims });
    tracked.task = after;
    return { tracked, before, after };
  }

  function leaveUnplaced(tracked: TrackedTask, explanation: string, decisions: Decision[]): void {
    const before = tracked.task;
    const service = store.get('service', before.serviceId);
    const decision = deciders.decideUnplaced(before, service, explanation);
    if (decision.kind === 'retry') {
      view.enqueue(tracked);
      keepWaiting(decisions, tracked, decision.err);
    } else if (decision.kind === 'shut-down') {
      const status: TaskStatus = { ...before.status, state: 'shutdown', at: env.now, err: '' };
      decisions.push({ tracked, before, after: copyTask(before, { status }) });
    }
  }

  /** Tells why a task waits. A text that is there already is not written again. */
  function keepWaiting(decisions: Decision[], tracked: TrackedTask, err: string): void {
    const before = tracked.task;
    if (before.status.err === err) return;
    const status: TaskStatus = { ...before.status, at: env.now, err };
    decisions.push({ tracked, before, after: copyTask(before, { status }) });
  }

  // SwarmKit: manager/scheduler/scheduler.go, applySchedulingDecisions. It also compares the node's
  // version when the stored task is assigned already; such a task has another version anyway.
  function apply(decisions: readonly Decision[]): { written: Decision[]; refused: Decision[] } {
    const written: Decision[] = [];
    const refused: Decision[] = [];
    store.batch(decisions, (tx, decision) => {
      const { tracked, after } = decision;
      const stored = tx.get('task', after.id);
      if (stored === undefined) {
        view.forget(tracked);
      } else if (stored.meta.version === after.meta.version) {
        tx.update('task', after);
        written.push(decision);
      } else if (!hasSameStatus(stored, after)) {
        refused.push(decision);
      }
    });
    return { written, refused };
  }

  function hasFaultyNodes(task: Task): boolean {
    return view.hasFailures && faultyNodes(view.failures, task, env.now).length > 0;
  }

  function faultySlots(task: Task): FaultySlots {
    const faulty = new Map<number, number>();
    for (const [nodeId, count] of faultyNodes(view.failures, task, env.now)) {
      const slot = nodes.slotOf(nodeId);
      if (slot !== undefined) faulty.set(slot, count);
    }
    return faulty;
  }

  return { processPreassigned, tick };
}

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
  const byService = new Map<ServiceId | '', Map<number, TrackedTask[]>>();
  const groups: TrackedTask[][] = [];
  const oneOffs: TrackedTask[] = [];
  for (const tracked of queue) {
    const { nodeId, serviceId, specVersion } = tracked.task;
    if (nodeId !== '') continue;
    if (specVersion === undefined) {
      oneOffs.push(tracked);
      continue;
    }
    let byVersion = byService.get(serviceId);
    if (byVersion === undefined) byService.set(serviceId, (byVersion = new Map()));
    let group = byVersion.get(specVersion);
    if (group === undefined) {
      group = [];
      byVersion.set(specVersion, group);
      groups.push(group);
    }
    group.push(tracked);
  }
  return { groups, oneOffs };
}

function hasSameStatus(a: Task, b: Task): boolean {
  return (
    a.status.state === b.status.state &&
    a.status.message === b.status.message &&
    a.status.err === b.status.err
  );
}
