/** Which records of ended tasks go. SwarmKit: manager/orchestrator/taskreaper/task_reaper.go. */
import type { Service } from '../../model/service.ts';
import { isStateAfter, isStateFrom, isTerminalState } from '../../model/task-state.ts';
import type { Task } from '../../model/task.ts';
import { sortByInstant, type Slot } from '../slot.ts';

/** One slot and how many tasks it may keep. */
export interface ReapSnapshot {
  /** All tasks of the slot, live ones included. */
  readonly slot: Slot;
  /** Tasks to keep, live ones included; negative keeps all. */
  readonly historyLimit: number;
}

/** What follows from a snapshot. */
export interface ReapPlan {
  readonly deletions: readonly Task[];
  /** The slot has several tasks that did not end: it is looked at again in the next pass. */
  readonly isStillDirty: boolean;
}

/** Decides on the history of one slot. SwarmKit: task_reaper.go, tick. */
export function decideReap({ slot, historyLimit }: ReapSnapshot): ReapPlan {
  let excess = historyLimit < 0 ? 0 : slot.length - historyLimit;
  if (excess <= 0) return { deletions: [], isStillDirty: false };

  const deletions: Task[] = [];
  let live = 0;
  for (const task of sortByInstant(slot)) {
    if (!isTerminalState(task.status.state) && !willNeverRun(task)) {
      live += 1;
      continue;
    }
    deletions.push(task);
    excess -= 1;
    if (excess === 0) break;
  }
  return { deletions, isStillDirty: live > 1 };
}

/**
 * How many tasks each slot of a service keeps. A limit of restarts overrides the cluster's, since the
 * restarts are counted from the tasks when the leader changes. SwarmKit: task_reaper.go, tick.
 */
export function historyLimitOf(service: Service, clusterLimit: number): number {
  const maxAttempts = service.spec.task.restart?.maxAttempts ?? 0;
  return maxAttempts > 0 ? maxAttempts + 1 : clusterLimit;
}

/** Whether a task whose removal was asked for holds nothing any more. SwarmKit: task_reaper.go, Run. */
export function isRemovable(task: Task): boolean {
  const { state } = task.status;
  if (task.serviceId === '' && state === 'orphaned') return true;
  if (task.desiredState !== 'remove') return false;
  return !isStateFrom(state, 'assigned') || isStateFrom(state, 'complete');
}

function willNeverRun(task: Task): boolean {
  return !isStateFrom(task.status.state, 'assigned') && isStateAfter(task.desiredState, 'running');
}
