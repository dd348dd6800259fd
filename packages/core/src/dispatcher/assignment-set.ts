import {
  configsOf,
  secretsOf,
  type AssignmentChange,
  type NodeAssignments,
} from '../model/assignment.ts';
import { isStateFrom, isTerminalState } from '../model/task-state.ts';
import { emptyRecord } from '../model/empty-record.ts';
import type { Task } from '../model/task.ts';
import type { AssignmentSet, TaskChange } from './decide-assignments.ts';

/** What is assigned to a node, what of it the node was told, and what it is still to be told. */
export interface NodeSet extends AssignmentSet {
  readonly tasks: Record<string, { task: Task; isUser: boolean }>;
  readonly users: {
    readonly config: Record<string, number>;
    readonly secret: Record<string, number>;
  };
  /** Configs and secrets that were sent, or wait in `pending`, and were not taken back. */
  readonly held: { readonly config: Record<string, true>; readonly secret: Record<string, true> };
  /** Decided, and not sent yet. */
  pending: AssignmentChange[];
}

/** An empty set. */
export function createNodeSet(): NodeSet {
  return {
    tasks: emptyRecord(),
    users: { config: emptyRecord(), secret: emptyRecord() },
    held: { config: emptyRecord(), secret: emptyRecord() },
    pending: [],
  };
}

/** Takes in a change of a task and what was decided about it. */
export function applyTaskChange(
  set: NodeSet,
  change: TaskChange,
  decided: readonly AssignmentChange[],
): void {
  countUsers(set, change);
  for (const step of decided) {
    set.pending.push(step);
    if (step.item === 'task') continue;
    const held = set.held[step.item];
    if (step.action === 'remove') delete held[step.id];
    else held[step.item === 'config' ? step.config.id : step.secret.id] = true;
  }
}

/** The pending changes, the last one of each object; nothing is pending afterwards. */
export function takePending(set: NodeSet): readonly AssignmentChange[] {
  const latest = {
    task: new Map<string, AssignmentChange>(),
    config: new Map<string, AssignmentChange>(),
    secret: new Map<string, AssignmentChange>(),
  };
  for (const change of set.pending) latest[change.item].set(objectIdOf(change), change);
  set.pending = [];
  return [...latest.secret.values(), ...latest.config.values(), ...latest.task.values()];
}

/** Ids of everything in the set. */
export function listAssignments(set: NodeSet): NodeAssignments {
  return {
    tasks: Object.keys(set.tasks),
    configs: Object.keys(set.held.config),
    secrets: Object.keys(set.held.secret),
  };
}

/** A task uses what it references from its entry into the set until it ended. */
function countUsers(set: NodeSet, { id, task }: TaskChange): void {
  const known = set.tasks[id];
  if (task === undefined) {
    if (known?.isUser === true) addUser(set, known.task, -1);
    delete set.tasks[id];
    return;
  }
  if (!isStateFrom(task.status.state, 'assigned')) return;
  const isLive = !isTerminalState(task.status.state);
  if (known === undefined) {
    if (isLive) addUser(set, task, 1);
    set.tasks[id] = { task, isUser: isLive };
    return;
  }
  if (known.isUser && !isLive) addUser(set, known.task, -1);
  known.isUser &&= isLive;
  known.task = task;
}

function addUser(set: NodeSet, task: Task, count: 1 | -1): void {
  for (const id of configsOf(task)) addTo(set.users.config, id, count);
  for (const id of secretsOf(task)) addTo(set.users.secret, id, count);
}

function addTo(users: Record<string, number>, id: string, count: number): void {
  const sum = (users[id] ?? 0) + count;
  if (sum === 0) delete users[id];
  else users[id] = sum;
}

function objectIdOf(change: AssignmentChange): string {
  if (change.action === 'remove') return change.id;
  if (change.item === 'task') return change.task.id;
  return change.item === 'config' ? change.config.id : change.secret.id;
}
