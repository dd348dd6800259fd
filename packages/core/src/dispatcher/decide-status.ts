import { taskStateRank } from '../model/task-state.ts';
import type { TaskStatus } from '../model/task.ts';

/**
 * Decides what a report does to the recorded status: the status to record, or undefined where it
 * says nothing new. A state never moves back, so a task recorded as `shutdown` may still become
 * `failed`, but not the other way. SwarmKit: manager/dispatcher/dispatcher.go, processUpdates.
 */
export function decideStatus(
  recorded: TaskStatus,
  reported: TaskStatus,
  now: number,
): TaskStatus | undefined {
  if (taskStateRank(recorded.state) > taskStateRank(reported.state)) return undefined;
  // Deviation: SwarmKit compares times and containers by address, so that a status which is sent
  // again after a new session is recorded again, with a new `appliedAt`.
  if (isSameStatus(recorded, reported)) return undefined;
  const { state, at, message, err, container } = reported;
  // Spelt out, since this is made for every step of every task.
  return container === undefined
    ? { state, at, message, err, appliedAt: now }
    : { state, at, message, err, appliedAt: now, container };
}

/** See {@link decideStatus}. */
export type DecideStatus = typeof decideStatus;

function isSameStatus(a: TaskStatus, b: TaskStatus): boolean {
  return (
    a.state === b.state &&
    a.at === b.at &&
    a.message === b.message &&
    a.err === b.err &&
    a.container?.containerId === b.container?.containerId &&
    a.container?.pid === b.container?.pid &&
    a.container?.exitCode === b.container?.exitCode
  );
}
