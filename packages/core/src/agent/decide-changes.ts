/** What an agent does with an assignments message. SwarmKit: agent/worker.go and agent/task.go. */
import { isSameAssignment, type AssignmentChange } from '../model/assignment.ts';
import { taskStateRank } from '../model/task-state.ts';
import type { Task } from '../model/task.ts';

/**
 * Whether an agent takes over a new version of a task: not one that asks the same of it, nor one whose
 * desired state moves back. SwarmKit: agent/task.go, Update and updateTask.
 */
export function decideTakeover(held: Task, task: Task): boolean {
  if (isSameAssignment(held, task)) return false;
  return taskStateRank(task.desiredState) >= taskStateRank(held.desiredState);
}

/** A message, and the tasks that the agent has. */
export interface RemovalSnapshot {
  readonly type: 'complete' | 'incremental';
  readonly changes: readonly AssignmentChange[];
  /** Ids of the tasks that it has, those of the message included. */
  readonly held: () => readonly string[];
}

/**
 * Which tasks an agent gives up: those that a message takes back, and those that a complete one does not
 * name. SwarmKit: agent/worker.go, reconcileTaskState.
 */
export function decideRemovals({ type, changes, held }: RemovalSnapshot): readonly string[] {
  if (type === 'incremental') {
    const removed: string[] = [];
    for (const change of changes) {
      if (change.item === 'task' && change.action === 'remove') removed.push(change.id);
    }
    return removed;
  }
  const named = new Set<string>();
  for (const change of changes) {
    if (change.item === 'task' && change.action === 'update') named.add(change.task.id);
  }
  return held().filter((id) => !named.has(id));
}
