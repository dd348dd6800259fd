import type { Entity, Swarm } from '@swarmsim/core';

/** Longer than any step of the control plane takes that no user has set. */
const stillMs = 62_000;

/** Whether an object has not changed for so long that nothing can be about to. */
export function isStill({ meta }: Pick<Entity, 'meta'>, now: number): boolean {
  return now - meta.updatedAt >= stillMs;
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
