import type { Service } from '../model/service.ts';
import { isStateFrom } from '../model/task-state.ts';
import type { Task } from '../model/task.ts';
import { noSuitableNodeText } from './pipeline.ts';

/** What becomes of a task that found no node. */
export type UnplacedDecision =
  /** It is tried again; its status says why. */
  | { readonly kind: 'retry'; readonly err: string }
  /** It is of an older version and wanted no more: it ends here. */
  | { readonly kind: 'shut-down' }
  /** It is not tried again, and nothing is written. */
  | { readonly kind: 'drop' };

/**
 * Decides about a task that found no node; `service` is its service, if there still is one.
 * SwarmKit: manager/scheduler/scheduler.go, noSuitableNode.
 */
export function decideUnplaced(
  task: Task,
  service: Service | undefined,
  explanation: string,
): UnplacedDecision {
  if (service === undefined) return { kind: 'drop' };
  const isOutdated = task.specVersion !== undefined && service.specVersion > task.specVersion;
  if (!isOutdated) return { kind: 'retry', err: noSuitableNodeText(explanation) };
  const isGivenUp = task.status.state === 'pending' && isStateFrom(task.desiredState, 'shutdown');
  return isGivenUp ? { kind: 'shut-down' } : { kind: 'drop' };
}
