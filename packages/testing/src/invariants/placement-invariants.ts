/** Where tasks are, and where they must not be. */
import type { Task } from '@swarmsim/core';
import type { ClusterState } from './cluster-state.ts';
import type { Invariant, Problem } from './invariant.ts';
import { hasEnded, isAfter, isToRun } from './task-states.ts';

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
    ({ cluster }) => {
      const seen = new Map<string, Task>();
      for (const task of cluster.tasks()) {
        if (!isToRun(task) || hasEnded(task)) continue;
        premise();
        const key = cluster.slotKey(task);
        const other = seen.get(key);
        seen.set(key, task);
        if (other === undefined) continue;
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
        if (!isWanted(task) || task.nodeId === '') continue;
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

/** SwarmKit: manager/scheduler/filter.go, ResourceFilter. */
export const reservationsFit: Invariant = {
  name: 'reservations-fit',
  rule: 'a task is assigned only where its reservations fit',
  source: 'SwarmKit: manager/scheduler/filter.go, ResourceFilter',
  when: 'step',
  start:
    ({ premise }) =>
    ({ tasks, cluster }) => {
      for (const { before, after } of tasks) {
        if (before?.status.state !== 'pending' || after?.status.state !== 'assigned') continue;
        if (after.spec.resources?.reservations === undefined) continue;
        premise();
        const problem = findOverbooked(cluster, after);
        if (problem !== undefined) return problem;
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

function findOverbooked(cluster: ClusterState, task: Task): Problem | undefined {
  const declared = cluster.node(task.nodeId)?.description?.resources;
  if (declared === undefined) return undefined;
  let nanoCpus = 0;
  let memoryBytes = 0;
  for (const other of cluster.tasksOn(task.nodeId)) {
    const reserved = other.spec.resources?.reservations;
    if (reserved === undefined || hasEnded(other)) continue;
    nanoCpus += reserved.nanoCpus;
    memoryBytes += reserved.memoryBytes;
  }
  if (nanoCpus <= declared.nanoCpus && memoryBytes <= declared.memoryBytes) return undefined;
  return {
    message: `node ${task.nodeId} is overbooked by task ${task.id}`,
    evidence: {
      task: task.id,
      slot: cluster.slotName(task),
      node: task.nodeId,
      expected: `${declared.nanoCpus} nCPU, ${declared.memoryBytes} bytes`,
      observed: `${nanoCpus} nCPU, ${memoryBytes} bytes`,
    },
  };
}
