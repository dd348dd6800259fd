/** Who wrote a transaction, by the kind of the entry that it was written in. */
import type { Commit } from '@swarmsim/core';

const components: ReadonlySet<string> = new Set([
  'update',
  'restart-gate',
  'scheduler-debounced',
  'task-reaper',
  'dispatcher:record-updates',
  'dispatcher:node-abandoned',
]);

/** Whether the updater of a service wrote it. */
export function isByUpdater({ writtenBy }: Commit): boolean {
  return writtenBy === 'update' || writtenBy === 'watch:update';
}

/** Whether the task reaper wrote it. */
export function isByReaper({ writtenBy }: Commit): boolean {
  return writtenBy === 'task-reaper' || writtenBy === 'watch:task-reaper';
}

/** Whether it records what nodes reported, and which nodes are there. */
export function isByDispatcher({ writtenBy }: Commit): boolean {
  return writtenBy === 'dispatcher:record-updates';
}

/**
 * Whether a leader began its term with it. What the one before had in its memory is lost then: delays,
 * attempts, and how far an update was.
 */
export function isByNewLeader({ writtenBy }: Commit): boolean {
  return writtenBy.startsWith('managers:');
}

/** Whether it is what a user asked for. */
export function isByUser(commit: Commit): boolean {
  const { writtenBy } = commit;
  if (writtenBy === '' || components.has(writtenBy) || isByNewLeader(commit)) return false;
  return !/^(watch|role-manager|link|agent|fault):/.test(writtenBy);
}
