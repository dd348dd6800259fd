/** How fast, and in which order, an update replaces tasks. SwarmKit: manager/orchestrator/update/updater.go. */
import { taskProblem } from './about-task.ts';
import { isByUpdater } from './commit-writers.ts';
import type { ClusterState } from './cluster-state.ts';
import type { Invariant, Problem } from './invariant.ts';
import { replacementFactsOf, type ShutDown } from './replacements.ts';
import { essenceOf } from './spec-text.ts';
import { updateFactsOf, type MadeByUpdate, type UpdateRun } from './update-runs.ts';
import { updateSettingsOf, type UpdateSettings } from './update-settings.ts';
import { isWanted } from './waiting-tasks.ts';

/** A slot is done with when its new task has come up, whatever becomes of it then. */
export const updatesKeepTheirParallelism: Invariant = {
  name: 'updates-keep-their-parallelism',
  rule: 'an update has at most as many slots in work as its parallelism says',
  source: 'SwarmKit: manager/orchestrator/update/updater.go, Run and worker',
  when: 'commit',
  about: ['task-made'],
  start: ({ premise }) => {
    return eachMade((cluster, made, { parallelism }) => {
      premise();
      const busy = countBusy(made, () => false);
      if (busy <= parallelism) return undefined;
      return taskProblem(cluster, made.task, `is the ${busy}th task that its update waits for`, {
        expected: `at most ${parallelism} slots at once`,
        observed: `${busy} slots`,
      });
    });
  },
};

/** The pause follows each slot; slots that are changed at once pause each for itself. */
export const updatesPauseBetweenSlots: Invariant = {
  name: 'updates-pause-between-slots',
  rule: 'an update waits for its delay after each slot',
  source: 'SwarmKit: manager/orchestrator/update/updater.go, worker',
  when: 'commit',
  about: ['task-made'],
  start: ({ premise }) => {
    return eachMade((cluster, made, { parallelism, delayMs }) => {
      if (delayMs === 0 || made.run.made.size < 2) return undefined;
      premise();
      const { madeAt } = made.updated;
      const busy = countBusy(made, (upAt) => upAt + delayMs > madeAt);
      if (busy <= parallelism) return undefined;
      return taskProblem(cluster, made.task, 'was made before the delay of its update was over', {
        expected: `a pause of ${delayMs} ms after each of ${parallelism} slots`,
        observed: `${busy} slots within that time`,
      });
    });
  },
};

/** A slot that becomes dirty later is another update's. Where two configs may count, one of them may say otherwise. */
export const updatesOfAllAtOnceDoNotWait: Invariant = {
  name: 'updates-of-all-at-once-do-not-wait',
  rule: 'an update with a parallelism of 0 begins with all its slots at once',
  source: 'SwarmKit: manager/orchestrator/update/updater.go, Run',
  when: 'commit',
  about: ['task-made'],
  start:
    ({ premise }) =>
    (step) => {
      const { cluster } = step;
      for (const made of updateFactsOf(step).made) {
        const { run, task, replaced, updated } = made;
        const settings = settingsOf(cluster, run);
        const [first] = run.made.values();
        if (settings?.parallelism !== Infinity || first === undefined) continue;
        if (run.kind === 'either') continue;
        premise();
        if (updated.madeAt === first.madeAt) continue;
        // What was there when it began was old then.
        const isLate = replaced.some(({ meta }) => meta.createdAt < first.madeAt);
        if (!isLate) continue;
        return taskProblem(cluster, task, `was made after others of its update`, {
          expected: `at ${first.madeAt} ms, as the first`,
          observed: `${updated.madeAt} ms`,
        });
      }
      return undefined;
    },
};

/** Where the old task stops first, it does so in the transaction that makes the new one; else it stays until that runs. */
export const updatesKeepTheirOrder: Invariant = {
  name: 'updates-keep-their-order',
  rule: 'an update stops the old task first, or starts the new one first, as its order says',
  source: 'SwarmKit: manager/orchestrator/update/updater.go, updateTask',
  when: 'commit',
  about: ['task-made', 'task-wanted'],
  start:
    ({ premise }) =>
    (step) => {
      const updates = updateFactsOf(step);
      for (const made of updates.made) {
        const settings = settingsOf(step.cluster, made.run);
        if (settings?.order === undefined) continue;
        premise();
        const problem = findDisorder(step.cluster, made, settings);
        if (problem !== undefined) return problem;
      }
      for (const shutDown of replacementFactsOf(step).shutDowns) {
        if (!isByUpdater(shutDown.commit)) continue;
        const run = updates.of(shutDown.task.serviceId);
        if (run === undefined || settingsOf(step.cluster, run)?.order !== 'start-first') continue;
        premise();
        if (hasSuccessor(step.cluster, run, shutDown)) continue;
        return taskProblem(step.cluster, shutDown.task, 'was stopped before a new one ran', {
          expected: 'a task of the new spec that runs',
          observed: 'none in the slot',
        });
      }
      return undefined;
    },
};

type CheckMade = (
  cluster: ClusterState,
  made: MadeByUpdate,
  settings: UpdateSettings,
) => Problem | undefined;

/** Checks every task that an update makes while its parallelism is limited. */
function eachMade(check: CheckMade): ReturnType<Invariant['start']> {
  return (step) => {
    for (const made of updateFactsOf(step).made) {
      const settings = settingsOf(step.cluster, made.run);
      if (settings === undefined || settings.parallelism === Infinity) continue;
      const problem = check(step.cluster, made, settings);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

function settingsOf(cluster: ClusterState, run: UpdateRun): UpdateSettings | undefined {
  const service = cluster.service(run.service);
  return service === undefined ? undefined : updateSettingsOf(service, run.kind);
}

/** How many workers a task found busy, its own included. */
function countBusy({ run, updated }: MadeByUpdate, isPausing: (upAt: number) => boolean): number {
  let busy = 0;
  for (const other of run.made.values()) {
    if (other.isDeleted) continue;
    if (other.upAt === undefined || isPausing(other.upAt)) busy += 1;
    if (other === updated) break;
  }
  return busy;
}

function findDisorder(
  cluster: ClusterState,
  { task, replaced }: MadeByUpdate,
  { order }: UpdateSettings,
): Problem | undefined {
  if (order === 'start-first') {
    const [old] = replaced;
    if (old === undefined) return undefined;
    return taskProblem(cluster, old, `was stopped as ${task.id} was made, before that ran`, {
      object: task.id,
      expected: 'the new task to run first',
      observed: 'the old one stopped first',
    });
  }
  const essence = essenceOf(task.spec);
  const left = cluster
    .tasksIn(cluster.slotKey(task))
    .find((other) => isWanted(other) && essenceOf(other.spec) !== essence);
  if (left === undefined) return undefined;
  return taskProblem(cluster, left, `was left to run as ${task.id} was made`, {
    object: task.id,
    expected: 'the old task to stop first',
    observed: `wanted ${left.desiredState}`,
  });
}

/**
 * A task that was made for the slot and ran, or one of the new spec that was there when the update looked: that
 * one is kept, even if it has ended meanwhile.
 */
function hasSuccessor(cluster: ClusterState, run: UpdateRun, { task }: ShutDown): boolean {
  const slot = cluster.slotKey(task);
  for (const updated of run.made.values()) if (updated.slot === slot && updated.hasRun) return true;
  const spec = cluster.service(run.service)?.spec.task;
  return cluster.tasksIn(slot).some((other) => {
    if (other.id === task.id) return false;
    // An update that gives way to another finishes the slots that it has in work.
    if (other.status.state === 'running' && other.meta.createdAt >= task.meta.createdAt)
      return true;
    if (run.made.has(other.id)) return false;
    return spec !== undefined && essenceOf(other.spec) === essenceOf(spec);
  });
}
