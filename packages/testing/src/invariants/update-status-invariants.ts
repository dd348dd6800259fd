/** What a service says of its update. SwarmKit: manager/orchestrator/update/updater.go. */
import type { Service, UpdateStatus } from '@swarmsim/core';
import { taskProblem } from './about-task.ts';
import { isByUpdater } from './commit-writers.ts';
import type { Invariant, Problem } from './invariant.ts';
import { mayBeTheOneBefore, updateFactsOf } from './update-runs.ts';
import { updateSettingsOf } from './update-settings.ts';

type State = UpdateStatus['state'] | 'none';

/**
 * Where an updater may lead. One that finds slots to change although the update is over works on under the
 * state that it finds; and a rollback that gave up is still said to be completed at its end.
 */
const ways: Readonly<Record<State, readonly State[]>> = {
  none: ['updating'],
  updating: ['completed', 'paused', 'rollback_started'],
  paused: ['completed'],
  completed: ['paused', 'rollback_started'],
  rollback_started: ['rollback_completed', 'rollback_paused'],
  rollback_paused: ['completed', 'paused'],
  rollback_completed: ['completed', 'paused', 'rollback_started'],
};

/** Only updaters and users write it: a user's update clears it, a user's rollback starts one. */
export const updateStatusFollowsItsCourse: Invariant = {
  name: 'update-status-follows-its-course',
  rule: 'the status of an update goes from state to state as SwarmKit’s does',
  source:
    'SwarmKit: manager/orchestrator/update/updater.go; manager/controlapi/service.go, UpdateService',
  when: 'commit',
  about: ['service'],
  start({ premise }) {
    const haveGivenUp = new Set<string>();
    return ({ services }) => {
      for (const change of services) {
        const { before, after, commit } = change;
        if (before === undefined || after === undefined) continue;
        const from = stateOf(before);
        const to = stateOf(after);
        if (to === 'rollback_paused') haveGivenUp.add(after.id);
        else if (to === 'none' || to === 'rollback_started') haveGivenUp.delete(after.id);
        if (from === to) continue;
        premise();
        const isUpdaters = isByUpdater(commit);
        const isWay = isUpdaters
          ? ways[from].includes(to) && (from !== 'paused' || haveGivenUp.has(after.id))
          : to === 'none' || to === 'rollback_started';
        if (isWay) continue;
        return statusProblem(after, `went from ${from} to ${to} by ${commit.writtenBy}`, {
          expected: isUpdaters ? ways[from].join(', ') || 'no change' : 'none, rollback_started',
          observed: to,
        });
      }
      return undefined;
    };
  },
};

/** What the user chose to be done about failures, and nothing else, is done. */
export const updatesFailAsTheyShould: Invariant = {
  name: 'updates-fail-as-they-should',
  rule: 'failures pause an update, roll it back or leave it alone, as its failure action says',
  source: 'SwarmKit: manager/orchestrator/update/updater.go, Run (failureTriggersAction)',
  when: 'commit',
  about: ['service'],
  start:
    ({ premise }) =>
    (step) => {
      for (const { before, after, kind, run } of updateFactsOf(step).written) {
        const from = stateOf(before);
        const to = stateOf(after);
        const allowed = actionsTo(from, to);
        if (from === to || allowed === undefined || mayBeTheOneBefore(run, after)) continue;
        premise();
        const { failureAction } = updateSettingsOf(before, kind);
        if (failureAction === undefined || allowed.includes(failureAction)) continue;
        return statusProblem(after, `went from ${from} to ${to} though told to ${failureAction}`, {
          expected: `failure action ${failureAction}`,
          observed: to,
        });
      }
      return undefined;
    },
};

/** After a pause, no further slot is handed out; what was in work is finished. */
export const pausedUpdatesStandStill: Invariant = {
  name: 'paused-updates-stand-still',
  rule: 'an update that is paused replaces no further task',
  source: 'SwarmKit: manager/orchestrator/update/updater.go, Run',
  when: 'commit',
  about: ['service', 'task-made'],
  start:
    ({ premise }) =>
    (step) => {
      for (const { after } of step.services) {
        const state = after?.updateStatus?.state;
        if (state === 'paused' || state === 'rollback_paused') premise();
      }
      for (const { task, commit } of updateFactsOf(step).made) {
        const service = step.cluster.service(task.serviceId);
        const state = service?.updateStatus?.state;
        if (state !== 'paused' && state !== 'rollback_paused') continue;
        if (service === undefined || service.meta.version >= commit.version) continue;
        return taskProblem(step.cluster, task, 'was made by an update that is paused', {
          expected: 'no new task',
          observed: state,
        });
      }
      return undefined;
    },
};

/** Failure actions under which an updater may go from one state to another; undefined for other ways. */
function actionsTo(from: State, to: State): readonly string[] | undefined {
  if (to === 'rollback_started') return ['rollback'];
  if (to === 'rollback_paused') return ['pause', 'rollback'];
  if (to !== 'paused') return undefined;
  return from === 'rollback_paused' ? ['rollback'] : ['pause'];
}

/** The state of a service's update, or that there is none. */
export function stateOf({ updateStatus }: Service): State {
  return updateStatus?.state ?? 'none';
}

/** A problem of the update of a service. */
export function statusProblem(
  { id, spec }: Service,
  message: string,
  finding: { readonly expected: string; readonly observed: string },
): Problem {
  return {
    message: `the update of service ${spec.name} ${message}`,
    evidence: { service: id, ...finding },
  };
}
