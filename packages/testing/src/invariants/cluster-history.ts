/**
 * What rules need to know of the past, kept once for all of them: what the parts of a swarm remember without
 * writing it down, and what they may still take for the present.
 */
import type { Commit, Node, Operation, Service, Task } from '@swarmsim/core';
import type { ClusterState } from './cluster-state.ts';
import { createHostHistory, type HostHistory } from './host-history.ts';
import { endsForGood, hasEnded, isToRun } from './task-states.ts';

/** See the head of this file. Instants are in ms since the simulation's start, -1 for never. */
export interface ClusterHistory {
  /** When a commit was made before the present step. */
  readonly previousCommitAt: number;
  /** When the present leader's term began. */
  readonly termBeganAt: number;
  /** A node as it is, and as it was at this instant before: what a part may still see. */
  versionsOf(nodeId: string): readonly Node[];
  /**
   * Failures of a task's service and version on a node, as the scheduler counts them: of late, and in this
   * term. SwarmKit: manager/scheduler/nodeinfo.go, taskFailed and countRecentFailures.
   */
  failuresOf(task: Task, nodeId: string, now: number): number;
  /** Whether the generic resources of a node are other than when it was first seen. */
  hasOtherGenerics(nodeId: string): boolean;
  /** Whether an update or a rollback of a service was ever to start new tasks first. */
  hadStartFirst(serviceId: string): boolean;
  /**
   * Tasks that were deleted in this term while they waited for a node. The scheduler goes on looking for one,
   * and only when it has found it learns that they are gone; until then they take the room.
   * SwarmKit: manager/scheduler/scheduler.go, deleteTask and applySchedulingDecisions.
   */
  readonly ghosts: readonly Task[];
  /**
   * Slots of a service, as {@link ClusterState.slotKey} gives them, whose last task was reaped although nothing
   * could follow it any more: of them no orchestrator hears again before the service or its node changes.
   * SwarmKit: manager/orchestrator/replicated/tasks.go and global/global.go, on the deletion of tasks.
   */
  forgottenSlots(serviceId: string): ReadonlySet<string>;
  /** When the present spec of a service came. */
  specChangedAt(serviceId: string): number;
  /** The newest spec version that a service ever had. */
  newestVersionOf(serviceId: string): number;
  /** How many restart attempts a service has allowed at that instant and after it; 0 stands for any number. */
  attemptsSince(serviceId: string, at: number): readonly number[];
  /** How many services were removed. */
  readonly servicesRemoved: number;
  /** Of how many tasks the removal was asked for. */
  readonly tasksToRemove: number;
  /** What became of the hosts. */
  readonly hosts: HostHistory;
}

/** A history that is being written. */
export interface KeptClusterHistory extends ClusterHistory {
  /** Takes in the commits of a step; `cluster` is still as it was before. */
  take(commits: readonly Commit[]): void;
  /** Takes in what a user has done; before the commits of that. */
  takeOperation(operation: Operation, at: number): void;
}

/** What is counted and noted as it happens. */
interface Facts {
  servicesRemoved: number;
  tasksToRemove: number;
  ghosts: Task[];
  previousCommitAt: number;
  termBeganAt: number;
}

/** SwarmKit: manager/scheduler/nodeinfo.go, monitorFailures. */
const failureWindowMs = 300_000;

/** The history of a swarm from now on. */
export function createClusterHistory(cluster: ClusterState): KeptClusterHistory {
  const failures = new Map<string, number[]>();
  const generics = new Map<string, string>();
  const otherGenerics = new Set<string>();
  const startFirst = new Set<string>();
  const newest = new Map<string, number>();
  const presentVersions = new Map<string, number>();
  const changedAt = new Map<string, number>();
  const attempts = new Map<string, { readonly allowed: number; until: number }[]>();
  /** When tasks ceased to be wanted. */
  const leftAt = new Map<string, number>();
  const replaced = new Map<string, Node[]>();
  const forgotten = new Map<
    string,
    { readonly specVersion: number; readonly slots: Set<string> }
  >();
  const hosts = createHostHistory(cluster);
  let lastCommitAt = -1;
  const facts: Facts = {
    servicesRemoved: 0,
    tasksToRemove: 0,
    ghosts: [],
    previousCommitAt: -1,
    termBeganAt: -1,
  };

  function noteNode(before: Node | undefined, after: Node | undefined): void {
    if (before !== undefined) {
      const versions = replaced.get(before.id);
      if (versions === undefined) replaced.set(before.id, [before]);
      else versions.push(before);
    }
    if (after === undefined) {
      for (const key of failures.keys()) {
        if (key.endsWith(`@${before?.id ?? ''}`)) failures.delete(key);
      }
      return;
    }
    if (before !== undefined && before.description === after.description) return;
    const text = JSON.stringify(after.description?.resources?.generic ?? []);
    const known = generics.get(after.id);
    if (known === undefined && after.description !== undefined) generics.set(after.id, text);
    else if (known !== undefined && known !== text) otherGenerics.add(after.id);
  }

  function noteDeletion(task: Task): void {
    if (task.nodeId === '' && task.status.state === 'pending') facts.ghosts.push(task);
    const service = cluster.service(task.serviceId);
    const wasLeft = leftAt.get(task.id) ?? lastCommitAt;
    leftAt.delete(task.id);
    if (service === undefined || !(hasEnded(task) || task.desiredState === 'remove')) return;
    // A replicated service is looked at again where the task was still to run; a global one is not.
    const isForgotten =
      service.spec.mode?.kind === 'global'
        ? isToRun(task)
        : !isToRun(task) &&
          ((isLastOf(task) && wasLeft <= (changedAt.get(service.id) ?? -1)) ||
            (endsForGood(task) && isNewest(task)));
    if (!isForgotten) return;
    const { id, specVersion } = service;
    const known = forgotten.get(id);
    const slots = known?.specVersion === specVersion ? known.slots : new Set<string>();
    slots.add(cluster.slotKey(task));
    forgotten.set(id, { specVersion, slots });
  }

  function isNewest(task: Task): boolean {
    const others = cluster.tasksIn(cluster.slotKey(task));
    return others.every(({ meta }) => meta.createdAt <= task.meta.createdAt);
  }

  function noteTask(before: Task | undefined, after: Task | undefined): void {
    if (before !== undefined && after === undefined) noteDeletion(before);
    if (after?.desiredState === 'remove' && before?.desiredState !== 'remove')
      facts.tasksToRemove += 1;
    if (before === undefined || after === undefined) return;
    if (isToRun(before) && !isToRun(after)) leftAt.set(after.id, lastCommitAt);
    if (hasEnded(before)) return;
    const { state } = after.status;
    if (state !== 'failed' && state !== 'rejected') return;
    const key = failureKey(after, after.nodeId);
    const instants = failures.get(key);
    if (instants === undefined) failures.set(key, [lastCommitAt]);
    else instants.push(lastCommitAt);
  }

  function noteService({ id, spec, specVersion }: Service): void {
    if (specVersion !== presentVersions.get(id)) changedAt.set(id, lastCommitAt);
    presentVersions.set(id, specVersion);
    if (spec.update?.order === 'start-first' || spec.rollback?.order === 'start-first') {
      startFirst.add(id);
    }
    newest.set(id, Math.max(specVersion, newest.get(id) ?? 0));
    noteAttempts(id, spec.task.restart?.maxAttempts ?? 0);
  }

  function noteAttempts(serviceId: string, allowed: number): void {
    const known = attempts.get(serviceId);
    const last = known?.at(-1);
    if (last?.allowed === allowed) return;
    if (last !== undefined) last.until = lastCommitAt;
    if (known === undefined) attempts.set(serviceId, [{ allowed, until: Infinity }]);
    else known.push({ allowed, until: Infinity });
  }

  for (const node of cluster.nodes()) noteNode(undefined, node);
  for (const service of cluster.services()) noteService(service);
  const methods: Omit<KeptClusterHistory, keyof Facts> = {
    versionsOf(nodeId) {
      const node = cluster.node(nodeId);
      const versions = replaced.get(nodeId) ?? [];
      return node === undefined ? versions : [node, ...versions];
    },
    failuresOf(task, nodeId, now) {
      const instants = failures.get(failureKey(task, nodeId));
      return instants?.filter((at) => now - at <= failureWindowMs).length ?? 0;
    },
    forgottenSlots(serviceId) {
      const known = forgotten.get(serviceId);
      const isPresent = known?.specVersion === cluster.service(serviceId)?.specVersion;
      return isPresent && known !== undefined ? known.slots : noSlots;
    },
    hosts,
    takeOperation: (operation, at) => hosts.takeOperation(operation, at),
    hasOtherGenerics: (nodeId) => otherGenerics.has(nodeId),
    hadStartFirst: (serviceId) => startFirst.has(serviceId),
    specChangedAt: (serviceId) => changedAt.get(serviceId) ?? -1,
    newestVersionOf: (serviceId) => newest.get(serviceId) ?? 0,
    attemptsSince: (serviceId, at) =>
      (attempts.get(serviceId) ?? []).flatMap(({ allowed, until }) => (until >= at ? allowed : [])),
    take(commits) {
      facts.previousCommitAt = lastCommitAt;
      for (const { at, writtenBy, changes } of commits) {
        if (at !== lastCommitAt && replaced.size > 0) replaced.clear();
        lastCommitAt = at;
        // What a leader knew beyond the store ends with its term.
        if (writtenBy.startsWith('managers:') && at !== facts.termBeganAt) {
          facts.termBeganAt = at;
          failures.clear();
          facts.ghosts = [];
        }
        if (writtenBy === 'dispatcher:record-updates') hosts.takeRecords(changes, at);
        for (const { table, before, after } of changes) {
          if (table === 'task') noteTask(before as Task | undefined, after as Task | undefined);
          else if (table === 'node')
            noteNode(before as Node | undefined, after as Node | undefined);
          else if (table === 'service' && after !== undefined) noteService(after as Service);
          else if (table === 'service') facts.servicesRemoved += 1;
        }
      }
    },
  };
  return Object.assign(facts, methods);
}

/** The restart policy may say that nothing follows. */
function isLastOf({ spec: { restart } }: Task): boolean {
  return restart !== undefined && (restart.condition !== 'any' || restart.maxAttempts > 0);
}

const noSlots: ReadonlySet<string> = new Set();

function failureKey({ serviceId, specVersion = 0 }: Task, nodeId: string): string {
  return `${serviceId}/${specVersion}@${nodeId}`;
}
