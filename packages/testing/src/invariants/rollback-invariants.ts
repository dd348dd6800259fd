/** What rollbacks come to. SwarmKit: manager/orchestrator/update/updater.go; restart/restart.go. */
import type { Service, Task } from '@swarmsim/core';
import { isByUpdater } from './commit-writers.ts';
import type { ClusterState } from './cluster-state.ts';
import type { Invariant } from './invariant.ts';
import { isSameSpec } from './spec-text.ts';
import { stateOf, statusProblem } from './update-status-invariants.ts';
import { mayBeTheOneBefore, updateFactsOf } from './update-runs.ts';
import { isWanted } from './waiting-tasks.ts';

/** One that fails is paused, though its failure action may say otherwise. */
export const rollbacksAreNotRolledBack: Invariant = {
  name: 'rollbacks-are-not-rolled-back',
  rule: 'an update that fails may be rolled back, a rollback that fails is not',
  source: 'SwarmKit: manager/orchestrator/update/updater.go, Run (failureTriggersAction)',
  when: 'commit',
  about: ['service'],
  start:
    ({ premise }) =>
    (step) => {
      for (const { before, after, commit, run } of updateFactsOf(step).written) {
        if (stateOf(before) !== 'rollback_started') continue;
        // The update that a user’s rollback stops may fail at the same instant.
        if (run.startedAt === commit.at || mayBeTheOneBefore(run, after)) continue;
        premise();
        if (isSameSpec(before.spec, after.spec)) continue;
        return statusProblem(after, 'was a rollback, and was rolled back', {
          expected: `spec version ${before.specVersion}`,
          observed: `spec version ${after.specVersion}`,
        });
      }
      return undefined;
    },
};

/** Slots that a restart policy has given up are filled again, so that a rollback leads to where one comes from. */
export const rollbacksFillEverySlot: Invariant = {
  name: 'rollbacks-fill-every-slot',
  rule: 'a rollback gives a replicated service a task in each slot, even where its restart policy gave up before',
  source:
    'SwarmKit: manager/orchestrator/restart/restart.go, UpdatableTasksInSlot; replicated/services.go, reconcile',
  when: 'commit',
  about: ['service', 'task-wanted', 'task-deleted'],
  start({ premise }) {
    /** Slots that lost their task since a rollback began, by service. */
    const lost = new Map<string, Set<string>>();
    return ({ cluster, services, tasks }) => {
      const completed: Service[] = [];
      for (const { before, after, commit } of services) {
        if (after === undefined) lost.delete(before?.id ?? '');
        else if (stateOf(after) === 'rollback_started') {
          if (!lost.has(after.id)) lost.set(after.id, new Set());
        } else if (isByUpdater(commit) && stateOf(after) === 'rollback_completed') {
          completed.push(after);
        } else lost.delete(after.id);
      }
      if (lost.size === 0) return undefined;
      for (const { before, after } of tasks) {
        if (before === undefined || !isWanted(before)) continue;
        if (after !== undefined && (isWanted(after) || after.desiredState === 'remove')) continue;
        lost.get(before.serviceId)?.add(cluster.slotKey(before));
      }
      for (const service of completed) {
        const since = lost.get(service.id);
        lost.delete(service.id);
        const { mode } = service.spec;
        if (since === undefined || mode?.kind !== 'replicated') continue;
        premise();
        const filled = countFilled(cluster, cluster.tasksOf(service.id), since);
        if (filled >= mode.replicas) continue;
        return statusProblem(service, 'was completed as a rollback that left slots empty', {
          expected: `${mode.replicas} slots that had a task in the meantime`,
          observed: `${filled}`,
        });
      }
      return undefined;
    };
  },
};

function countFilled(
  cluster: ClusterState,
  tasks: Iterable<Task>,
  lost: ReadonlySet<string>,
): number {
  const filled = new Set(lost);
  for (const task of tasks) if (isWanted(task)) filled.add(cluster.slotKey(task));
  return filled.size;
}
