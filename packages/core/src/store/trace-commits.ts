import { hashText } from '../kernel/hash.ts';
import type { Trace } from '../kernel/trace.ts';
import { tableNames } from '../model/entities.ts';
import { taskStateRank } from '../model/task-state.ts';
import type { Task } from '../model/task.ts';
import type { Commit } from './change.ts';
import type { Store } from './store.ts';

/** Lets the trace see every transaction. Tasks are mixed field by field: they are the hot path. */
export function traceCommits(store: Store, trace: Trace): void {
  store.onCommit((commit) => {
    trace.mix(commit.version);
    for (const change of commit.changes) {
      trace.mix(tableNames.indexOf(change.table));
      trace.mixText(change.id);
      if (change.after === undefined) trace.mix(-1);
      else if (change.table === 'task') mixTask(trace, change.after as Task);
      else trace.mix(store.hashOf(change.table, change.id));
    }
    keepCommit(trace, commit);
  });
}

function mixTask(trace: Trace, task: Task): void {
  trace.mix(taskStateRank(task.status.state) * 1024 + taskStateRank(task.desiredState));
  trace.mix(task.slot);
  if (task.nodeId !== '') trace.mix(hashText(task.nodeId));
  if (task.status.err !== '') trace.mix(hashText(task.status.err));
}

function keepCommit(trace: Trace, commit: Commit): void {
  if (!trace.keepsHistory) return;
  const { at, causedBy } = commit;
  trace.keep({ at, sequence: causedBy, causedBy, kind: 'commit', data: commit });
}
