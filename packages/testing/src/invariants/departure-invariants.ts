/** What becomes of tasks whose node is lost or drained. SwarmKit: manager/orchestrator. */
import type { Node, Service, Task } from '@swarmsim/core';
import { taskProblem } from './about-task.ts';
import { isByNewLeader } from './commit-writers.ts';
import type { ClusterState } from './cluster-state.ts';
import type { Invariant, Problem, Step } from './invariant.ts';
import { isWanted } from './waiting-tasks.ts';

/** Tasks that have to be given up before the next instant. */
interface Departure {
  readonly at: number;
  readonly node: Node;
  readonly tasks: readonly Task[];
}

/**
 * Orchestrators hear of it in the same instant. A task that waits for its turn is replaced when that has come;
 * jobs wait for their nodes, and a new leader looks at everything anew.
 */
export const lostNodesAreLeftAtOnce: Invariant = {
  name: 'lost-nodes-are-left-at-once',
  rule: 'the tasks of a service on a node that is lost, drained or removed are no longer to run, at that very instant',
  source:
    'SwarmKit: manager/orchestrator/replicated/tasks.go, handleNodeChange; global/global.go, Run',
  when: 'commit',
  start({ premise }) {
    let pending: Departure[] = [];
    return (step) => {
      if (step.commits.some(isByNewLeader)) pending = [];
      // Few steps come further than this.
      if (pending.length === 0 && step.nodes.length === 0) return undefined;
      const due = pending.filter(({ at }) => at < step.at);
      if (due.length > 0) pending = pending.filter(({ at }) => at >= step.at);
      for (const departure of due) {
        premise();
        const problem = findForgotten(step.cluster, departure);
        if (problem !== undefined) return problem;
      }
      pending.push(...departuresOf(step));
      return undefined;
    };
  },
};

function departuresOf(step: Step): readonly Departure[] {
  const departures: Departure[] = [];
  for (const { before, after } of step.nodes) {
    if (before === undefined || isGone(before) || !isGone(after)) continue;
    const tasks = step.cluster.tasksOn(before.id).filter((task) => isAwaited(step.cluster, task));
    if (tasks.length > 0) departures.push({ at: step.at, node: after ?? before, tasks });
  }
  return departures;
}

function isGone(node: Node | undefined): boolean {
  return node === undefined || node.status.state === 'down' || node.spec.availability === 'drain';
}

function isAwaited(cluster: ClusterState, task: Task): boolean {
  const service: Service | undefined = cluster.service(task.serviceId);
  const mode = service?.spec.mode?.kind;
  return (
    isWanted(task) && task.desiredState !== 'ready' && (mode === 'replicated' || mode === 'global')
  );
}

function findForgotten(cluster: ClusterState, { node, tasks }: Departure): Problem | undefined {
  for (const { id } of tasks) {
    const task = cluster.task(id);
    if (task === undefined || !isAwaited(cluster, task)) continue;
    const state = `${node.status.state}, ${node.spec.availability}`;
    return taskProblem(cluster, task, 'is still to run on a node that is lost or drained', {
      expected: 'a task that is shut down',
      observed: `wanted ${task.desiredState}; the node: ${state}`,
    });
  }
  return undefined;
}
