import type { Filter } from './filters/filter.ts';
import type { NodeSet } from './node-set.ts';
import { Pipeline } from './pipeline.ts';
import type { TrackedTask } from './tracked-task.ts';

/** Whether a task may run on the node it came with. */
export type PreassignedDecision =
  | { readonly kind: 'wait' }
  | { readonly kind: 'confirm'; readonly slot: number }
  | { readonly kind: 'refuse'; readonly explanation: string };

/**
 * Looks whether a task fits the node it came with, and books it there if it does. A task whose node
 * is gone is left as it is, with the last text it got. SwarmKit: scheduler.go, taskFitNode.
 */
export function decidePreassigned(
  tracked: TrackedTask,
  nodes: NodeSet,
  filters: readonly Filter[],
): PreassignedDecision {
  const slot = nodes.slotOf(tracked.task.nodeId);
  if (slot === undefined) return { kind: 'wait' };
  const pipeline = new Pipeline(tracked.task, nodes, filters);
  if (!pipeline.process(slot)) return { kind: 'refuse', explanation: pipeline.explain() };
  nodes.book(tracked, slot);
  return { kind: 'confirm', slot };
}
