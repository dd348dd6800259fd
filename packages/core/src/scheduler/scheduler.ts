/**
 * The scheduler gives every waiting task a node. It watches tasks and nodes, and writes a task's
 * node and status, or the reason why it has none. It never moves a task that has a node, and it
 * knows nothing of what a task runs: credential specs, configs and secrets are no concern of it.
 * SwarmKit: manager/scheduler/scheduler.go, Run.
 */
import type { Component } from '../component.ts';
import type { Environment } from '../kernel/environment.ts';
import { commitDebounceGapMs, schedulingLatencyMsMax } from '../model/defaults.ts';
import type { NodeId, TaskId } from '../model/ids.ts';
import { isChangeOf, type Change, type Commit } from '../store/change.ts';
import type { Store } from '../store/store.ts';
import { watch } from '../store/watch.ts';
import { ClusterView } from './cluster-view.ts';
import { explainTask, type Explanation } from './explain-task.ts';
import type { FailureRecord } from './failure-window.ts';
import type { Filter } from './filters/filter.ts';
import { NodeSet } from './node-set.ts';
import { defaultFilters } from './pipeline.ts';
import { schedulerDeciders, type SchedulerDeciders } from './scheduler-deciders.ts';
import { createSchedulingRounds } from './scheduling-round.ts';
import { createTies, type TieMode } from './ties.ts';

/** The scheduler as a component, and what it can be asked. */
export interface Scheduler extends Component {
  /**
   * Why a task went, or would go, where: per node the first filter that says no, or what ranks it.
   * It looks at the present state and changes nothing.
   *
   * @throws SwarmSimError with code `not-found` for a task that is not in the store.
   */
  explain(taskId: TaskId): Explanation;
}

/** Options of {@link createScheduler}. */
export interface SchedulerOptions {
  /**
   * Whether the seed breaks ties, so that each seed is one of the ways SwarmKit may go, or they are
   * always broken the same way: a lone task goes to the node that joined first.
   *
   * @defaultValue 'seeded'
   */
  readonly ties?: TieMode;
  /** Other filters than SwarmKit's. */
  readonly filters?: readonly Filter[];
  /** Decisions to replace. */
  readonly deciders?: Partial<SchedulerDeciders>;
}

/** What a restored scheduler cannot learn from the store. */
interface SchedulerState {
  isStarted: boolean;
  /** Whether waiting tasks are to be looked at when the commits stop. */
  isTickDue: boolean;
  /** First commit since the last round, and when the round is due; absent while there was none. */
  debounce: { readonly since: number; readonly dueAt: number } | undefined;
  /** Whether a timer entry is queued. It may be early, never late. */
  isTimerSet: boolean;
  readonly failures: FailureRecord;
}

/** Starts the scheduler: it places what waits at once, then follows the store. */
export function createScheduler(
  env: Environment,
  store: Store,
  options: SchedulerOptions = {},
): Scheduler {
  const state = env.cell<SchedulerState>('scheduler', {
    isStarted: false,
    isTickDue: false,
    debounce: undefined,
    isTimerSet: false,
    failures: {},
  }).value;
  const ties = createTies(options.ties ?? 'seeded', env.random);
  const filters = options.filters ?? defaultFilters;
  const deciders = { ...schedulerDeciders, ...options.deciders };
  const nodes = new NodeSet((nodeId) => ties.rankNode(nodeId), deciders.decideCounted);
  const view = new ClusterView(nodes, state.failures, env);
  const rounds = createSchedulingRounds({ env, store, view, ties, filters, deciders });

  function handleCommit(commit: Commit): void {
    for (const change of commit.changes) {
      if (followChange(view, change)) state.isTickDue = true;
    }
    debounce();
  }

  /** Waits until the commits pause, though never for long. */
  function debounce(): void {
    const since = state.debounce?.since ?? env.now;
    if (env.now - since > schedulingLatencyMsMax) {
      state.debounce = undefined;
      schedule();
      return;
    }
    state.debounce = { since, dueAt: env.now + commitDebounceGapMs };
    setTimer(state.debounce.dueAt);
  }

  function setTimer(at: number): void {
    if (state.isTimerSet) return;
    state.isTimerSet = true;
    env.schedule({ at, entry: { kind: 'scheduler-debounced' } });
  }

  function handleTimer(): void {
    state.isTimerSet = false;
    if (state.debounce === undefined) return;
    // The timer is not moved with every commit: it looks again when it has run out.
    if (env.now < state.debounce.dueAt) {
      setTimer(state.debounce.dueAt);
      return;
    }
    schedule();
    state.debounce = undefined;
  }

  function schedule(): void {
    if (view.pendingPreassigned.size > 0) rounds.processPreassigned();
    if (!state.isTickDue) return;
    rounds.tick();
    state.isTickDue = false;
  }

  env.register('scheduler-debounced', handleTimer);
  const endWatch = watch(env, store, 'scheduler', handleCommit);
  view.load(store);
  if (!state.isStarted) {
    state.isStarted = true;
    rounds.processPreassigned();
    rounds.tick();
  }

  return {
    stop: endWatch,
    explain: (taskId) => explainTask(taskId, { store, view, filters, now: env.now }),
  };
}

/** Takes over one change. @returns whether waiting tasks are to be looked at. */
function followChange(view: ClusterView, change: Change): boolean {
  if (isChangeOf(change, 'task')) {
    const { action, before, after } = change;
    if (after === undefined) return before !== undefined && view.deleteTask(before);
    return action === 'create' ? view.createTask(after) : view.updateTask(after);
  }
  if (!isChangeOf(change, 'node')) return false;
  if (change.after === undefined) {
    // What waits is not looked at, though a text may name a node that is gone.
    view.removeNode(change.id as NodeId);
    return false;
  }
  view.putNode(change.after);
  return true;
}
