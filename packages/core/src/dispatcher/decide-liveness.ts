/** How long nodes may be silent, and what follows. SwarmKit: manager/dispatcher/dispatcher.go. */
import { gracePeriodMultiplier, nodeDownPeriodMs } from '../model/defaults.ts';
import { isStateFrom, isTerminalState } from '../model/task-state.ts';
import type { Task } from '../model/task.ts';

/**
 * How long a node may be silent before it is down, in ms, given the period of its heartbeats; one that
 * has not registered with this leader yet, twice as long. SwarmKit: dispatcher.go, register,
 * processHeartbeat and markNodesUnknown.
 */
export function decideGrace(periodMs: number, isUnknown: boolean): number {
  const graceMs = periodMs * gracePeriodMultiplier;
  return isUnknown ? 2 * graceMs : graceMs;
}

/** How long a node may be down before its tasks are given up, in ms. SwarmKit: nodeDownPeriod. */
export function decidePatience(): number {
  return nodeDownPeriodMs;
}

/**
 * Which tasks of a node that is given up are orphaned: those that were given to it and have not ended.
 * SwarmKit: dispatcher.go, moveTasksToOrphaned.
 */
export function decideOrphans(tasks: readonly Task[]): readonly Task[] {
  return tasks.filter(({ status: { state } }) => {
    return isStateFrom(state, 'assigned') && !isTerminalState(state);
  });
}
