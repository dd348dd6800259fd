/** Where tasks are, and where they must not be. */
import type { Task } from '@swarmsim/core';
import type { ClusterState } from './cluster-state.ts';
import type { Invariant } from './invariant.ts';
import { hasEnded, isAfter, isFrom, isToRun } from './task-states.ts';

/**
 * SwarmKit: manager/orchestrator/replicated: a slot has one task that is to run, outside updates. In a
 * slot of a job, or on a node of a global one, that is a task which is to complete.
 */
export const oneLiveTaskPerSlot: Invariant = {
  name: 'one-live-task-per-slot',
  rule: 'at rest, at most one task of a slot is meant to run',
  source: 'SwarmKit: manager/orchestrator/replicated/slot.go, updatableAndDeadSlots',
  when: 'rest',
  start:
    ({ premise }) =>
    ({ cluster, history }) => {
      const seen = new Map<string, Task>();
      for (const task of cluster.tasks()) {
        if (!isToRun(task) || hasEnded(task)) continue;
        // Such an update goes on until the new task runs, however long that takes.
        if (history.hadStartFirst(task.serviceId)) continue;
        premise();
        const key = cluster.slotKey(task);
        const other = seen.get(key);
        seen.set(key, task);
        if (other === undefined || areOfOneUpdate([other, task], cluster)) continue;
        const slot = cluster.slotName(task);
        return {
          message: `tasks ${other.id} and ${task.id} are both to run in ${slot}`,
          evidence: {
            task: task.id,
            slot,
            service: task.serviceId,
            expected: 'one task that is to run',
            observed: `${other.id} and ${task.id}`,
          },
        };
      }
      return undefined;
    },
};

/**
 * A task is replaced in the transaction that ends it, and an update that stops first does the same.
 * SwarmKit: manager/orchestrator/restart/restart.go, Restart; update/updater.go, updateTask.
 */
export const slotsAreHeldOnce: Invariant = {
  name: 'slots-are-held-once',
  rule: 'outside start-first updates, no two tasks of a slot are meant to run at any moment',
  source: 'SwarmKit: manager/orchestrator/restart/restart.go; update/updater.go',
  when: 'commit',
  about: ['task-made'],
  start:
    ({ premise }) =>
    ({ tasks, cluster, history }) => {
      for (const { before, after } of tasks) {
        // Only what begins to be wanted can be one too many.
        if (after === undefined || before !== undefined) continue;
        if (!isToRun(after) || history.hadStartFirst(after.serviceId)) continue;
        premise();
        const there = cluster.tasksIn(cluster.slotKey(after));
        const other = there.find((one) => one.id !== after.id && isToRun(one) && !hasEnded(one));
        if (other === undefined || areOfOneUpdate([other, after], cluster)) continue;
        const slot = cluster.slotName(after);
        return {
          message: `tasks ${other.id} and ${after.id} are both to run in ${slot}`,
          evidence: {
            task: after.id,
            slot,
            service: after.serviceId,
            expected: 'one task that is to run',
            observed: `${other.id} and ${after.id}`,
          },
        };
      }
      return undefined;
    },
};

/**
 * SwarmKit: manager/orchestrator/replicated/tasks.go: tasks of a lost or drained node are replaced.
 * Those of jobs are not: manager/orchestrator/jobs/orchestrator.go watches no nodes.
 */
export const noLiveTaskOnInvalidNode: Invariant = {
  name: 'no-live-task-on-invalid-node',
  rule: 'at rest, no task is meant to run on a lost or drained node',
  source: 'SwarmKit: manager/orchestrator/restart/restart.go; manager/orchestrator/service.go',
  when: 'rest',
  start:
    ({ premise }) =>
    ({ cluster }) => {
      for (const task of cluster.tasks()) {
        if (!isWanted(task) || task.nodeId === '' || isMadeByUpdate(task, cluster)) continue;
        premise();
        const node = cluster.node(task.nodeId);
        const { availability } = node?.spec ?? {};
        const state = node?.status.state;
        if (node !== undefined && state !== 'down' && availability !== 'drain') continue;
        const where =
          node === undefined ? 'a node that is gone' : `node ${node.id}: ${state}, ${availability}`;
        return {
          message: `task ${task.id} is to run on ${where}`,
          evidence: {
            task: task.id,
            slot: cluster.slotName(task),
            service: task.serviceId,
            node: task.nodeId,
            expected: 'a node that is neither lost nor drained',
            observed: node === undefined ? 'gone' : `${state}, ${availability}`,
          },
        };
      }
      return undefined;
    },
};

/**
 * Whether a task of a service that is no job is wanted, or one of a job waits for its start. A job's task
 * that ended before that keeps what was wanted of it when its run is over.
 * SwarmKit: manager/orchestrator/jobs/replicated/reconciler.go, which leaves ended tasks of earlier runs.
 */
function isWanted(task: Task): boolean {
  if (task.jobIteration !== undefined && hasEnded(task)) return false;
  return !isAfter(task.desiredState, 'running');
}

/**
 * An update makes a task for each node that it was to change when it began, whatever became of the node; of a
 * task that never gets there nobody hears again before the service is changed.
 * SwarmKit: manager/orchestrator/update/updater.go, worker.
 */
function isMadeByUpdate(task: Task, cluster: ClusterState): boolean {
  if (isFrom(task.status.state, 'assigned')) return false;
  const state = cluster.service(task.serviceId)?.updateStatus?.state;
  return state === 'updating' || state === 'rollback_started';
}

/**
 * An update works off the slots as they were when it began: where one was filled anew meanwhile, it makes a
 * second task, and knows only of the older ones that it shuts down.
 * SwarmKit: manager/orchestrator/update/updater.go, Run and worker.
 */
function areOfOneUpdate(tasks: readonly Task[], cluster: ClusterState): boolean {
  return tasks.every((task) => {
    const startedAt = cluster.service(task.serviceId)?.updateStatus?.startedAt;
    return startedAt !== undefined && task.meta.createdAt >= startedAt;
  });
}
