/** What holds of configs and secrets on their way: who gets them, who can read them, who drops them. */
import type { Node, Swarm, Task } from '@swarmsim/core';
import type { ClusterState } from './cluster-state.ts';
import type { Invariant, Problem, Step } from './invariant.ts';
import { hasEnded, isFrom } from './task-states.ts';

/**
 * A credential spec config is read by the engine and handed to the container as such; files are for
 * references with a file target. moby: daemon/container_operations_windows.go, setupConfigDir.
 */
export const runtimeConfigsAreNoFiles: Invariant = {
  name: 'runtime-configs-are-no-files',
  rule: 'a Runtime-target config is never among a container’s files',
  source: 'moby: daemon/container_operations_windows.go, setupConfigDir',
  when: 'commit',
  about: ['task-made', 'task-observed'],
  start:
    ({ premise }) =>
    ({ swarm, tasks, cluster }) => {
      for (const { before, after: task } of tasks) {
        // Files are written while a task is prepared, and never after.
        if (task === undefined || !isFrom(task.status.state, 'ready')) continue;
        if (before !== undefined && isFrom(before.status.state, 'ready')) continue;
        const problem = findFileWithoutTarget(swarm, task, premise);
        if (problem === undefined) continue;
        const { message, ...rest } = problem;
        const slot = cluster.slotName(task);
        return { message, evidence: { task: task.id, slot, node: task.nodeId, ...rest } };
      }
      return undefined;
    },
};

/** SwarmKit: agent/configs/configs.go, Restrict: a task reads only what it references. */
export const tasksReadOnlyReferences: Invariant = {
  name: 'tasks-read-only-references',
  rule: 'a task can read a config or secret only if it references it',
  source: 'SwarmKit: agent/configs/configs.go and agent/secrets/secrets.go, Restrict',
  when: 'commit',
  about: ['task'],
  start({ premise }) {
    const arrivals = createArrivals();
    return ({ swarm, tasks, cluster }) => {
      for (const change of tasks) {
        arrivals.note(change);
        const task = change.after;
        if (task === undefined || !arrivals.isNews(task)) continue;
        const allowed = referencesOf(task);
        if (isAllThereIs(cluster, allowed)) continue;
        premise();
        for (const id of swarm.containers.readable(task.id)) {
          if (allowed.includes(id)) continue;
          return {
            message: `task ${task.id} can read ${id} without referencing it`,
            evidence: {
              task: task.id,
              slot: cluster.slotName(task),
              node: task.nodeId,
              object: id,
              expected: allowed.length === 0 ? 'nothing to read' : allowed.join(', '),
              observed: id,
            },
          };
        }
      }
      return undefined;
    };
  },
};

/** SwarmKit: manager/dispatcher/assignments.go, and agent/worker.go for what a node drops. */
export const restingNodesHoldExactly: Invariant = {
  name: 'resting-nodes-hold-exactly',
  rule: 'at rest, a connected node holds just what its tasks reference',
  source: 'SwarmKit: manager/dispatcher/assignments.go; agent/worker.go',
  when: 'rest',
  start:
    ({ premise }) =>
    ({ swarm, cluster }) => {
      for (const { node, isUp, holdings } of swarm.nodes.list()) {
        if (!isUp || node.status.state !== 'ready') continue;
        premise();
        const problem = compareHoldings(cluster, node, new Set(holdings().ids));
        if (problem !== undefined) return problem;
      }
      return undefined;
    },
};

interface FileWithoutTarget {
  readonly message: string;
  readonly object: string;
  readonly expected: string;
  readonly observed: string;
}

/** Each file needs a file target of its own: a config may have one, and a Runtime target besides. */
function findFileWithoutTarget(
  swarm: Swarm,
  task: Task,
  premise: () => void,
): FileWithoutTarget | undefined {
  const runtime = task.spec.runtime;
  if (runtime?.kind !== 'container') return undefined;
  const { configs = none, secrets = none } = runtime;
  if (configs.length + secrets.length === 0) return undefined;
  const files = swarm.containers.find(task.id)?.files;
  if (files === undefined) return undefined;
  premise();
  const targets = new Map<string, number>();
  for (const reference of [...configs, ...secrets]) {
    if (reference.target?.kind !== 'file') continue;
    const name = 'configName' in reference ? reference.configName : reference.secretName;
    targets.set(name, (targets.get(name) ?? 0) + 1);
  }
  for (const { from, path } of files) {
    const left = targets.get(from) ?? 0;
    if (left === 0) {
      return {
        message: `task ${task.id} has ${from} as file ${path}`,
        object: from,
        expected: 'a file for each file target only',
        observed: path,
      };
    }
    targets.set(from, left - 1);
  }
  return undefined;
}

const none: readonly never[] = [];

/** How many tasks have brought something to each node, or taken it away, since each task was looked at. */
interface Arrivals {
  note(change: Step['tasks'][number]): void;
  /** Whether anything came or went since this was asked of a task that its node has begun to work on. */
  isNews(task: Task): boolean;
}

function createArrivals(): Arrivals {
  const byNode = new Map<string, number>();
  const seen = new Map<string, number>();
  return {
    note({ before, after }) {
      if (after === undefined) {
        seen.delete(before?.id ?? '');
        return;
      }
      // With the first report of a task, its node has what came along with it.
      const wasThere = before !== undefined && isFrom(before.status.state, 'accepted');
      if (wasThere || !isFrom(after.status.state, 'accepted') || after.nodeId === '') return;
      byNode.set(after.nodeId, (byNode.get(after.nodeId) ?? 0) + 1);
    },
    isNews({ id, nodeId }) {
      const count = byNode.get(nodeId) ?? 0;
      if (nodeId === '' || seen.get(id) === count) return false;
      seen.set(id, count);
      return true;
    },
  };
}

function isAllThereIs(cluster: ClusterState, allowed: readonly string[]): boolean {
  return (
    cluster.configs().every(({ id }) => allowed.includes(id)) &&
    cluster.secrets().every(({ id }) => allowed.includes(id))
  );
}

function compareHoldings(
  cluster: ClusterState,
  node: Node,
  held: ReadonlySet<string>,
): Problem | undefined {
  const wanted = new Set<string>();
  for (const task of cluster.tasksOn(node.id)) {
    const { state } = task.status;
    if (state === 'new' || state === 'pending' || hasEnded(task)) continue;
    for (const id of referencesOf(task)) wanted.add(id);
  }
  // What was deleted stays with the tasks that got it before, and reaches no other.
  const exists = (id: string): boolean =>
    cluster.config(id) !== undefined || cluster.secret(id) !== undefined;
  const missing = [...wanted].find((id) => !held.has(id) && exists(id));
  if (missing !== undefined) {
    return {
      message: `node ${node.id} lacks ${missing}, which a task there needs`,
      evidence: { node: node.id, object: missing, expected: 'held', observed: 'not held' },
    };
  }
  const extra = [...held].find((id) => !wanted.has(id));
  if (extra === undefined) return undefined;
  return {
    message: `node ${node.id} holds ${extra}, which no task needs`,
    evidence: { node: node.id, object: extra, expected: 'not held', observed: 'held' },
  };
}

/** Ids of what a task references. */
export function referencesOf(task: Task): readonly string[] {
  const runtime = task.spec.runtime;
  if (runtime?.kind !== 'container') return none;
  const { configs = none, secrets = none } = runtime;
  if (configs.length + secrets.length === 0) return none;
  return [...configs.map(({ configId }) => configId), ...secrets.map(({ secretId }) => secretId)];
}
