/** The updates of services, as one sees them from outside. SwarmKit: manager/orchestrator/update/updater.go. */
import type { Commit, Service, Task } from '@swarmsim/core';
import { isByNewLeader, isByUpdater } from './commit-writers.ts';
import type { ClusterState } from './cluster-state.ts';
import type { Step, TableChange } from './invariant.ts';
import { replacementFactsOf, type Replacement } from './replacements.ts';
import { foundOncePerStep, keptWithCluster } from './shared-facts.ts';
import { essenceOf, isSameSpec } from './spec-text.ts';
import { hasEnded, isFrom } from './task-states.ts';
import type { UpdateKind } from './update-settings.ts';
import { isWanted } from './waiting-tasks.ts';

/** A task that an update made. */
export interface UpdatedTask {
  readonly task: Task;
  readonly slot: string;
  readonly madeAt: number;
  /** Since when its worker need not wait for it any more: it was let run, and has come up or ended. */
  upAt: number | undefined;
  /** Whether it was observed RUNNING once. */
  hasRun: boolean;
  endedAt: number | undefined;
  isDeleted: boolean;
}

/** An update of a service from one spec to the next, or what goes on of it under a new leader. */
export interface UpdateRun {
  readonly service: string;
  readonly kind: UpdateKind;
  /** When the spec came. */
  readonly startedAt: number;
  /** By id, in the order in which they were made. */
  readonly made: Map<string, UpdatedTask>;
  /** Slots that it has to change, at least; where that cannot be told, none. */
  dirtySlots: number;
  /** Slots that it may have to change, at most; none before it has made a task. */
  slots: number;
  /** The service has been said to be updated, or not to be: what follows is another update. */
  isOver: boolean;
  /** It was over because it paused: it still hears of its tasks, and pauses again where one fails. */
  hasPaused: boolean;
}

/** A task that an update made just now. */
export interface MadeByUpdate extends Replacement {
  readonly run: UpdateRun;
  readonly updated: UpdatedTask;
}

/** A service whose updater has just written its status. */
export interface WrittenByUpdate {
  readonly before: Service;
  readonly after: Service;
  readonly commit: Commit;
  readonly run: UpdateRun;
  /** What kind of update it was before. */
  readonly kind: UpdateKind;
}

/** What a step says about updates. */
export interface UpdateFacts {
  readonly made: readonly MadeByUpdate[];
  readonly written: readonly WrittenByUpdate[];
  of(serviceId: string): UpdateRun | undefined;
}

/** What is known of the updates of a cluster, kept up once for all rules about them. */
interface Tracker {
  take(step: Step): UpdateFacts;
}

const trackerOf = keptWithCluster(createTracker);

/** What happened in a step. Whoever makes steps asks it after every one that committed something. */
export const updateFactsOf: (step: Step) => UpdateFacts = foundOncePerStep((step) =>
  trackerOf(step.cluster).take(step),
);

function createTracker(): Tracker {
  const runs = new Map<string, UpdateRun>();
  const of = (serviceId: string): UpdateRun | undefined => runs.get(serviceId);
  const nothing: UpdateFacts = { made: [], written: [], of };

  function begin(service: string, at: number, kind: UpdateKind): UpdateRun {
    const made = new Map<string, UpdatedTask>();
    const sizes = { dirtySlots: 0, slots: 0 };
    const run = { service, kind, startedAt: at, made, ...sizes, isOver: false, hasPaused: false };
    runs.set(service, run);
    return run;
  }

  function takeService({ before, after, commit }: TableChange<Service>): void {
    const { id } = after ?? before ?? { id: '' };
    if (after === undefined) return void runs.delete(id);
    const run = runs.get(id);
    const state = after.updateStatus?.state;
    const former = before?.updateStatus?.state;
    const isRollback = state === 'rollback_started' && former !== state;
    if (run === undefined || !isSameSpec(before?.spec, after.spec)) {
      begin(id, commit.at, kindOf(state, before !== undefined));
    }
    // Back to the same spec: the update that is there may go on, or may have ended.
    else if (isRollback) begin(id, commit.at, isAtAnEnd(run) ? 'rollback' : 'either');
    // Another updater has begun: one of a rollback does not say so.
    else if (state === 'updating' && former === undefined) begin(id, run.startedAt, 'update');
    else if (isByUpdater(commit) && state !== former) {
      run.isOver = true;
      run.hasPaused = state === 'paused' || state === 'rollback_paused';
    }
  }

  function takeServices(step: Step): readonly WrittenByUpdate[] {
    const written: WrittenByUpdate[] = [];
    for (const change of step.services) {
      const { before, after, commit } = change;
      const run = after === undefined ? undefined : runs.get(after.id);
      if (before !== undefined && after !== undefined && run !== undefined && isByUpdater(commit)) {
        written.push({ before, after, commit, run, kind: run.kind });
      }
      takeService(change);
    }
    return written;
  }

  function take(step: Step): UpdateFacts {
    if (step.commits.some(isByNewLeader)) {
      for (const { id, updateStatus } of step.cluster.services()) {
        begin(id, step.at, updateStatus?.state === 'rollback_started' ? 'rollback' : 'update');
      }
    }
    const written = step.services.length === 0 ? nothing.written : takeServices(step);
    for (const change of step.tasks) noteTask(runs, change);
    const made = noteMade(step, (service) => {
      const run = runs.get(service);
      if (run !== undefined && !run.isOver) return run;
      return begin(service, run?.startedAt ?? step.at, 'update');
    });
    return made.length === 0 && written.length === 0 ? nothing : { made, written, of };
  }

  return { take };
}

function isAtAnEnd({ isOver, hasPaused }: UpdateRun): boolean {
  return isOver && !hasPaused;
}

/**
 * Whether it may be the update before that goes on: nothing stops it where a global service has no node left that
 * could be updated. SwarmKit: manager/orchestrator/global/global.go, reconcileServices.
 */
export function mayBeTheOneBefore({ made }: UpdateRun, { spec: { mode } }: Service): boolean {
  return mode?.kind === 'global' && made.size === 0;
}

/**
 * Whoever changes the spec says whether it is a rollback, one after another as well; a rollback that was there
 * before the watch began may be any. SwarmKit: manager/controlapi/service.go, UpdateService.
 */
function kindOf(state: string | undefined, isSeen: boolean): UpdateKind {
  if (state !== 'rollback_started') return 'update';
  return isSeen ? 'rollback' : 'either';
}

/** What an update's worker sees of the tasks that it made. */
function noteTask(runs: ReadonlyMap<string, UpdateRun>, change: TableChange<Task>): void {
  const { before, after, commit } = change;
  if (before === undefined) return;
  const updated = runs.get(before.serviceId)?.made.get(before.id);
  if (updated === undefined) return;
  if (after === undefined) {
    updated.isDeleted = true;
    return;
  }
  const { state } = after.status;
  if (state === 'running') updated.hasRun = true;
  if (hasEnded(after)) updated.endedAt ??= commit.at;
  if (isFrom(after.desiredState, 'running') && isFrom(state, 'running')) {
    updated.upAt ??= commit.at;
  }
}

function noteMade(step: Step, runOf: (service: string) => UpdateRun): readonly MadeByUpdate[] {
  const { replacements } = replacementFactsOf(step);
  if (replacements.length === 0) return none;
  const made: MadeByUpdate[] = [];
  for (const replacement of replacements) {
    const { task, commit, isUpdate } = replacement;
    // An update that is about to give way to another one may still make a task of its own spec.
    const { specVersion } = step.cluster.service(task.serviceId) ?? {};
    if (!isUpdate || task.specVersion !== specVersion) continue;
    const run = runOf(task.serviceId);
    const updated: UpdatedTask = {
      task,
      slot: step.cluster.slotKey(task),
      madeAt: commit.at,
      upAt: undefined,
      hasRun: false,
      endedAt: undefined,
      isDeleted: false,
    };
    if (run.made.size === 0) measure(step.cluster, run, replacement);
    run.made.set(task.id, updated);
    made.push({ ...replacement, run, updated });
  }
  return made;
}

/** How many slots an update may change, when it makes its first task. */
function measure(cluster: ClusterState, run: UpdateRun, { task, replaced }: Replacement): void {
  const mode = cluster.service(run.service)?.spec.mode;
  const essence = essenceOf(task.spec);
  const slots = new Set<string>();
  const dirty = new Set<string>();
  for (const other of [...cluster.tasksOf(run.service), ...replaced]) {
    const slot = cluster.slotKey(other);
    slots.add(slot);
    const isToChange = isWanted(other) || replaced.includes(other);
    if (isToChange && essenceOf(other.spec) !== essence) dirty.add(slot);
  }
  const places = mode?.kind === 'replicated' ? mode.replicas : cluster.nodes().length;
  run.slots = Math.max(slots.size, places);
  // A node that is on pause is left alone.
  run.dirtySlots = mode?.kind === 'replicated' ? dirty.size : 0;
}

const none: readonly never[] = [];
