/** Which slots a replicated service gets, and which it loses. SwarmKit: manager/orchestrator/replicated. */
import type { Commit, Task } from '@swarmsim/core';
import { taskProblem } from './about-task.ts';
import type { ClusterState } from './cluster-state.ts';
import type { Invariant, Problem, Step } from './invariant.ts';
import { isFrom } from './task-states.ts';
import { isWanted } from './waiting-tasks.ts';

const source = 'SwarmKit: manager/orchestrator/replicated/services.go, reconcile';

/** A slot that is about to be removed is free already. */
export const slotsAreFilledFromBelow: Invariant = {
  name: 'slots-are-filled-from-below',
  rule: 'a replicated service that grows takes the lowest slot numbers that are free',
  source: 'SwarmKit: manager/orchestrator/replicated/services.go, addTasks',
  when: 'commit',
  about: ['task-made'],
  start:
    ({ premise }) =>
    ({ cluster, tasks }) => {
      for (const { before, after, commit } of tasks) {
        if (before !== undefined || after === undefined || !isByReplicated(commit)) continue;
        // A restart stays in its slot.
        if (after.desiredState !== 'running') continue;
        premise();
        const free = lowestFreeSlot(cluster, after);
        if (free === undefined) continue;
        return taskProblem(cluster, after, `was made while slot ${free} was free`, {
          expected: `slot ${free}`,
          observed: `slot ${after.slot}`,
        });
      }
      return undefined;
    },
};

/**
 * Slots without a node, or with several tasks, go first. On a node running ones stay longest; and the more slots a
 * node has, the sooner it loses one.
 */
export const shrinkingServicesLoseTheRightSlots: Invariant = {
  name: 'shrinking-services-lose-the-right-slots',
  rule: 'a service that shrinks loses slots without a node first, then those of the most crowded nodes, running ones last',
  source: `${source}; replicated/slot.go`,
  when: 'commit',
  about: ['task-wanted'],
  start:
    ({ premise }) =>
    (step) => {
      for (const { removed, kept } of shrinkingIn(step)) {
        if (kept.length === 0) continue;
        premise();
        const problem = findWrongLoss(step.cluster, removed, kept);
        if (problem !== undefined) return problem;
      }
      return undefined;
    },
};

/** In a rollback such slots are filled again. SwarmKit: restart/restart.go, UpdatableTasksInSlot. */
export const shrinkingServicesForgetDeadSlots: Invariant = {
  name: 'shrinking-services-forget-dead-slots',
  rule: 'a service that shrinks keeps no record of slots in which nothing is to run',
  source: 'SwarmKit: manager/orchestrator/replicated/services.go, reconcile and deleteTasksMap',
  when: 'commit',
  about: ['task-wanted'],
  start:
    ({ premise }) =>
    (step) => {
      const { cluster } = step;
      for (const { service } of shrinkingIn(step)) {
        if (cluster.service(service)?.updateStatus?.state === 'rollback_started') continue;
        premise();
        const changed = new Set(step.tasks.map(({ after }) => after?.id));
        for (const task of cluster.tasksOf(service)) {
          // What is shut down in the same transaction was still wanted when it was looked at.
          if (task.desiredState !== 'shutdown' || changed.has(task.id)) continue;
          const isDead = cluster
            .tasksIn(cluster.slotKey(task))
            // A slot that was given up for good is one of the slots that the service has.
            .every(
              (one) => one.desiredState === 'shutdown' && !changed.has(one.id) && !mayStayDown(one),
            );
          if (!isDead) continue;
          return taskProblem(cluster, task, 'is kept though nothing is to run in its slot', {
            expected: 'no record of the slot',
            observed: task.status.state,
          });
        }
      }
      return undefined;
    },
};

/** A service that lost slots in one transaction. */
interface Shrinking {
  readonly service: string;
  /** Tasks by slot, as they were before. */
  readonly removed: readonly (readonly Task[])[];
  readonly kept: readonly (readonly Task[])[];
}

const none: readonly never[] = [];

function shrinkingIn({ cluster, tasks, commits }: Step): readonly Shrinking[] {
  // What else a step wrote would blur what there was to choose from.
  if (commits.length !== 1 || commits[0] === undefined || !isByReplicated(commits[0])) return none;
  const removed = new Map<string, Map<string, Task[]>>();
  for (const { before, after } of tasks) {
    if (before === undefined || after?.desiredState !== 'remove' || !isWanted(before)) continue;
    const slots = removed.get(before.serviceId) ?? new Map<string, Task[]>();
    removed.set(before.serviceId, slots);
    addTo(slots, cluster.slotKey(before), before);
  }
  return [...removed].flatMap(([service, slots]) => {
    if (cluster.service(service) === undefined) return [];
    const kept = new Map<string, Task[]>();
    for (const task of cluster.tasksOf(service)) {
      if (isWanted(task)) addTo(kept, cluster.slotKey(task), task);
    }
    return { service, removed: [...slots.values()], kept: [...kept.values()] };
  });
}

function addTo(slots: Map<string, Task[]>, slot: string, task: Task): void {
  const there = slots.get(slot);
  if (there === undefined) slots.set(slot, [task]);
  else there.push(task);
}

function findWrongLoss(
  cluster: ClusterState,
  removed: readonly (readonly Task[])[],
  kept: readonly (readonly Task[])[],
): Problem | undefined {
  const placed = kept.flatMap((slot) => placedTask(slot) ?? []);
  const unplaced = kept.find((slot) => placedTask(slot) === undefined)?.[0];
  for (const slot of removed) {
    const lost = placedTask(slot);
    if (lost === undefined) continue;
    if (unplaced !== undefined) return describe(cluster, lost, unplaced, 'which had no node');
    const left = placed.filter(({ nodeId }) => nodeId === lost.nodeId);
    const idle = left.find(({ status }) => status.state !== 'running');
    if (lost.status.state === 'running' && idle !== undefined) {
      return describe(cluster, lost, idle, 'which did not run');
    }
    const other = placed.find(({ nodeId }) => countOn(placed, nodeId) > left.length + 1);
    if (other !== undefined) return describe(cluster, lost, other, 'whose node has more');
  }
  return undefined;
}

/** The task of a slot that has one, on a node. */
function placedTask(slot: readonly Task[]): Task | undefined {
  const [task] = slot;
  return slot.length === 1 && task !== undefined && task.nodeId !== '' ? task : undefined;
}

function countOn(tasks: readonly Task[], node: string): number {
  return tasks.filter(({ nodeId }) => nodeId === node).length;
}

function describe(cluster: ClusterState, lost: Task, kept: Task, why: string): Problem {
  const name = cluster.slotName(kept);
  return taskProblem(cluster, lost, `is removed, and not ${name}, ${why}`, {
    object: kept.id,
    expected: `${name} to be removed first`,
    observed: `${cluster.slotName(lost)} is removed`,
  });
}

function lowestFreeSlot(cluster: ClusterState, made: Task): number | undefined {
  const taken = new Set<number>();
  for (const task of cluster.tasksOf(made.serviceId)) {
    if (!isFrom(task.desiredState, 'remove') || mayStayDown(task)) taken.add(task.slot);
  }
  for (let slot = 1; slot < made.slot; slot += 1) if (!taken.has(slot)) return slot;
  return undefined;
}

/**
 * Whether its restart policy may not let a task be restarted: its slot is taken then until it is gone.
 * SwarmKit: restart/restart.go, UpdatableTasksInSlot.
 */
function mayStayDown({ spec: { restart } }: Task): boolean {
  return (restart?.condition ?? 'any') !== 'any' || (restart?.maxAttempts ?? 0) > 0;
}

function isByReplicated({ writtenBy }: Commit): boolean {
  return writtenBy === 'watch:replicated';
}
