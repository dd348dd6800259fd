import type { Gate } from './gate-index.ts';

/**
 * Whether a replacement may start: its delay is over and the old task has stopped, unless that takes too
 * long. SwarmKit: manager/orchestrator/restart/restart.go, DelayStart.
 */
export function decideGate(gate: Gate, now: number): boolean {
  return gate.isDelayOver && (gate.isOldTaskStopped || now >= gate.timeoutAt);
}
