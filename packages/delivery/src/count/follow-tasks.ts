import {
  isTerminalState,
  taskStateRank,
  type Commit,
  type Node,
  type Task,
  type TraceRecord,
} from '@swarmsim/core';
import type { Interval } from './intervals.ts';

/** What the managers recorded of a service's tasks. */
export interface TaskHistory {
  readonly service: string;
  readonly taskId: string;
  readonly createdAt: number;
  /** Id of its node, and the time in which it was there and had not ended. */
  readonly onNode?: Interval & { readonly node: string };
  /** The time in which it was recorded as running. */
  readonly running?: Interval;
  /** Why it ended badly; the empty text where it did not. */
  readonly error: string;
}

/** Follows all tasks through a trace, up to an instant. */
export function followTasks(
  records: readonly TraceRecord[],
  until: number,
): readonly TaskHistory[] {
  const followed = new Map<string, Draft>();
  for (const { at, kind, data } of records) {
    if (kind !== 'commit') continue;
    for (const { table, id, before, after } of (data as Commit).changes) {
      if (table === 'task')
        follow(followed, at, id, (after ?? before) as Task, after === undefined);
      if (table === 'node' && isLost(after as Node | undefined)) endTasksOn(id, at, followed);
    }
  }
  return [...followed.values()].map((draft) => toHistory(draft, until));
}

/** Whether nothing runs on a node any more, as far as the managers know. */
function isLost(node: Node | undefined): boolean {
  return node === undefined || node.status.state === 'down';
}

/** The record of a task on a lost node stays as it is, though its container is gone. */
function endTasksOn(node: string, at: number, followed: ReadonlyMap<string, Draft>): void {
  for (const draft of followed.values()) if (draft.node === node) draft.endedAt ??= at;
}

interface Draft {
  readonly task: Task;
  readonly createdAt: number;
  node: string;
  assignedAt?: number;
  runningAt?: number;
  endedAt?: number;
  error: string;
}

function follow(
  followed: Map<string, Draft>,
  at: number,
  id: string,
  task: Task,
  isDeleted: boolean,
): void {
  const draft = followed.get(id) ?? { task, createdAt: at, node: '', error: '' };
  followed.set(id, draft);
  const { state, err } = task.status;
  const rank = taskStateRank(state);
  if (draft.endedAt !== undefined) return;
  if (task.nodeId !== '' && rank >= taskStateRank('assigned')) {
    draft.node = task.nodeId;
    draft.assignedAt ??= at;
  }
  if (state === 'running') draft.runningAt ??= at;
  if (!isDeleted && !isTerminalState(state)) return;
  draft.endedAt = at;
  if (state === 'failed' || state === 'rejected') draft.error = err;
}

function toHistory(draft: Draft, until: number): TaskHistory {
  const { task, createdAt, node, assignedAt, runningAt, error } = draft;
  const to = draft.endedAt ?? until;
  return {
    service: task.serviceName,
    taskId: task.id,
    createdAt,
    error,
    ...(assignedAt !== undefined && { onNode: { node, from: assignedAt, to } }),
    ...(runningAt !== undefined && { running: { from: runningAt, to } }),
  };
}
