/** At rest a service has what was asked for, or says why not. */
import {
  isTerminalState,
  taskStateRank,
  type RestartPolicy,
  type Service,
  type Swarm,
  type Task,
} from '@swarmsim/core';
import type { Invariant } from './invariant.ts';

/**
 * SwarmKit: design/tla, the liveness of the model: once users, failures and exits stop, the system
 * settles on the desired state. What keeps it from that has to be written somewhere.
 */
export const servicesAreServed: Invariant = {
  name: 'services-are-served',
  rule: 'at rest, a service runs what was asked for, or tells why not',
  when: 'rest',
  start:
    () =>
    ({ swarm }) => {
      for (const service of swarm.services.list()) {
        const problem = findUnserved(swarm, service);
        if (problem !== undefined) return `service ${service.spec.name}: ${problem}`;
      }
      return undefined;
    },
};

function findUnserved(swarm: Swarm, service: Service): string | undefined {
  const { mode } = service.spec;
  const tasks = swarm.tasks.list({ service: service.id });
  if (mode?.kind === 'replicated') return findUnservedSlot(service, tasks, mode.replicas);
  if (mode?.kind !== 'global') return undefined;
  for (const node of eligibleNodes(swarm)) {
    const there = tasks.filter(({ nodeId }) => nodeId === node);
    const problem = findUnexplained(service, there);
    if (problem !== undefined) return `node ${node}: ${problem}`;
  }
  return undefined;
}

/** Dead tasks of a slot that was scaled away stay until the service is reconciled again. */
function findUnservedSlot(
  service: Service,
  tasks: readonly Task[],
  replicas: number,
): string | undefined {
  const slots = new Map<number, Task[]>();
  for (const task of tasks) slots.set(task.slot, [...(slots.get(task.slot) ?? []), task]);
  let live = 0;
  let ended = 0;
  for (const [slot, there] of slots) {
    if (!there.some(isLive)) {
      if (findUnexplained(service, there) === undefined) ended += 1;
      continue;
    }
    live += 1;
    const problem = findUnexplained(service, there);
    if (problem !== undefined) return `slot ${slot}: ${problem}`;
  }
  if (live > replicas) return `${live} slots are served, ${replicas} were asked for`;
  if (live + ended >= replicas) return undefined;
  return `${live} slots are served and ${ended} ended, ${replicas} were asked for`;
}

/** Nodes without a constraint against them that take tasks of global services. */
function eligibleNodes(swarm: Swarm): readonly string[] {
  return swarm.nodes
    .list()
    .filter(({ state, availability }) => state === 'ready' && availability === 'active')
    .map(({ id }) => id);
}

function findUnexplained(service: Service, tasks: readonly Task[]): string | undefined {
  const live = tasks.filter(isLive);
  if (live.some(({ status }) => status.state === 'running')) return undefined;
  if (live.some((task) => waitsWithReason(service, task))) return undefined;
  if (tasks.some(hasFailed) && tasks.some(isWanted)) return undefined;
  const { updateStatus } = service;
  if (updateStatus?.state === 'paused' || updateStatus?.state === 'rollback_paused')
    return undefined;
  const last = tasks.at(-1);
  if (live.length === 0 && last !== undefined && endsThere(last)) return undefined;
  const seen = tasks
    .map(({ status, desiredState }) => `${status.state}/${desiredState}`)
    .join(', ');
  return `nothing runs and nothing says why (${seen})`;
}

/**
 * A task that no node takes says so, unless its service has a newer spec: then SwarmKit forgets it
 * without a word. SwarmKit: manager/scheduler/scheduler.go, noSuitableNode.
 */
function waitsWithReason(service: Service, { status, specVersion = 0 }: Task): boolean {
  if (status.state !== 'pending') return false;
  return status.err !== '' || specVersion < service.specVersion;
}

function isLive(task: Task): boolean {
  return !isTerminalState(task.status.state) && isWanted(task);
}

/** One that ended and is wanted still waits for its replacement. */
function isWanted({ desiredState }: Task): boolean {
  return taskStateRank(desiredState) <= taskStateRank('complete');
}

/** A task that failed says why, and so for the one that follows it after the restart delay. */
function hasFailed({ status }: Task): boolean {
  return status.err !== '' && isTerminalState(status.state);
}

/** The restart policy says that nothing follows, or no longer. */
function endsThere({ spec, status }: Task): boolean {
  const policy: RestartPolicy | undefined = spec.restart;
  if (policy === undefined) return false;
  if (policy.condition === 'none' || policy.maxAttempts > 0) return true;
  return policy.condition === 'on-failure' && status.state === 'complete';
}
