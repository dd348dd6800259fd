/**
 * Task states, lowest first. SwarmKit: api/types.proto, enum TaskState; all comparisons there are
 * numeric, and so are the ones here. `remove` is only ever a desired state.
 */
export const taskStates = [
  'new',
  'pending',
  'assigned',
  'accepted',
  'preparing',
  'ready',
  'starting',
  'running',
  'complete',
  'shutdown',
  'failed',
  'rejected',
  'remove',
  'orphaned',
] as const;

/** Observed or desired state of a task, spelt as the Engine API spells it. */
export type TaskState = (typeof taskStates)[number];

const ranks: Readonly<Record<TaskState, number>> = {
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

/** SwarmKit's number of a state: the order in which states may only grow. */
export function taskStateRank(state: TaskState): number {
  return ranks[state];
}

/** Whether `state` comes after `limit`. */
export function isStateAfter(state: TaskState, limit: TaskState): boolean {
  return ranks[state] > ranks[limit];
}

/** Whether `state` is `limit` or comes after it. */
export function isStateFrom(state: TaskState, limit: TaskState): boolean {
  return ranks[state] >= ranks[limit];
}

/** Whether a task observed in this state has ended: it is past `running`. */
export function isTerminalState(state: TaskState): boolean {
  return ranks[state] > ranks.running;
}
