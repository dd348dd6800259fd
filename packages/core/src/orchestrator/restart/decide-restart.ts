/** Whether and how a task is replaced. SwarmKit: manager/orchestrator/restart/restart.go. */
import type { Node } from '../../model/node.ts';
import type { Service } from '../../model/service.ts';
import { isTerminalState } from '../../model/task-state.ts';
import type { Task } from '../../model/task.ts';
import { isJob } from '../service-mode.ts';
import { newestTask, taskInstant, type Slot } from '../slot.ts';
import { isWanted, restartConditionOf, restartDelayMsOf } from '../task.ts';

/** Restarts of one slot, kept only for services that limit them. */
export interface RestartHistory {
  /** Version of the spec that the restarts belong to. */
  readonly specVersion: number;
  readonly total: number;
  /** When the replacements were made, oldest first; kept only where a window is set. */
  readonly restartedAt: readonly number[];
}

/** What becomes of a task that ended or has to leave its node. */
export type RestartDecision =
  | { readonly kind: 'give-up' }
  | {
      readonly kind: 'replace';
      readonly delayMs: number;
      /** The replacement also waits until the old task has stopped. */
      readonly waitStop: boolean;
    };

/** What {@link decideRestart} goes by. */
export interface RestartSnapshot {
  readonly task: Task;
  readonly service: Service;
  /** Node of the task; absent when it is gone or the task has none. */
  readonly node: Node | undefined;
  readonly history: RestartHistory | undefined;
}

/**
 * Decides on the replacement of a task; `mayRestart` says whether the policy allows one.
 * SwarmKit: restart.go, Restart.
 */
export function decideRestart(
  snapshot: RestartSnapshot,
  mayRestart: typeof shouldRestart = shouldRestart,
): RestartDecision {
  const { task, service, node, history } = snapshot;
  if (!mayRestart(task, service, history)) return { kind: 'give-up' };
  const isNodeDown = node?.status.state === 'down';
  return {
    kind: 'replace',
    // A drained node is being emptied on purpose: nothing is gained by waiting.
    delayMs: node?.spec.availability === 'drain' ? 0 : restartDelayMsOf(task),
    waitStop: !isNodeDown && !isTerminalState(task.status.state),
  };
}

/** Whether the policy of a task still allows a restart. SwarmKit: restart.go, shouldRestart. */
export function shouldRestart(
  task: Task,
  service: Service,
  history: RestartHistory | undefined,
): boolean {
  const condition = restartConditionOf(task);
  if (condition === 'none') return false;
  // It would make no sense to run again what a job has completed.
  if (task.status.state === 'complete' && (condition === 'on-failure' || isJob(service))) {
    return false;
  }

  const { maxAttempts = 0, windowMs = 0 } = task.spec.restart ?? {};
  if (maxAttempts === 0 || history === undefined) return true;
  if (task.specVersion !== undefined && task.specVersion !== history.specVersion) return true;
  if (windowMs === 0) return history.total < maxAttempts;
  return restartsWithin(history, taskInstant(task), windowMs) < maxAttempts;
}

/** Adds a replacement to the history of its slot. SwarmKit: restart.go, RecordRestartHistory. */
export function recordRestart(
  history: RestartHistory | undefined,
  replacement: Pick<Task, 'spec' | 'specVersion'>,
  at: number,
): RestartHistory {
  const { specVersion = history?.specVersion ?? 0, spec } = replacement;
  // Failures of an older spec do not count against a newer one.
  const same = history?.specVersion === specVersion ? history : undefined;
  const windowMs = spec.restart?.windowMs ?? 0;
  const earlier = same?.restartedAt ?? [];
  return {
    specVersion,
    total: (same?.total ?? 0) + 1,
    restartedAt: windowMs === 0 ? earlier : [...earlier.filter((made) => made > at - windowMs), at],
  };
}

/**
 * The tasks of a slot that an update has to look at: those that are wanted, or else the newest one
 * if it will not be restarted. None means that the slot is dead. A rollback leaves ended tasks
 * aside, so that it always fills the slots. SwarmKit: restart.go, UpdatableTasksInSlot.
 */
export function updatableTasks(
  slot: Slot,
  service: Service,
  history: RestartHistory | undefined,
  mayRestart: typeof shouldRestart = shouldRestart,
): Slot {
  const wanted = slot.filter(isWanted);
  if (wanted.length > 0) return wanted;
  if (service.updateStatus?.state === 'rollback_started') return [];
  const newest = newestTask(slot);
  if (newest === undefined || mayRestart(newest, service, history)) return [];
  return [newest];
}

/** Replacements made within the window that ends when the task did, itself not counted. */
function restartsWithin(history: RestartHistory, endedAt: number, windowMs: number): number {
  return history.restartedAt.filter((made) => made > endedAt - windowMs && made < endedAt).length;
}
