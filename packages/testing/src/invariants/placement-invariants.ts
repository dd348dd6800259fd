/** What holds of where tasks are, and how many of them there are. */
import {
  isTerminalState,
  taskStateRank,
  type Change,
  type Node,
  type Swarm,
  type Task,
} from '@swarmsim/core';
import type { Invariant } from './invariant.ts';

/**
 * SwarmKit: manager/orchestrator/replicated: a slot has one task that is to run, outside updates. In a
 * slot of a job, or on a node of a global one, that is a task which is to complete.
 */
export const oneLiveTaskPerSlot: Invariant = {
  name: 'one-live-task-per-slot',
  rule: 'at rest, at most one task of a slot is meant to run',
  when: 'rest',
  start: () => (step) => {
    const seen = new Map<string, string>();
    const numbered = numberedServices(step.swarm);
    for (const task of step.swarm.tasks.list()) {
      if (!isToRun(task) || isTerminalState(task.status.state)) continue;
      const slot = `${task.serviceName}.${numbered.has(task.serviceId) ? task.slot : task.nodeId}`;
      const other = seen.get(slot);
      if (other !== undefined) return `tasks ${other} and ${task.id} are both to run in ${slot}`;
      seen.set(slot, task.id);
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
  when: 'rest',
  start: () => (step) => {
    for (const task of step.swarm.tasks.list()) {
      if (!isWanted(task) || task.nodeId === '') continue;
      const node = findNode(step.swarm, task.nodeId);
      if (node === undefined) return `task ${task.id} is to run on a node that is gone`;
      const { availability } = node.spec;
      if (node.status.state !== 'down' && availability !== 'drain') continue;
      return `task ${task.id} is to run on node ${node.id}: ${node.status.state}, ${availability}`;
    }
    return undefined;
  },
};

/** SwarmKit: manager/scheduler/filter.go, ResourceFilter. */
export const reservationsFit: Invariant = {
  name: 'reservations-fit',
  rule: 'a task is assigned only where its reservations fit',
  when: 'step',
  start: () => (step) => {
    for (const commit of step.commits) {
      for (const change of commit.changes) {
        const task = newlyAssigned(change);
        const problem = task === undefined ? undefined : findOverbooked(step.swarm, task);
        if (problem !== undefined) return problem;
      }
    }
    return undefined;
  },
};

/**
 * Whether a task of a service that is no job is wanted, or one of a job waits for its start. A job's task
 * that ended before that keeps what was wanted of it when its run is over.
 * SwarmKit: manager/orchestrator/jobs/replicated/reconciler.go, which leaves ended tasks of earlier runs.
 */
function isWanted({ desiredState, status, jobIteration }: Task): boolean {
  if (jobIteration !== undefined && isTerminalState(status.state)) return false;
  return taskStateRank(desiredState) <= taskStateRank('running');
}

function isToRun(task: Task): boolean {
  return taskStateRank(task.desiredState) <= taskStateRank('complete');
}

/** Services whose slots have numbers; those of the others are nodes. */
function numberedServices(swarm: Swarm): ReadonlySet<string> {
  const services = swarm.services.list().filter(({ spec }) => {
    return spec.mode?.kind === 'replicated' || spec.mode?.kind === 'replicated-job';
  });
  return new Set(services.map(({ id }) => id));
}

function findNode(swarm: Swarm, id: string): Node | undefined {
  return swarm.nodes.list().find(({ node }) => node.id === id)?.node;
}

function newlyAssigned({ table, before, after }: Change): Task | undefined {
  if (table !== 'task' || before === undefined || after === undefined) return undefined;
  const task = after as Task;
  const wasPending = (before as Task).status.state === 'pending';
  return wasPending && task.status.state === 'assigned' ? task : undefined;
}

function findOverbooked(swarm: Swarm, task: Task): string | undefined {
  const declared = findNode(swarm, task.nodeId)?.description?.resources;
  if (declared === undefined || task.spec.resources?.reservations === undefined) return undefined;
  let nanoCpus = 0;
  let memoryBytes = 0;
  for (const { status, spec } of swarm.tasks.list({ node: task.nodeId })) {
    const reserved = spec.resources?.reservations;
    if (reserved === undefined || isTerminalState(status.state)) continue;
    nanoCpus += reserved.nanoCpus;
    memoryBytes += reserved.memoryBytes;
  }
  if (nanoCpus <= declared.nanoCpus && memoryBytes <= declared.memoryBytes) return undefined;
  return `node ${task.nodeId} is overbooked by task ${task.id}`;
}
