import type { Kernel } from '../kernel/kernel.ts';
import type { Commit } from '../store/change.ts';
import type { Store } from '../store/store.ts';

/** What one step of the simulation committed. */
export interface StepView {
  readonly at: number;
  readonly commits: readonly Commit[];
}

/** Whoever is told after each step. */
export interface StepHooks {
  /** Adds one; the function given back takes it out again. */
  add(hook: (step: StepView) => void): () => void;
  /** True while they are told. */
  readonly areRunning: boolean;
}

/** Tells hooks after each step what it committed. */
export function createStepHooks(kernel: Kernel, store: Store): StepHooks {
  const hooks = new Set<(step: StepView) => void>();
  let waiting: Commit[] = [];
  let areRunning = false;
  store.onCommit((commit) => {
    if (hooks.size > 0) waiting.push(commit);
  });
  kernel.onStep(() => {
    if (hooks.size === 0) return;
    // Few steps commit anything.
    const step: StepView = { at: kernel.now, commits: waiting.length === 0 ? none : waiting };
    if (waiting.length > 0) waiting = [];
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
    get areRunning() {
      return areRunning;
    },
  };
}

const none: readonly never[] = [];
