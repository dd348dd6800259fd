import type { GenericResource } from '../model/resources.ts';
import { isStateAfter } from '../model/task-state.ts';
import type { Task } from '../model/task.ts';

/** A task as the scheduler follows it, with what is booked for it on a node. */
export interface TrackedTask {
  /** Its last known version, or the assigned one that is about to be written. */
  task: Task;
  /** Whether it waits for the next tick. A task that was deleted meanwhile still waits. */
  isQueued: boolean;
  /** Whether it came with a node, as tasks of global services do; its failures are not counted. */
  isPreassigned: boolean;
  /** Instance of the node record on which its resources are booked; 0 for none. */
  bookedOn: number;
  /** Whether it counts among the active tasks of the node it is booked on. */
  isActive: boolean;
  /** Generic resources that it holds. */
  claims: readonly GenericResource[];
  /** Whether the claims were made here for a task that arrived with a node; updates keep them. */
  ownsClaims: boolean;
}

/** Starts to follow a task. */
export function trackTask(task: Task): TrackedTask {
  return {
    task,
    isQueued: false,
    isPreassigned: false,
    bookedOn: 0,
    isActive: false,
    claims: task.assignedGenericResources ?? noClaims,
    ownsClaims: false,
  };
}

/** Takes over a newer version of a task. */
export function retrackTask(tracked: TrackedTask, task: Task): void {
  tracked.task = task;
  // SwarmKit claims on the stored object itself, so later versions of it carry that claim.
  if (!tracked.ownsClaims) tracked.claims = task.assignedGenericResources ?? noClaims;
}

/** Whether the cluster still wants the task; others hold resources, but do not count as tasks. */
export function isWanted(task: Task): boolean {
  return !isStateAfter(task.desiredState, 'complete');
}

const noClaims: readonly GenericResource[] = [];
