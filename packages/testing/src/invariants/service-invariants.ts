/** What the control API makes of services. SwarmKit: manager/controlapi. */
import type { Service } from '@swarmsim/core';
import { taskProblem } from './about-task.ts';
import { connectedNodesIn, isLed, isStill, mayStopLate } from './at-rest.ts';
import { isByUpdater, isByUser } from './commit-writers.ts';
import type { Invariant, Problem, TableChange } from './invariant.ts';
import { isSameSpec } from './spec-text.ts';
import { hasEnded, isFrom } from './task-states.ts';

/** A client that has read an older version would undo what came between. */
export const updatesAreOfTheCurrentVersion: Invariant = {
  name: 'updates-are-of-the-current-version',
  rule: 'a service is updated only by who has read its current version',
  source:
    'SwarmKit: manager/controlapi/service.go, UpdateService; manager/state/store, ErrSequenceConflict',
  when: 'commit',
  about: ['service'],
  start: ({ premise }) =>
    onUsersUpdate(({ before, after }) => {
      if (isRollback(after)) return undefined;
      premise();
      if (after.specVersion === before.meta.version) return undefined;
      return serviceProblem(after, `of version ${before.meta.version} was updated`, {
        expected: `spec version ${before.meta.version}`,
        observed: `spec version ${after.specVersion}`,
      });
    }),
};

/** A user’s update begins anew: the status of the one before is cleared. */
export const updatesKeepThePreviousSpec: Invariant = {
  name: 'updates-keep-the-previous-spec',
  rule: 'an update keeps the spec before it as the previous one, with its version',
  source: 'SwarmKit: manager/controlapi/service.go, UpdateService',
  when: 'commit',
  about: ['service'],
  start: ({ premise }) =>
    onUsersUpdate(({ before, after }) => {
      if (isRollback(after)) return undefined;
      premise();
      const isKept =
        isSameSpec(after.previousSpec, before.spec) &&
        after.previousSpecVersion === before.specVersion;
      if (isKept && after.updateStatus === undefined) return undefined;
      return serviceProblem(after, 'was updated, and lost its former spec', {
        expected: `previous spec version ${before.specVersion}, no update status`,
        observed: `${after.previousSpecVersion}, ${after.updateStatus?.state ?? 'no update status'}`,
      });
    }),
};

/** A rollback by hand swaps the two, so that a second one goes forward; an updater’s leaves no way back. */
export const rollbacksRestoreThePreviousSpec: Invariant = {
  name: 'rollbacks-restore-the-previous-spec',
  rule: 'a rollback leads to the previous spec, and one that an update began has none before it',
  source:
    'SwarmKit: update/updater.go, rollbackUpdate; manager/controlapi/service.go, UpdateService',
  when: 'commit',
  about: ['service'],
  start:
    ({ premise }) =>
    ({ services }) => {
      for (const change of services) {
        const { before, after, commit } = change;
        if (before === undefined || after === undefined || !beginsRollback(change)) continue;
        premise();
        const isRestored =
          isSameSpec(after.spec, before.previousSpec) &&
          after.specVersion === (before.previousSpecVersion ?? 0);
        const wanted = isByUpdater(commit) ? undefined : before.spec;
        if (isRestored && isSameSpec(after.previousSpec, wanted)) continue;
        return serviceProblem(after, 'was rolled back to another spec than its previous one', {
          expected: `spec version ${before.previousSpecVersion ?? 0}`,
          observed: `spec version ${after.specVersion}, previous ${after.previousSpecVersion ?? 'none'}`,
        });
      }
      return undefined;
    },
};

/** Those on a node that is not connected wait for it. */
export const removedServicesLeaveNoTask: Invariant = {
  name: 'removed-services-leave-no-task',
  rule: 'at rest, of a service that was removed only tasks on lost nodes are left',
  source:
    'SwarmKit: manager/orchestrator/service.go, SetServiceTasksRemove; taskreaper/task_reaper.go',
  when: 'rest',
  start:
    ({ premise }) =>
    (step) => {
      const { cluster, history, at } = step;
      if (!isLed(step)) return undefined;
      if (history.servicesRemoved > 0) premise();
      const connected = connectedNodesIn(step);
      for (const task of cluster.tasks()) {
        if (task.serviceId === '' || cluster.service(task.serviceId) !== undefined) continue;
        if (!isStill(task, at)) continue;
        const isLost = task.nodeId !== '' && !connected.has(task.nodeId);
        const holdsSomething = isFrom(task.status.state, 'assigned') && !hasEnded(task);
        const isAsked = task.desiredState === 'remove';
        if (isAsked && holdsSomething && (isLost || mayStopLate(task))) continue;
        return taskProblem(cluster, task, 'is left of a service that was removed', {
          expected: 'no such task any more',
          observed: `${task.status.state}, wanted ${task.desiredState}`,
        });
      }
      return undefined;
    },
};

interface UsersUpdate {
  readonly before: Service;
  readonly after: Service;
}

/** Checks whenever a user has changed a service. */
function onUsersUpdate(
  check: (update: UsersUpdate) => Problem | undefined,
): ReturnType<Invariant['start']> {
  return ({ services }) => {
    for (const { before, after, commit } of services) {
      if (before === undefined || after === undefined || !isByUser(commit)) continue;
      const problem = check({ before, after });
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

/** Whether a user has asked for a rollback: any other update clears the status. */
function isRollback({ updateStatus }: Service): boolean {
  return updateStatus?.state === 'rollback_started';
}

function beginsRollback({ before, after, commit }: TableChange<Service>): boolean {
  if (after === undefined || !isRollback(after)) return false;
  return isByUser(commit) || before?.updateStatus?.state !== 'rollback_started';
}

function serviceProblem(
  { id, spec }: Service,
  message: string,
  finding: { readonly expected: string; readonly observed: string },
): Problem {
  return { message: `service ${spec.name} ${message}`, evidence: { service: id, ...finding } };
}
