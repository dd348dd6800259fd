/**
 * What rules need to know of the past, kept once for all of them: what the parts of a swarm remember without
 * writing it down, and what they may still take for the present.
 */
import type { Commit, Node, Service, Task } from '@swarmsim/core';
import type { ClusterState } from './cluster-state.ts';
import { hasEnded } from './task-states.ts';

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
  /** The newest spec version that a service ever had. */
  newestVersionOf(serviceId: string): number;
}

/** A history that is being written. */
export interface KeptClusterHistory extends ClusterHistory {
  /** Takes in the commits of a step; `cluster` is still as it was before. */
  take(commits: readonly Commit[]): void;
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
  const replaced = new Map<string, Node[]>();
  let ghosts: Task[] = [];
  let previousCommitAt = -1;
  let lastCommitAt = -1;
  let termBeganAt = -1;

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

  function noteTask(before: Task | undefined, after: Task | undefined): void {
    if (after === undefined && before?.nodeId === '' && before.status.state === 'pending') {
      ghosts.push(before);
    }
    if (before === undefined || after === undefined || hasEnded(before)) return;
    const { state } = after.status;
    if (state !== 'failed' && state !== 'rejected') return;
    const key = failureKey(after, after.nodeId);
    const instants = failures.get(key);
    if (instants === undefined) failures.set(key, [lastCommitAt]);
    else instants.push(lastCommitAt);
  }

  function noteService({ id, spec, specVersion }: Service): void {
    if (spec.update?.order === 'start-first' || spec.rollback?.order === 'start-first') {
      startFirst.add(id);
    }
    newest.set(id, Math.max(specVersion, newest.get(id) ?? 0));
  }

  for (const node of cluster.nodes()) noteNode(undefined, node);
  for (const service of cluster.services()) noteService(service);
  return {
    get previousCommitAt() {
      return previousCommitAt;
    },
    get termBeganAt() {
      return termBeganAt;
    },
    get ghosts() {
      return ghosts;
    },
    versionsOf(nodeId) {
      const node = cluster.node(nodeId);
      const versions = replaced.get(nodeId) ?? [];
      return node === undefined ? versions : [node, ...versions];
    },
    failuresOf(task, nodeId, now) {
      const instants = failures.get(failureKey(task, nodeId));
      return instants?.filter((at) => now - at <= failureWindowMs).length ?? 0;
    },
    hasOtherGenerics: (nodeId) => otherGenerics.has(nodeId),
    hadStartFirst: (serviceId) => startFirst.has(serviceId),
    newestVersionOf: (serviceId) => newest.get(serviceId) ?? 0,
    take(commits) {
      previousCommitAt = lastCommitAt;
      for (const { at, writtenBy, changes } of commits) {
        if (at !== lastCommitAt) replaced.clear();
        lastCommitAt = at;
        // What a leader knew beyond the store ends with its term.
        if (writtenBy.startsWith('managers:') && at !== termBeganAt) {
          termBeganAt = at;
          failures.clear();
          ghosts = [];
        }
        for (const { table, before, after } of changes) {
          if (table === 'task') noteTask(before as Task | undefined, after as Task | undefined);
          else if (table === 'node')
            noteNode(before as Node | undefined, after as Node | undefined);
          else if (table === 'service' && after !== undefined) noteService(after as Service);
        }
      }
    },
  };
}

function failureKey({ serviceId, specVersion = 0 }: Task, nodeId: string): string {
  return `${serviceId}/${specVersion}@${nodeId}`;
}
