import {
  configsOf,
  isSameAssignment,
  secretsOf,
  type AssignmentChange,
  type AssignmentItem,
} from '../model/assignment.ts';
import type { Config } from '../model/config.ts';
import type { Secret } from '../model/secret.ts';
import { isStateAfter, isStateFrom, isTerminalState } from '../model/task-state.ts';
import type { Task } from '../model/task.ts';

/**
 * Decides what a node is told when one of its tasks changed or is gone. A node gets its tasks from
 * `assigned` on, and each config and secret that a task of it references which has not ended yet:
 * with the first such task it comes, with the last it goes. What is wanted of a task plays no part.
 * SwarmKit: manager/dispatcher/assignments.go, addOrUpdateTask and removeTask.
 */
export function decideAssignments(
  set: AssignmentSet,
  change: TaskChange,
  objects: ClusterObjects,
): readonly AssignmentChange[] {
  const known = set.tasks[change.id];
  const { task } = change;
  if (task === undefined) {
    if (known === undefined) return none;
    return [{ action: 'remove', item: 'task', id: change.id }, ...release(set, known)];
  }
  if (!isStateFrom(task.status.state, 'assigned')) return none;
  const hasEnded = isTerminalState(task.status.state);
  if (known === undefined) {
    const acquired = hasEnded ? none : acquire(set, task, objects);
    return acquired.length === 0 ? [tell(task)] : [...acquired, tell(task)];
  }
  const released = hasEnded ? release(set, known) : none;
  // States past `assigned` come from the node itself, and are no news to it.
  const isNews =
    !isStateAfter(task.status.state, 'assigned') || !isSameAssignment(known.task, task);
  return isNews ? [tell(task), ...released] : released;
}

/** See {@link decideAssignments}. */
export type DecideAssignments = typeof decideAssignments;

/** A task of the node as it is now; without `task` it is gone. */
export interface TaskChange {
  readonly id: string;
  readonly task: Task | undefined;
}

/** What is assigned to a node. */
export interface AssignmentSet {
  readonly tasks: Readonly<Record<string, AssignedTask>>;
  /** How many tasks use each config and secret. */
  readonly users: {
    readonly config: Readonly<Record<string, number>>;
    readonly secret: Readonly<Record<string, number>>;
  };
}

/** A task in a set. */
export interface AssignedTask {
  readonly task: Task;
  /** Whether it counts as a user of the configs and secrets it references. */
  readonly isUser: boolean;
}

/** What the cluster has to deliver. */
export interface ClusterObjects {
  config(id: string): Config | undefined;
  secret(id: string): Secret | undefined;
  configs(): readonly Config[];
  secrets(): readonly Secret[];
}

const none: readonly AssignmentChange[] = [];

function tell(task: Task): AssignmentChange {
  return { action: 'update', item: 'task', task };
}

/** What a new user brings to the node. Objects that the store does not have are left out quietly. */
function acquire(
  set: AssignmentSet,
  task: Task,
  objects: ClusterObjects,
): readonly AssignmentChange[] {
  const changes: AssignmentChange[] = [];
  for (const id of secretsOf(task)) {
    const secret = isUsed(set, 'secret', id) ? undefined : objects.secret(id);
    if (secret !== undefined) changes.push({ action: 'update', item: 'secret', secret });
  }
  for (const id of configsOf(task)) {
    const config = isUsed(set, 'config', id) ? undefined : objects.config(id);
    if (config !== undefined) changes.push({ action: 'update', item: 'config', config });
  }
  return changes;
}

/** What goes with a user that was the last one. */
function release(set: AssignmentSet, known: AssignedTask): readonly AssignmentChange[] {
  if (!known.isUser) return none;
  const changes: AssignmentChange[] = [];
  const drop = (item: Exclude<AssignmentItem, 'task'>, id: string): void => {
    if (set.users[item][id] === 1) changes.push({ action: 'remove', item, id });
  };
  for (const id of secretsOf(known.task)) drop('secret', id);
  for (const id of configsOf(known.task)) drop('config', id);
  return changes;
}

function isUsed(set: AssignmentSet, item: 'config' | 'secret', id: string): boolean {
  return (set.users[item][id] ?? 0) > 0;
}
