/**
 * The task reaper. It watches tasks and the cluster's history limit, and deletes the oldest records of
 * ended tasks in slots that got a new one, and tasks whose removal was asked for once they have
 * stopped. It never changes a task. SwarmKit: manager/orchestrator/taskreaper/task_reaper.go.
 */
import type { Component } from '../../component.ts';
import type { Entry, Environment, TimerId } from '../../kernel/environment.ts';
import {
  reaperBatchingIntervalMs,
  reaperDirtyMax,
  taskHistoryRetentionLimit,
} from '../../model/defaults.ts';
import { emptyRecord } from '../../model/empty-record.ts';
import type { Task } from '../../model/task.ts';
import { isChangeOf, type Change, type Commit } from '../../store/change.ts';
import { slotKey } from '../../store/indexes.ts';
import type { Store } from '../../store/store.ts';
import { watch } from '../../store/watch.ts';
import { slotKeyOf, type Slot } from '../slot.ts';
import { decideReap, historyLimitOf, isRemovable } from './decide-reap.ts';

/** Options of {@link createTaskReaper}. */
export interface TaskReaperOptions {
  readonly deciders?: Partial<ReaperDeciders>;
}

/** The pure decisions of the task reaper. */
export interface ReaperDeciders {
  /** Which records of a slot go. */
  readonly decideReap: typeof decideReap;
  /** How many tasks each slot of a service keeps. */
  readonly decideHistoryLimit: typeof historyLimitOf;
  /** Whether a task whose removal was asked for holds nothing any more. */
  readonly decideRemovable: typeof isRemovable;
}

/** These decisions as SwarmKit makes them. */
export const reaperDeciders: ReaperDeciders = {
  decideReap,
  decideHistoryLimit: historyLimitOf,
  decideRemovable: isRemovable,
};

/** Starts the task reaper of a leader's term. */
export function createTaskReaper(
  env: Environment,
  store: Store,
  options: TaskReaperOptions = {},
): Component {
  return new TaskReaper(env, store, options);
}

type DirtySlot = Pick<Task, 'serviceId' | 'slot' | 'nodeId'>;

type DirtySlots = Record<string, Record<string | number, DirtySlot>>;

interface ReaperState {
  isStarted: boolean;
  /** Slots that got a task, by service id, then slot. */
  dirty: DirtySlots;
  dirtyCount: number;
  /** Ids of tasks that can go at once. */
  cleanup: string[];
  /** The pass that is due; 0 for none. */
  timer: TimerId;
}

interface PassEntry extends Entry {
  readonly kind: 'task-reaper';
}

class TaskReaper implements Component {
  readonly stop: () => void;
  readonly #env: Environment;
  readonly #store: Store;
  readonly #deciders: ReaperDeciders;
  readonly #state: ReaperState;

  constructor(env: Environment, store: Store, options: TaskReaperOptions) {
    this.#env = env;
    this.#store = store;
    this.#deciders = { ...reaperDeciders, ...options.deciders };
    this.#state = env.cell<ReaperState>('task-reaper', {
      isStarted: false,
      dirty: emptyRecord(),
      dirtyCount: 0,
      cleanup: [],
      timer: 0,
    }).value;
    env.register<PassEntry>('task-reaper', () => {
      this.#state.timer = 0;
      this.#reap();
    });
    this.stop = watch(env, store, 'task-reaper', (commit) => this.#handleCommit(commit), {
      concerns: isLetThrough,
    });
    if (!this.#state.isStarted) this.#takeOver();
    this.#state.isStarted = true;
  }

  #takeOver(): void {
    for (const task of this.#store.list('task')) {
      if (this.#deciders.decideRemovable(task)) this.#state.cleanup.push(task.id);
    }
    this.#reap();
  }

  #handleCommit(commit: Commit): void {
    for (const change of commit.changes) {
      if (this.#isNoted(change)) this.#plan();
    }
  }

  /** Notes what a change means; whether the real one's watch lets the change through. */
  #isNoted(change: Change): boolean {
    if (isChangeOf(change, 'cluster')) return change.action === 'update';
    if (!isChangeOf(change, 'task') || change.after === undefined) return false;
    const task = change.after;
    if (change.action === 'create') this.#markDirty(task);
    else if (this.#deciders.decideRemovable(task)) this.#state.cleanup.push(task.id);
    return true;
  }

  #markDirty({ serviceId, slot, nodeId }: Task): void {
    const isNew = addSlot(this.#state.dirty, { serviceId, slot, nodeId });
    if (isNew) this.#state.dirtyCount += 1;
  }

  /** Many slots are looked at immediately, few a while after the first event. */
  #plan(): void {
    const state = this.#state;
    if (state.dirtyCount + state.cleanup.length > reaperDirtyMax) {
      if (state.timer !== 0) this.#env.cancel(state.timer);
      state.timer = 0;
      this.#reap();
    } else if (state.timer === 0) {
      const entry: PassEntry = { kind: 'task-reaper' };
      state.timer = this.#env.schedule({ at: this.#env.now + reaperBatchingIntervalMs, entry });
    }
  }

  #reap(): void {
    const state = this.#state;
    if (state.dirtyCount === 0 && state.cleanup.length === 0) return;
    const deletions = new Set(state.cleanup);
    state.cleanup = [];
    const { dirty } = state;
    state.dirty = emptyRecord();
    state.dirtyCount = 0;
    for (const slots of Object.values(dirty)) {
      for (const slot of Object.values(slots)) {
        if (!this.#inspect(slot, deletions)) continue;
        addSlot(state.dirty, slot);
        state.dirtyCount += 1;
      }
    }
    this.#store.batch(deletions, (tx, taskId) => {
      if (tx.get('task', taskId) !== undefined) tx.delete('task', taskId);
    });
  }

  /** Adds what a slot has too much. True: it has to be looked at again. */
  #inspect(dirty: DirtySlot, deletions: Set<string>): boolean {
    const service = this.#store.get('service', dirty.serviceId);
    if (service === undefined) return false;
    const { decideHistoryLimit, decideReap: decide } = this.#deciders;
    const plan = decide({
      slot: this.#tasksOf(dirty, service.spec.mode?.kind),
      historyLimit: decideHistoryLimit(service, this.#clusterLimit()),
    });
    for (const task of plan.deletions) deletions.add(task.id);
    return plan.isStillDirty;
  }

  // Jobs keep all of their tasks. SwarmKit: task_reaper.go, tick.
  #tasksOf(dirty: DirtySlot, mode: string | undefined): Slot {
    if (mode !== 'replicated' && mode !== 'global') return [];
    return this.#store.find('task', 'slot', slotKey(dirty));
  }

  // Deviation: without a cluster object SwarmKit keeps no history at all.
  #clusterLimit(): number {
    const [cluster] = this.#store.find('cluster', 'name', 'default');
    return cluster?.spec.orchestration.taskHistoryRetentionLimit ?? taskHistoryRetentionLimit;
  }
}

/** Adds a slot; false if it is there already. */
function addSlot(slots: DirtySlots, slot: DirtySlot): boolean {
  const ofService = (slots[slot.serviceId] ??= {});
  const key = slotKeyOf(slot);
  const isNew = ofService[key] === undefined;
  ofService[key] = slot;
  return isNew;
}

function isLetThrough({ table, action }: Change): boolean {
  return table === 'cluster' ? action === 'update' : table === 'task' && action !== 'delete';
}
