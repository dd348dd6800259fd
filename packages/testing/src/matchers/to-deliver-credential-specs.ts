import type { Node, Swarm, Task } from '@swarmsim/core';
import { hasEnded } from '../invariants/task-states.ts';
import { describeTask } from './describe-task.ts';
import { judge, type MatchResult } from './match-result.ts';

/**
 * Credential specs are where they belong and nowhere else: a node holds the config of one only while a
 * task there references it, only such tasks can read it, and no container has it as a file. No
 * simulated time passes: a node keeps what it has until it hears otherwise, so one that is cut off, or to
 * which a change is on its way, may hold what was taken back. SwarmKit: manager/dispatcher/assignments.go.
 */
export function toDeliverCredentialSpecsOnlyToReferencingTasks(swarm: Swarm): MatchResult {
  const specs = credentialSpecsOf(swarm);
  const problems = [...specs].flatMap(([id, name]) => [
    ...findOnNodes(swarm, id, name),
    ...findInTasks(swarm, id, name),
  ]);
  const claim = 'deliver credential specs only to the tasks that reference them';
  return judge(claim, problems, `${specs.size} of them are where they belong`);
}

/** Configs that some task has as its credential spec, by id. */
function credentialSpecsOf(swarm: Swarm): ReadonlyMap<string, string> {
  const specs = new Map<string, string>();
  for (const task of swarm.tasks.list()) {
    for (const { configId, configName, target } of configsOf(task)) {
      if (target?.kind === 'runtime') specs.set(configId, configName);
    }
  }
  return specs;
}

function findOnNodes(swarm: Swarm, id: string, name: string): readonly string[] {
  return swarm.nodes
    .list()
    .filter((node) => node.isUp && node.holdings().ids.includes(id))
    .filter((node) => !swarm.isAwaitingAssignments(node.id))
    .filter((node) => {
      const there = assignedTasks(swarm, node.id);
      return !there.some((task) => !hasEnded(task) && references(task, id));
    })
    .map((node) => `node ${node.name} holds ${name}, which no task there references`);
}

/** What the dispatcher goes by: at the instant of a change, it may not have looked at it yet. */
function assignedTasks(swarm: Swarm, nodeId: Node['id']): readonly Task[] {
  const { tasks = [] } = swarm.assignments(nodeId) ?? {};
  return tasks.flatMap((id) => swarm.assignedTask(nodeId, id) ?? []);
}

function findInTasks(swarm: Swarm, id: string, name: string): readonly string[] {
  const problems: string[] = [];
  for (const task of swarm.tasks.list()) {
    const [line] = describeTask(swarm, task);
    if (!references(task, id) && swarm.containers.readable(task.id).includes(id)) {
      problems.push(`${line}; it can read ${name}, which it does not reference`);
    }
    const isFile = configsOf(task).some(
      (one) => one.configName === name && one.target?.kind === 'file',
    );
    const file = swarm.containers.find(task.id)?.files.find(({ from }) => from === name);
    if (file !== undefined && !isFile)
      problems.push(`${line}; it has ${name} as file ${file.path}`);
  }
  return problems;
}

function configsOf({ spec: { runtime } }: Task) {
  return runtime?.kind === 'container' ? (runtime.configs ?? []) : [];
}

function references(task: Task, id: string): boolean {
  return configsOf(task).some(({ configId }) => configId === id);
}
