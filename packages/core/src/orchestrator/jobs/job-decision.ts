import type { NodeId } from '../../model/ids.ts';
import type { Task } from '../../model/task.ts';

/** One change to the tasks of a job. */
export type JobDecision =
  | { readonly kind: 'create'; readonly slot: number; readonly nodeId: NodeId | '' }
  /** The task ended without completing: the restart supervisor decides what follows. */
  | { readonly kind: 'restart'; readonly task: Task }
  /** The task is of an earlier run: it is asked to stop and then to be deleted. */
  | { readonly kind: 'remove'; readonly task: Task }
  /** The task stops without a successor. */
  | { readonly kind: 'shut-down'; readonly task: Task };
