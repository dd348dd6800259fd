import type { Entity, NodeView, Task } from '@swarmsim/core';
import type { Step } from './invariant.ts';
import { foundOncePerStep } from './shared-facts.ts';

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
export function isLed(step: Step): boolean {
  return nodesSeenIn(step) !== undefined;
}

/** The nodes as a user sees them after a step, asked for once; undefined where nobody answers. */
export const nodesSeenIn: (step: Step) => readonly NodeView[] | undefined =
  foundOncePerStep(listNodes);

/** Ids of the nodes whose hosts reach the managers; none where nobody answers. */
export function connectedNodesIn(step: Step): ReadonlySet<string> {
  const connected = new Set<string>();
  for (const { id, isUp } of nodesSeenIn(step) ?? []) if (isUp) connected.add(id);
  return connected;
}

function listNodes({ swarm }: Step): readonly NodeView[] | undefined {
  try {
    return swarm.nodes.list();
  } catch {
    return undefined;
  }
}
