/** How an update ends. SwarmKit: manager/orchestrator/update/updater.go. */
import type { Node, Service, Task } from '@swarmsim/core';
import { taskProblem } from './about-task.ts';
import type { ClusterState } from './cluster-state.ts';
import type { Checker, Invariant, Problem, Step } from './invariant.ts';
import { essenceOf } from './spec-text.ts';
import { stateOf, statusProblem } from './update-status-invariants.ts';
import {
  mayBeTheOneBefore,
  updateFactsOf,
  type UpdateRun,
  type UpdatedTask,
} from './update-runs.ts';
import { updateSettingsOf, type UpdateKind, type UpdateSettings } from './update-settings.ts';
import { isWanted } from './waiting-tasks.ts';

/** Each counted failure is a task of the update that ended before it was up, or soon after. */
export const updatesStopOnlyForFailures: Invariant = {
  name: 'updates-stop-only-for-failures',
  rule: 'an update is paused or rolled back only when more of its tasks fail than its ratio allows',
  source: 'SwarmKit: manager/orchestrator/update/updater.go, Run (failureTriggersAction)',
  when: 'commit',
  about: ['service'],
  start: ({ premise }) =>
    onStateOfUpdate(['paused', 'rollback_started', 'rollback_paused'], (end) => {
      const { run, kind, settings, service } = end;
      // A run that gave up once goes on, and is stopped again by the next failure.
      if (stateOf(end.before) === 'rollback_paused' || kind === 'either') return undefined;
      if (mayBeTheOneBefore(run, service)) return undefined;
      premise();
      let failures = 0;
      for (const task of run.made.values()) if (mayBeFailure(task, settings)) failures += 1;
      const slots = Math.max(1, run.dirtySlots, countSlots(run));
      if (Math.fround(failures / slots) > Math.fround(settings.maxFailureRatio)) return undefined;
      return statusProblem(service, `was stopped over ${failures} failures in ${slots} slots`, {
        expected: `more than ${settings.maxFailureRatio} of the slots to fail`,
        observed: `${failures} of at least ${slots}`,
      });
    }),
};

/** The other side of it: failures that are too many do not go unnoticed. */
export const updatesAreNotCompletedOverFailures: Invariant = {
  name: 'updates-are-not-completed-over-failures',
  rule: 'an update is not completed when more of its tasks have failed than its ratio allows',
  source: 'SwarmKit: manager/orchestrator/update/updater.go, Run (failureTriggersAction)',
  when: 'commit',
  about: ['service'],
  start: ({ premise }) =>
    onStateOfUpdate(
      ['completed', 'rollback_completed'],
      ({ run, settings, service, before, at }) => {
        const from = stateOf(before);
        const { failureAction, maxFailureRatio } = settings;
        if (failureAction === undefined || failureAction === 'continue') return undefined;
        // Without a spec to roll back to, the updater gives up in silence.
        if (failureAction === 'rollback' && before.previousSpec === undefined) return undefined;
        if (from === 'paused' || from === 'rollback_paused' || run.slots === 0) return undefined;
        premise();
        let failures = 0;
        for (const task of run.made.values()) if (isSeenFailure(task, settings, at)) failures += 1;
        if (Math.fround(failures / run.slots) <= Math.fround(maxFailureRatio)) return undefined;
        return statusProblem(service, `was completed over ${failures} failures`, {
          expected: `at most ${maxFailureRatio} of ${run.slots} slots to fail`,
          observed: `${failures}`,
        });
      },
    ),
};

/** Each worker pauses after its last slot as well; then the whole update is watched. */
export const updatesAreWatchedToTheirEnd: Invariant = {
  name: 'updates-are-watched-to-their-end',
  rule: 'an update is completed only when its last task has been up for the monitored time',
  source: 'SwarmKit: manager/orchestrator/update/updater.go, Run',
  when: 'commit',
  about: ['service'],
  start: ({ premise }) =>
    onStateOfUpdate(
      ['completed', 'rollback_completed'],
      ({ run, settings, service, before, at }) => {
        const { delayMs, finalMonitorMs } = settings;
        if (stateOf(before) === 'paused' || stateOf(before) === 'rollback_paused') return undefined;
        for (const { upAt, task, isDeleted } of run.made.values()) {
          if (isDeleted) continue;
          premise();
          const leastAt = upAt === undefined ? Infinity : upAt + delayMs + finalMonitorMs;
          if (at >= leastAt) continue;
          const upFor = upAt === undefined ? 'not up' : `up for ${at - upAt} ms`;
          return statusProblem(service, `was completed while its task ${task.id} was ${upFor}`, {
            expected: `${delayMs + finalMonitorMs} ms`,
            observed: upFor,
          });
        }
        return undefined;
      },
    ),
};

/** One that starts the new task first leaves the old one where the new one did not come up. */
export const completedUpdatesLeaveNoOldTask: Invariant = {
  name: 'completed-updates-leave-no-old-task',
  rule: 'when an update is completed, every task that is to run is of the new spec',
  source: 'SwarmKit: manager/orchestrator/update/updater.go, Run and isSlotDirty',
  when: 'commit',
  about: ['service'],
  start: ({ premise }) =>
    onStateOfUpdate(['completed', 'rollback_completed'], (end) => {
      const { run, settings, service, step, at } = end;
      // A rollback that fails leaves its other slots alone, and is completed all the same.
      if (['rollback_paused', 'paused'].includes(stateOf(end.before))) return undefined;
      const hasFailed = [...run.made.values()].some(({ endedAt }) => endedAt !== undefined);
      if (run.startedAt === at || settings.order === undefined) return undefined;
      if (settings.order === 'start-first' && hasFailed) return undefined;
      premise();
      const essence = essenceOf(service.spec.task);
      for (const task of step.cluster.tasksOf(service.id)) {
        if (!isWanted(task) || essenceOf(task.spec) === essence) continue;
        if (service.spec.mode?.kind === 'global' && !isActive(step.cluster, task)) continue;
        return taskProblem(
          step.cluster,
          task,
          'is of an old spec, though the update is completed',
          {
            expected: 'the spec of the service',
            observed: `spec version ${task.specVersion ?? 0}`,
          },
        );
      }
      return undefined;
    }),
};

/** A service whose updater has just said so. */
interface UpdateEnd {
  readonly step: Step;
  readonly at: number;
  readonly before: Service;
  readonly service: Service;
  readonly run: UpdateRun;
  readonly kind: UpdateKind;
  readonly settings: UpdateSettings;
}

/** Checks whenever an updater leads a service's update to one of some states. */
function onStateOfUpdate(
  states: readonly string[],
  check: (end: UpdateEnd) => Problem | undefined,
): Checker {
  return (step) => {
    for (const { before, after, commit, run, kind } of updateFactsOf(step).written) {
      const state = stateOf(after);
      if (state === stateOf(before) || !states.includes(state)) continue;
      // What a rollback restores is not what has failed.
      const settings = updateSettingsOf(before, kind);
      const problem = check({ step, at: commit.at, before, service: after, run, kind, settings });
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

/** Whether it ended before it was up, or within the monitored time. */
function mayBeFailure({ upAt, endedAt }: UpdatedTask, { monitorMs }: UpdateSettings): boolean {
  return endedAt !== undefined && (upAt === undefined || endedAt - upAt <= monitorMs);
}

/**
 * Whether it was noticed as a failure for sure: ends are looked at when they come, but those that come while the
 * last slots are awaited only after that.
 */
function isSeenFailure(
  { upAt, endedAt }: UpdatedTask,
  { monitorMs, finalMonitorMs }: UpdateSettings,
  completedAt: number,
): boolean {
  if (upAt === undefined || endedAt === undefined || endedAt >= completedAt) return false;
  const seenAt = Math.max(endedAt, completedAt - finalMonitorMs);
  return seenAt - upAt <= monitorMs;
}

function countSlots({ made }: UpdateRun): number {
  return new Set([...made.values()].map(({ slot }) => slot)).size;
}

function isActive(cluster: ClusterState, { nodeId }: Task): boolean {
  const node: Node | undefined = cluster.node(nodeId);
  return node?.spec.availability === 'active' && node.status.state !== 'down';
}
