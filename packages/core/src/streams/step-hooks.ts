import type { Operation } from '../client/operation.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Commit } from '../store/change.ts';
import type { Store } from '../store/store.ts';

/** What one step of the simulation committed. */
export interface StepView {
  readonly at: number;
  readonly commits: readonly Commit[];
  /** What a user did in it; absent where nobody did anything, or where it was refused. */
  readonly operation?: Operation;
}

/** Whoever is told after each step. */
export interface StepHooks {
  /** Adds one; the function given back takes it out again. */
  add(hook: (step: StepView) => void): () => void;
  /** Notes what a user has done in this step. */
  note(operation: Operation): void;
  /** True while they are told. */
  areRunning(): boolean;
}

/** Tells hooks after each step what it committed. */
export function createStepHooks(kernel: Kernel, store: Store): StepHooks {
  const hooks = new Set<(step: StepView) => void>();
  let waiting: Commit[] = [];
  let done: Operation | undefined;
  let areRunning = false;
  store.onCommit((commit) => {
    if (hooks.size > 0) waiting.push(commit);
  });
  kernel.onStep(() => {
    if (hooks.size === 0) return;
    // Few steps commit anything, and fewer are a user's.
    const commits = waiting.length === 0 ? none : waiting;
    const at = kernel.now;
    const step: StepView = done === undefined ? { at, commits } : { at, commits, operation: done };
    if (waiting.length > 0) waiting = [];
    done = undefined;
    areRunning = true;
    try {
      for (const hook of hooks) hook(step);
    } finally {
      areRunning = false;
    }
  });
  return {
    add(hook) {
      hooks.add(hook);
      return () => void hooks.delete(hook);
    },
    note(operation) {
      if (hooks.size > 0) done = operation;
    },
    areRunning: () => areRunning,
  };
}

const none: readonly never[] = [];
