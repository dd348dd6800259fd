/** What holds of configs and secrets on their way: who gets them, who can read them, who drops them. */
import { isTerminalState, type Commit, type Node, type Swarm, type Task } from '@swarmsim/core';
import type { Invariant } from './invariant.ts';

/**
 * A credential spec config is read by the engine and handed to the container as such; files are for
 * references with a file target. moby: daemon/container_operations_windows.go, setupConfigDir.
 */
export const runtimeConfigsAreNoFiles: Invariant = {
  name: 'runtime-configs-are-no-files',
  rule: 'a Runtime-target config is never among a container’s files',
  when: 'step',
  start: () => (step) => {
    for (const task of changedTasks(step.commits)) {
      const problem = findFileWithoutTarget(step.swarm, task);
      if (problem !== undefined) return problem;
    }
    return undefined;
  },
};

/** SwarmKit: agent/configs/configs.go, Restrict: a task reads only what it references. */
export const tasksReadOnlyReferences: Invariant = {
  name: 'tasks-read-only-references',
  rule: 'a task can read a config or secret only if it references it',
  when: 'step',
  start: () => (step) => {
    for (const task of changedTasks(step.commits)) {
      const allowed = new Set<string>(referencesOf(task));
      for (const id of step.swarm.containers.readable(task.id)) {
        if (!allowed.has(id)) return `task ${task.id} can read ${id} without referencing it`;
      }
    }
    return undefined;
  },
};

/** SwarmKit: manager/dispatcher/assignments.go: reference counted per node. */
export const assignmentsAreJustified: Invariant = {
  name: 'assignments-are-justified',
  rule: 'what a node is assigned, a live task of that node references',
  when: 'step',
  start: () => (step) => {
    for (const { node } of step.swarm.nodes.list()) {
      const problem = findUnjustified(step.swarm, node);
      if (problem !== undefined) return problem;
    }
    return undefined;
  },
};

/** SwarmKit: manager/dispatcher/assignments.go, and agent/worker.go for what a node drops. */
export const restingNodesHoldExactly: Invariant = {
  name: 'resting-nodes-hold-exactly',
  rule: 'at rest, a connected node holds just what its tasks reference',
  when: 'rest',
  start: () => (step) => {
    for (const { node, isUp, holdings } of step.swarm.nodes.list()) {
      if (!isUp || node.status.state !== 'ready') continue;
      const problem = compareHoldings(step.swarm, node, new Set(holdings().ids));
      if (problem !== undefined) return problem;
    }
    return undefined;
  },
};

/** Each file needs a file target of its own: a config may have one, and a Runtime target besides. */
function findFileWithoutTarget(swarm: Swarm, task: Task): string | undefined {
  const runtime = task.spec.runtime;
  if (runtime?.kind !== 'container') return undefined;
  const targets = new Map<string, number>();
  for (const reference of [...(runtime.configs ?? []), ...(runtime.secrets ?? [])]) {
    if (reference.target?.kind !== 'file') continue;
    const name = 'configName' in reference ? reference.configName : reference.secretName;
    targets.set(name, (targets.get(name) ?? 0) + 1);
  }
  for (const { from, path } of swarm.containers.find(task.id)?.files ?? []) {
    const left = targets.get(from) ?? 0;
    if (left === 0) return `task ${task.id} has ${from} as file ${path}`;
    targets.set(from, left - 1);
  }
  return undefined;
}

function findUnjustified(swarm: Swarm, node: Node): string | undefined {
  const assigned = swarm.assignments(node.id);
  if (assigned === undefined) return undefined;
  const wanted = new Set<string>();
  for (const id of assigned.tasks) {
    const task = swarm.assignedTask(node.id, id);
    if (task !== undefined && !isTerminalState(task.status.state)) {
      for (const reference of referencesOf(task)) wanted.add(reference);
    }
  }
  const extra = [...assigned.configs, ...assigned.secrets].find((id) => !wanted.has(id));
  return extra === undefined ? undefined : `node ${node.id} is assigned ${extra} for no live task`;
}

function compareHoldings(swarm: Swarm, node: Node, held: ReadonlySet<string>): string | undefined {
  const wanted = new Set<string>();
  for (const task of swarm.tasks.list({ node: node.id })) {
    const { state } = task.status;
    if (state === 'new' || state === 'pending' || isTerminalState(state)) continue;
    for (const id of referencesOf(task)) wanted.add(id);
  }
  // What was deleted stays with the tasks that got it before, and reaches no other.
  const missing = [...wanted].find((id) => !held.has(id) && exists(swarm, id));
  if (missing !== undefined) return `node ${node.id} lacks ${missing}, which a task there needs`;
  const extra = [...held].find((id) => !wanted.has(id));
  return extra === undefined ? undefined : `node ${node.id} holds ${extra}, which no task needs`;
}

function exists(swarm: Swarm, id: string): boolean {
  const objects = [...swarm.configs.list(), ...swarm.secrets.list()];
  return objects.some((entity) => entity.id === id);
}

function referencesOf(task: Task): readonly string[] {
  const runtime = task.spec.runtime;
  if (runtime?.kind !== 'container') return [];
  return [
    ...(runtime.configs ?? []).map(({ configId }) => configId),
    ...(runtime.secrets ?? []).map(({ secretId }) => secretId),
  ];
}

function changedTasks(commits: readonly Commit[]): readonly Task[] {
  return commits.flatMap(({ changes }) =>
    changes.flatMap(({ table, after }) =>
      table === 'task' && after !== undefined ? [after as Task] : [],
    ),
  );
}
