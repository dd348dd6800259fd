/** At rest a service has what was asked for, or says why not. */
import type { Service, Task } from '@swarmsim/core';
import { mayStopLate } from './at-rest.ts';
import { readClusterSettings } from './cluster-settings.ts';
import type { ClusterState } from './cluster-state.ts';
import type { Invariant } from './invariant.ts';
import { matchesAll } from './naive-constraints.ts';
import { endsForGood, hasEnded, instantOf, isLive, isToRun } from './task-states.ts';

/**
 * SwarmKit: design/tla, the liveness of the model: once users, failures and exits stop, the system
 * settles on the desired state. What keeps it from that has to be written somewhere.
 */
export const servicesAreServed: Invariant = {
  name: 'services-are-served',
  rule: 'at rest, a service runs what was asked for, or tells why not',
  source: 'SwarmKit: design/tla',
  when: 'rest',
  start:
    ({ premise }) =>
    ({ swarm, cluster, history }) => {
      const { historyLimit } = readClusterSettings(swarm);
      for (const service of cluster.services()) {
        // Where no history is kept, what ended for good has left no trace.
        if (historyLimit === 0 && mayEndForGood(service)) continue;
        premise();
        const forgotten = history.forgottenSlots(service.id);
        const { specVersion, previousSpecVersion = 0 } = service;
        const seen = history.newestVersionOf(service.id);
        const served = {
          ...service,
          newestVersion: Math.max(seen, specVersion, previousSpecVersion),
        };
        const problem = findUnserved(cluster, served, forgotten);
        if (problem === undefined) continue;
        return {
          message: `service ${service.spec.name}: ${problem.message}`,
          evidence: { service: service.id, ...problem.evidence },
        };
      }
      return undefined;
    },
};

/** SwarmKit: manager/orchestrator/restart/restart.go, shouldRestart. */
function mayEndForGood({ spec }: Service): boolean {
  const { condition = 'any', maxAttempts = 0 } = spec.task.restart ?? {};
  return condition !== 'any' || maxAttempts > 0;
}

/** A service, and the newest version that its spec has had: after a rollback it has an older one. */
interface ServedService extends Service {
  readonly newestVersion: number;
}

interface Unserved {
  readonly message: string;
  readonly evidence: { readonly slot?: string; readonly node?: string };
}

function findUnserved(
  cluster: ClusterState,
  service: ServedService,
  forgotten: ReadonlySet<string>,
): Unserved | undefined {
  const { mode } = service.spec;
  const tasks = cluster.tasksOf(service.id);
  if (mode?.kind === 'replicated') {
    const explained = (there: readonly Task[]): boolean =>
      there.some(isLive) || findUnexplained(service, there) === undefined;
    const replicas = mode.replicas - countForgotten(forgotten, cluster, explained);
    return findUnservedSlot(service, tasks, { least: replicas, most: mode.replicas });
  }
  if (mode?.kind !== 'global') return undefined;
  const isForgotten = (nodeId: string): boolean => forgotten.has(`${service.id}@${nodeId}`);
  for (const node of cluster.nodes()) {
    const { id, status, spec } = node;
    if (status.state !== 'ready' || spec.availability !== 'active') continue;
    if (matchesAll(service.spec.task.placement?.constraints ?? [], node) !== true) continue;
    const there = tasks.filter(({ nodeId }) => nodeId === id);
    const problem = findUnexplained(service, there);
    if (problem === undefined || isForgotten(id)) continue;
    return { message: `node ${id}: ${problem}`, evidence: { node: id } };
  }
  return undefined;
}

/** Dead tasks of a slot that was scaled away stay until the service is reconciled again. */
function findUnservedSlot(
  service: ServedService,
  tasks: readonly Task[],
  { least, most }: { readonly least: number; readonly most: number },
): Unserved | undefined {
  const slots = new Map<number, Task[]>();
  for (const task of tasks) {
    const there = slots.get(task.slot);
    if (there === undefined) slots.set(task.slot, [task]);
    else there.push(task);
  }
  let live = 0;
  let ended = 0;
  for (const [slot, there] of slots) {
    if (!there.some(isLive)) {
      if (findUnexplained(service, there) === undefined) ended += 1;
      continue;
    }
    live += 1;
    const problem = findUnexplained(service, there);
    if (problem === undefined) continue;
    const name = `${service.spec.name}.${slot}`;
    return { message: `slot ${slot}: ${problem}`, evidence: { slot: name } };
  }
  const counts = `${live} slots are served`;
  if (live > most) return { message: `${counts}, ${most} were asked for`, evidence: {} };
  if (live + ended >= least) return undefined;
  const message = `${counts} and ${ended} ended, ${most} were asked for`;
  return { message, evidence: {} };
}

/** Slots in which no task is left that counts, and none was made because the last one held them when it was looked. */
function countForgotten(
  forgotten: ReadonlySet<string>,
  cluster: ClusterState,
  isExplained: (there: readonly Task[]) => boolean,
): number {
  return [...forgotten].filter((slot) => {
    const there = cluster.tasksIn(slot);
    return there.length === 0 || !isExplained(there);
  }).length;
}

function findUnexplained(service: ServedService, tasks: readonly Task[]): string | undefined {
  const live = tasks.filter(isLive);
  if (live.some(({ status }) => status.state === 'running')) return undefined;
  if (live.some((task) => waitsWithReason(service, task) || mayStopUnasked(task))) return undefined;
  if (tasks.some(hasFailed) && tasks.some(isToRun)) return undefined;
  const { updateStatus } = service;
  if (updateStatus?.state === 'paused' || updateStatus?.state === 'rollback_paused')
    return undefined;
  if (live.length === 0 && findLast(tasks).some(endsForGood)) return undefined;
  const seen = tasks
    .map(({ status, desiredState }) => `${status.state}/${desiredState}`)
    .join(', ');
  return `nothing runs and nothing says why (${seen})`;
}

/**
 * A task that no node takes says so, unless its service has a newer spec: then SwarmKit forgets it
 * without a word. SwarmKit: manager/scheduler/scheduler.go, noSuitableNode.
 */
function waitsWithReason(
  { newestVersion }: ServedService,
  { status, specVersion = 0 }: Task,
): boolean {
  if (status.state !== 'pending') return false;
  // A rollback leads back to an older spec, and the forgotten task stays forgotten.
  return status.err !== '' || specVersion < newestVersion;
}

/** A container that is found to be unhealthy before its task runs is stopped. moby: executor/container/controller.go */
function mayStopUnasked(task: Task): boolean {
  return task.status.state === 'starting' && mayStopLate(task);
}

/** A task that failed says why, and so for the one that follows it after the restart delay. */
function hasFailed(task: Task): boolean {
  return task.status.err !== '' && hasEnded(task);
}

/**
 * The task that was made last, after which nothing follows when it ends, and those whose status is the latest: by
 * them it is decided whether a slot is filled when its service is looked at.
 * SwarmKit: manager/orchestrator/restart/restart.go, Restart and UpdatableTasksInSlot.
 */
function findLast(tasks: readonly Task[]): readonly Task[] {
  const latest = Math.max(...tasks.map((task) => instantOf(task)));
  return tasks.filter((task, at) => at === tasks.length - 1 || instantOf(task) === latest);
}
