/** How often the slots of services were restarted. SwarmKit: manager/orchestrator/restart/restart.go, instanceRestartInfo. */
import type { Task } from '@swarmsim/core';
import { instantOf } from './task-states.ts';

/** The restarts of one slot under one version of its spec. */
export interface SlotRestarts {
  readonly specVersion: number;
  /** When replacements were made, oldest first. */
  readonly madeAt: readonly number[];
  /** False where an earlier leader may have counted more. */
  readonly isWhole: boolean;
}

/** Keeps track of them. */
export interface RestartHistory {
  of(slot: string): SlotRestarts | undefined;
  /** Whether every restart of a slot without an entry would be known. */
  readonly isWhole: boolean;
  /** A replacement was made. */
  add(slot: string, replacement: Task, at: number): void;
  /** A new leader counts anew, and differently. SwarmKit: manager/orchestrator/taskinit/init.go, CheckTasks. */
  forget(): void;
}

/** No restarts yet. */
export function createRestartHistory(): RestartHistory {
  const bySlot = new Map<string, SlotRestarts>();
  const history: RestartHistory & { isWhole: boolean } = {
    of: (slot) => bySlot.get(slot),
    isWhole: true,
    add(slot, { spec, specVersion = 0 }, at) {
      // Restarts are counted only where they are limited.
      if ((spec.restart?.maxAttempts ?? 0) === 0) return;
      const known = bySlot.get(slot);
      const isSame = known?.specVersion === specVersion;
      bySlot.set(slot, {
        specVersion,
        madeAt: isSame ? [...known.madeAt, at] : [at],
        isWhole: known === undefined ? history.isWhole : known.isWhole || !isSame,
      });
    },
    forget() {
      bySlot.clear();
      history.isWhole = false;
    },
  };
  return history;
}

/**
 * How many of the restarts of a slot count against a task of it that ended: those of its own spec, within the
 * window that ends when the task did. SwarmKit: restart.go, shouldRestart.
 */
export function countAttempts(restarts: SlotRestarts | undefined, task: Task): number {
  if (restarts === undefined || restarts.specVersion !== task.specVersion) return 0;
  const { madeAt } = restarts;
  const windowMs = task.spec.restart?.windowMs ?? 0;
  if (windowMs === 0) return madeAt.length;
  const endedAt = instantOf(task);
  // What has left the window once is forgotten, even where a task is looked at that ended before.
  const from = Math.max(endedAt, madeAt.at(-1) ?? 0) - windowMs;
  return madeAt.filter((at) => at > from && at < endedAt).length;
}
