import type { Entity, Swarm, Task } from '@swarmsim/core';

/** Longer than any step of the control plane takes that no user has set. */
const stillMs = 62_000;

/** Whether an object has not changed for so long that nothing can be about to. */
export function isStill({ meta }: Pick<Entity, 'meta'>, now: number): boolean {
  return now - meta.updatedAt >= stillMs;
}

/** Longest stop grace period that is over when a swarm is at rest. */
const graceMsMax = 50_000;

/** Whether a task that was told to stop may still be stopping: a container may ignore it. */
export function mayStopLate({ spec: { runtime } }: Pick<Task, 'spec'>): boolean {
  const graceMs = runtime?.kind === 'container' ? (runtime.stopGracePeriodMs ?? 0) : 0;
  return graceMs < 0 || graceMs > graceMsMax;
}

/** Whether the managers have a leader: without one, nothing follows from anything, and nobody answers. */
export function isLed({ nodes }: Swarm): boolean {
  try {
    nodes.list();
    return true;
  } catch {
    return false;
  }
}
