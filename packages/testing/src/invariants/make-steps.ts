import type { Commit, Config, Node, Operation, Secret, Service, Swarm, Task } from '@swarmsim/core';
import { createClusterHistory } from './cluster-history.ts';
import type { KeptClusterState } from './cluster-state.ts';
import type { Step, TableChange } from './invariant.ts';
import { updateFactsOf } from './update-runs.ts';
import { tasksLetRunIn } from './waiting-tasks.ts';

/** Makes a step of what was committed. */
export type MakeStep = (at: number, commits: readonly Commit[], operation?: Operation) => Step;

/** Makes the steps of a swarm, one after the other; `cluster` is as it was before the first. */
export function createSteps(swarm: Swarm, cluster: KeptClusterState): MakeStep {
  const history = createClusterHistory(cluster);
  return (at, commits, operation) => {
    if (operation !== undefined) history.takeOperation(operation, at);
    if (commits.length > 0) {
      history.take(commits);
      for (const commit of commits) cluster.take(commit);
    }
    // Field by field: a step is made for every entry of the queue.
    const { tasks, nodes, services, configs, secrets, assigned } =
      commits.length === 0 ? unchanged : sortByTable(commits);
    const step: Step = {
      swarm,
      at,
      commits,
      operation,
      cluster,
      history,
      tasks,
      nodes,
      services,
      configs,
      secrets,
      assigned,
    };
    if (commits.length > 0) {
      // What is kept up for several rules is to see every commit, whichever rules are asked.
      updateFactsOf(step);
      tasksLetRunIn(step);
    }
    return step;
  };
}

type ByTable = Pick<Step, 'tasks' | 'nodes' | 'services' | 'configs' | 'secrets' | 'assigned'>;

const none: readonly never[] = [];

const unchanged: ByTable = {
  tasks: none,
  nodes: none,
  services: none,
  configs: none,
  secrets: none,
  assigned: none,
};

function sortByTable(commits: readonly Commit[]): ByTable {
  const tasks: TableChange<Task>[] = [];
  const nodes: TableChange<Node>[] = [];
  const services: TableChange<Service>[] = [];
  const configs: TableChange<Config>[] = [];
  const secrets: TableChange<Secret>[] = [];
  const assigned: Task[] = [];
  const lists = { task: tasks, node: nodes, service: services, config: configs, secret: secrets };
  for (const commit of commits) {
    for (const { table, before, after } of commit.changes) {
      if (table === 'cluster' || table === 'network') continue;
      lists[table].push({ before, after, commit } as never);
      if (table === 'task' && isAssigned(before as Task | undefined, after as Task | undefined))
        assigned.push(after as Task);
    }
  }
  return { tasks, nodes, services, configs, secrets, assigned };
}

/** SwarmKit: manager/scheduler/scheduler.go, applySchedulingDecisions. */
function isAssigned(before: Task | undefined, after: Task | undefined): boolean {
  return before?.status.state === 'pending' && after?.status.state === 'assigned';
}
