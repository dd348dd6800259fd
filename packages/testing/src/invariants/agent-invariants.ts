/** What a node does with the tasks that it is assigned. SwarmKit: agent. */
import type { NodeView, Task } from '@swarmsim/core';
import { taskProblem } from './about-task.ts';
import { isStill, mayStopLate, nodesSeenIn } from './at-rest.ts';
import type { ClusterState } from './cluster-state.ts';
import { isByDispatcher } from './commit-writers.ts';
import type { Invariant, Problem, Step } from './invariant.ts';
import { replacementFactsOf } from './replacements.ts';
import { foundOncePerStep } from './shared-facts.ts';
import { hasEnded, isFrom } from './task-states.ts';

/** A task that waits for its turn is prepared, no more. */
export const tasksStartOnlyWhenTold: Invariant = {
  name: 'tasks-start-only-when-told',
  rule: 'a task that waits is prepared, but starts only after it was let run',
  source: 'SwarmKit: agent/exec/controller.go, Do',
  when: 'commit',
  about: ['task-observed', 'task-wanted', 'task-deleted'],
  start({ premise }) {
    const letRunAt = new Map<string, number>();
    return (step) => {
      for (const { after, commit } of replacementFactsOf(step).letRun) {
        if (after !== undefined) letRunAt.set(after.id, commit.at);
      }
      for (const { before, after } of step.tasks) {
        if (before === undefined || after?.status.state === before.status.state) continue;
        const toldAt = letRunAt.get(before.id);
        if (after === undefined || hasEnded(after)) letRunAt.delete(before.id);
        if (after === undefined) continue;
        const problem = findEarlyStart(step.cluster, after, toldAt, premise);
        if (problem !== undefined) return problem;
      }
      return undefined;
    };
  },
};

/** No other node has it, and the node knows which it is. */
export const runningTasksHaveAContainer: Invariant = {
  name: 'running-tasks-have-a-container',
  rule: 'a task is reported running only when the container of its node was started for it',
  source:
    'SwarmKit: agent/exec/controller.go, Do; manager/dispatcher/dispatcher.go, UpdateTaskStatus',
  when: 'commit',
  about: ['task-made', 'task-observed'],
  start:
    ({ premise }) =>
    (step) => {
      const { swarm, cluster, tasks } = step;
      for (const { before, after, commit } of tasks) {
        if (after?.status.state !== 'running' || before?.status.state === 'running') continue;
        if (!isByDispatcher(commit) || after.spec.runtime?.kind !== 'container') continue;
        premise();
        const { containerId, startedAt = Infinity } = swarm.containers.find(after.id) ?? {};
        // A node that has left the swarm has taken its containers with it.
        if (containerId === undefined && !isThere(step, after.nodeId)) continue;
        const isTheOne = containerId === after.status.container?.containerId;
        // One that was starting as its host died is found ended. SwarmKit: agent/exec/errors.go, ErrTaskStarted.
        const returnedAt = cluster.node(after.nodeId)?.meta.updatedAt ?? 0;
        if (isTheOne && returnedAt > (before?.status.at ?? 0) && startedAt === Infinity) continue;
        if (isTheOne && startedAt <= after.status.at) continue;
        return taskProblem(cluster, after, 'is reported running, but its container is not', {
          object: containerId ?? '',
          expected: `a container that was started by ${after.status.at} ms`,
          observed: containerId === undefined ? 'none' : `started at ${startedAt} ms`,
        });
      }
      return undefined;
    },
};

/** What is said of a task stays that of the state before. SwarmKit: agent/exec/controller.go, Do (fatal). */
export const tasksFailOnlyOnceStarted: Invariant = {
  name: 'tasks-fail-only-once-started',
  rule: 'a task that its node cannot prepare is rejected, and one that was started fails',
  source: 'SwarmKit: agent/exec/controller.go, Do',
  when: 'commit',
  about: ['task-made', 'task-observed'],
  start:
    ({ premise }) =>
    ({ cluster, tasks }) => {
      for (const { before, after, commit } of tasks) {
        const state = after?.status.state;
        if (after === undefined || (state !== 'failed' && state !== 'rejected')) continue;
        if (before?.status.state === state || !isByDispatcher(commit)) continue;
        premise();
        const isPreparing = after.status.message === 'preparing';
        if (!isPreparing || state === 'rejected') continue;
        return taskProblem(cluster, after, 'failed while it was prepared', {
          expected: 'rejected',
          observed: state,
        });
      }
      return undefined;
    },
};

/** There it does not get beyond its preparation; whether it gets that far is another matter. */
export const linuxTakesNoCredentialSpec: Invariant = {
  name: 'linux-takes-no-credential-spec',
  rule: 'a task with a credential spec gets no container on Linux',
  source: 'moby: daemon/daemon_unix.go, parseSecurityOpt; SwarmKit: agent/exec/controller.go, Do',
  when: 'commit',
  about: ['task-made', 'task-observed'],
  start:
    ({ premise }) =>
    ({ cluster, tasks }) => {
      for (const { before, after, commit } of tasks) {
        const state = after?.status.state;
        if (after === undefined || state === before?.status.state) continue;
        const { runtime } = after.spec;
        if (runtime?.kind !== 'container' || runtime.privileges?.credentialSpec === undefined)
          continue;
        if (cluster.node(after.nodeId)?.description?.platform?.os !== 'linux') continue;
        if (!isByDispatcher(commit) || state === undefined) continue;
        premise();
        const hasContainer = isFrom(state, 'ready') && !isFrom(state, 'shutdown');
        if (!hasContainer && state !== 'failed') continue;
        return taskProblem(cluster, after, `is ${state} on Linux, with a credential spec`, {
          expected: 'rejected',
          observed: `${state}: ${after.status.err}`,
        });
      }
      return undefined;
    },
};

/** Nothing is forgotten, and nothing is left over. */
export const nodesHoldJustTheirTasks: Invariant = {
  name: 'nodes-hold-just-their-tasks',
  rule: 'at rest, a connected node has every task that is assigned to it, and no other',
  source: 'SwarmKit: agent/worker.go, reconcileTaskState; manager/dispatcher/assignments.go',
  when: 'rest',
  start: ({ premise }) =>
    onRestingNodes(({ cluster }, { id, name, holdings }) => {
      premise();
      const held = new Set(holdings().tasks);
      for (const task of cluster.tasksOn(id)) {
        const isHeld = held.delete(task.id);
        if (isHeld || hasEnded(task) || !isFrom(task.status.state, 'assigned')) continue;
        return taskProblem(cluster, task, `is not known to its node ${name}`, {
          expected: 'the node to have it',
          observed: task.status.state,
        });
      }
      const [left] = held;
      if (left === undefined) return undefined;
      return {
        message: `node ${name} has task ${left}, which is not assigned to it`,
        evidence: {
          node: id,
          task: left,
          expected: 'no such task',
          observed: 'a task that is held',
        },
      };
    }),
};

/** What the managers say of a task is what the engine says of its container. */
export const containersMatchTheirTasks: Invariant = {
  name: 'containers-match-their-tasks',
  rule: 'at rest, on a connected node the containers of running tasks run, and no others',
  source: 'SwarmKit: agent/task.go, run; agent/exec/controller.go, Do',
  when: 'rest',
  start: ({ premise }) =>
    onRestingNodes(({ swarm, cluster }, { id }) => {
      for (const task of cluster.tasksOn(id)) {
        if (task.spec.runtime?.kind !== 'container' || mayStopLate(task)) continue;
        premise();
        const state = swarm.containers.find(task.id)?.state ?? 'none';
        const isRunning = state === 'running';
        const isWrong = task.status.state === 'running' ? !isRunning : isRunning && hasEnded(task);
        if (!isWrong) continue;
        return taskProblem(
          cluster,
          task,
          `is ${task.status.state}, but its container is ${state}`,
          {
            expected: isRunning ? 'no container that runs' : 'a container that runs',
            observed: state,
          },
        );
      }
      return undefined;
    }),
};

/** A container gets its grace period, and is killed. */
export const stoppedTasksEnd: Invariant = {
  name: 'stopped-tasks-end',
  rule: 'at rest, no task that is to stop goes on at a connected node',
  source: 'SwarmKit: agent/exec/controller.go, Do (shutdown)',
  when: 'rest',
  start: ({ premise }) =>
    onRestingNodes(({ cluster }, { id }) => {
      for (const task of cluster.tasksOn(id)) {
        if (!isFrom(task.desiredState, 'shutdown') || mayStopLate(task)) continue;
        premise();
        if (hasEnded(task) || !isFrom(task.status.state, 'assigned')) continue;
        return taskProblem(cluster, task, `is still ${task.status.state}, though it is to stop`, {
          expected: 'a task that has ended',
          observed: task.status.state,
        });
      }
      return undefined;
    }),
};

function findEarlyStart(
  cluster: ClusterState,
  task: Task,
  toldAt: number | undefined,
  premise: () => void,
): Problem | undefined {
  const { state, at } = task.status;
  const hasStarted = isFrom(state, 'starting') && !isFrom(state, 'shutdown');
  if (task.desiredState === 'ready') {
    premise();
    if (!hasStarted) return undefined;
    return taskProblem(cluster, task, `is ${state}, though it was to wait`, {
      expected: 'ready at most',
      observed: state,
    });
  }
  if (toldAt === undefined || !hasStarted) return undefined;
  premise();
  if (at >= toldAt) return undefined;
  return taskProblem(cluster, task, `was ${state} ${toldAt - at} ms before it was let run`, {
    expected: `from ${toldAt} ms on`,
    observed: `${at} ms`,
  });
}

/** Checks the nodes that are connected, and of which nothing has changed for a while. */
function onRestingNodes(
  check: (step: Step, node: NodeView) => Problem | undefined,
): ReturnType<Invariant['start']> {
  return (step) => {
    for (const view of restingNodesIn(step)) {
      const problem = check(step, view);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

const restingNodesIn = foundOncePerStep(
  (step: Step): readonly NodeView[] =>
    nodesSeenIn(step)?.filter((view) => isResting(view, step)) ?? [],
);

function isResting({ id, isUp, state, node }: NodeView, { cluster, at }: Step): boolean {
  if (!isUp || state !== 'ready' || !isStill(node, at)) return false;
  return cluster.tasksOn(id).every((task) => isStill(task, at));
}

function isThere(step: Step, nodeId: string): boolean {
  return nodesSeenIn(step)?.some(({ id, isUp }) => id === nodeId && isUp) === true;
}
