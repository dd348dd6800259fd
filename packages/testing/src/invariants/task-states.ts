/**
 * The states of a task as the rules read them. SwarmKit: api/types.proto, enum TaskState; all comparisons
 * there are numeric. The numbers are written down here once more, as rules share nothing with core.
 */
import type { Task, TaskState } from '@swarmsim/core';

const numbers: Readonly<Record<TaskState, number>> = {
  new: 0,
  pending: 64,
  assigned: 192,
  accepted: 256,
  preparing: 320,
  ready: 384,
  starting: 448,
  running: 512,
  complete: 576,
  shutdown: 640,
  failed: 704,
  rejected: 768,
  remove: 800,
  orphaned: 832,
};

/** SwarmKit's number of a state. */
export function stateNumber(state: TaskState): number {
  return numbers[state];
}

/** Whether `state` is `least` or comes after it. */
export function isFrom(state: TaskState, least: TaskState): boolean {
  return numbers[state] >= numbers[least];
}

/** Whether `state` comes after `other`. */
export function isAfter(state: TaskState, other: TaskState): boolean {
  return numbers[state] > numbers[other];
}

/** Whether a task was observed to have ended: it is past RUNNING. */
export function hasEnded({ status }: Task): boolean {
  return numbers[status.state] > numbers.running;
}

/** Whether a task has not ended, and is meant to run or to complete. */
export function isLive(task: Task): boolean {
  return !hasEnded(task) && isToRun(task);
}

/** Whether a task is meant to run, or to complete. */
export function isToRun({ desiredState }: Task): boolean {
  return numbers[desiredState] <= numbers.complete;
}

/** When a task's status was recorded, or else observed. SwarmKit: manager/orchestrator/task.go, TasksByTimestamp. */
export function instantOf({ status }: Task): number {
  return status.appliedAt ?? status.at;
}

/** Whether the restart policy says that nothing follows a task, or nothing any longer. */
export function endsForGood({ spec: { restart }, status }: Task): boolean {
  if (restart === undefined) return false;
  if (restart.condition === 'none' || restart.maxAttempts > 0) return true;
  return restart.condition === 'on-failure' && status.state === 'complete';
}
