import { taskStateRank, type TaskState } from '../model/task-state.ts';

/** What the agent does next for a task. */
export type NextStep =
  /** Nothing, until something else changes. */
  | { readonly kind: 'none' }
  /** The state changes at once. */
  | { readonly kind: 'move'; readonly state: TaskState; readonly message: string }
  /** The engine works, and its success makes the state. */
  | {
      readonly kind: 'work';
      readonly work: EngineWork;
      readonly state: TaskState;
      readonly message: string;
    };

/** What the engine does for a task. `wait` lasts until the container ends by itself. */
export type EngineWork = 'prepare' | 'start' | 'wait' | 'stop';

/**
 * Decides the next single step of a task. A task that waits in `ready` is prepared already; one that
 * should stop passes through stopping even if it never started, unless it ended by itself.
 * SwarmKit: agent/exec/controller.go, Do; for `accepted` also Resolve.
 */
export function decideNextStep(observed: TaskState, desired: TaskState): NextStep {
  const rank = taskStateRank(observed);
  const wanted = taskStateRank(desired);
  if (rank < taskStateRank('accepted')) return accept;
  if (wanted >= taskStateRank('shutdown')) return rank >= taskStateRank('complete') ? none : stop;
  if (rank > wanted) return none;
  // What has begun is finished even past the desired state.
  if (observed === 'preparing') return prepare;
  if (observed === 'starting') return start;
  if (observed === 'running') return wait;
  if (rank >= wanted) return none;
  if (observed === 'accepted') return beginPreparing;
  return observed === 'ready' ? beginStarting : none;
}

/** See {@link decideNextStep}. */
export type DecideNextStep = typeof decideNextStep;

/**
 * Decides the state of a task whose step failed: nothing ran yet, or something did. The message
 * stays that of the state before. SwarmKit: agent/exec/controller.go, Do (fatal).
 */
export function decideFailure(observed: TaskState): 'rejected' | 'failed' {
  return taskStateRank(observed) < taskStateRank('starting') ? 'rejected' : 'failed';
}

const none: NextStep = { kind: 'none' };
const accept: NextStep = { kind: 'move', state: 'accepted', message: 'accepted' };
const beginPreparing: NextStep = { kind: 'move', state: 'preparing', message: 'preparing' };
const prepare: NextStep = { kind: 'work', work: 'prepare', state: 'ready', message: 'prepared' };
const beginStarting: NextStep = { kind: 'move', state: 'starting', message: 'starting' };
const start: NextStep = { kind: 'work', work: 'start', state: 'running', message: 'started' };
const wait: NextStep = { kind: 'work', work: 'wait', state: 'complete', message: 'finished' };
const stop: NextStep = { kind: 'work', work: 'stop', state: 'shutdown', message: 'shutdown' };
