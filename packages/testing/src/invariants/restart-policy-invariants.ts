/** Whether a task that ended is replaced. SwarmKit: manager/orchestrator/restart/restart.go, shouldRestart. */
import type { Commit, Service, Task } from '@swarmsim/core';
import { taskProblem } from './about-task.ts';
import { isLed, isStill } from './at-rest.ts';
import { isByNewLeader } from './commit-writers.ts';
import type { ClusterState } from './cluster-state.ts';
import type { Invariant, Step } from './invariant.ts';
import { replacementFactsOf } from './replacements.ts';
import { countAttempts, createRestartHistory, type RestartHistory } from './restart-history.ts';
import { hasEnded, isToRun } from './task-states.ts';
import { isWanted } from './waiting-tasks.ts';

/** For jobs, `any` acts like `on-failure`: what has completed is done. */
export const restartsObeyTheirCondition: Invariant = {
  name: 'restarts-obey-their-condition',
  rule: 'a task is restarted only where its restart condition allows it',
  source: 'SwarmKit: manager/orchestrator/restart/restart.go, shouldRestart',
  when: 'commit',
  about: ['task-made'],
  start:
    ({ premise }) =>
    (step) => {
      for (const { isUpdate, replaced } of replacementFactsOf(step).replacements) {
        const old = replaced.at(-1);
        if (isUpdate || old === undefined) continue;
        premise();
        const condition = forbiddenBy(step.cluster, old);
        if (condition === undefined) continue;
        return taskProblem(step.cluster, old, `was restarted as ${old.status.state}`, {
          expected: `no restart under the condition ${condition}`,
          observed: `a restart of what is ${old.status.state}`,
        });
      }
      return undefined;
    },
};

/** Global jobs are left out: SwarmKit looks their restarts up where it never wrote them. */
export const restartAttemptsAreLimited: Invariant = {
  name: 'restart-attempts-are-limited',
  rule: 'within the window, a slot is restarted at most as often as its policy allows',
  source:
    'SwarmKit: manager/orchestrator/restart/restart.go, shouldRestart and RecordRestartHistory',
  when: 'commit',
  start({ premise }) {
    const history = createRestartHistory();
    return (step) => {
      if (step.commits.some(isByNewLeader)) history.forget();
      for (const { task, commit, isUpdate, replaced } of replacementFactsOf(step).replacements) {
        if (isUpdate) continue;
        const slot = step.cluster.slotKey(task);
        const old = replaced.at(-1);
        const limit = old?.spec.restart?.maxAttempts ?? 0;
        if (old !== undefined && limit > 0 && modeOf(step.cluster, old) !== 'global-job') {
          premise();
          const attempts = countAttempts(history.of(slot), old);
          if (attempts >= limit) {
            return taskProblem(step.cluster, old, `was restarted after ${attempts} restarts`, {
              expected: `at most ${limit} restarts`,
              observed: `${attempts + 1} restarts`,
            });
          }
        }
        history.add(slot, task, commit.at);
      }
      return undefined;
    };
  },
};

/** The other side of both: what the policy allows is done. */
export const endedTasksAreReplaced: Invariant = {
  name: 'ended-tasks-are-replaced',
  rule: 'a task is given up without a replacement only where its restart policy says so',
  source: 'SwarmKit: manager/orchestrator/restart/restart.go, Restart',
  when: 'commit',
  start({ premise }) {
    const history = createRestartHistory();
    return (step) => {
      if (step.commits.some(isByNewLeader)) history.forget();
      const { replacements, shutDowns } = replacementFactsOf(step);
      if (replacements.length === 0 && shutDowns.length === 0) return undefined;
      let uncounted = replacements.filter(({ isUpdate }) => !isUpdate);
      const countBefore = (place: number): void => {
        for (const { task, commit } of uncounted.filter((one) => one.place < place)) {
          history.add(step.cluster.slotKey(task), task, commit.at);
        }
        uncounted = uncounted.filter((one) => one.place >= place);
      };
      for (const { task, commit, place } of shutDowns) {
        if (!isRestartsToDecide(step, task, commit)) continue;
        premise();
        countBefore(place);
        if (mayBeGivenUp(step.cluster, task, history)) continue;
        return taskProblem(step.cluster, task, `was given up as ${task.status.state}`, {
          expected: 'a replacement in the same transaction',
          observed: 'none',
        });
      }
      countBefore(Infinity);
      return undefined;
    };
  },
};

/** What ended and is still wanted would wait for ever: nothing else would look at it again. */
export const endedTasksAreDealtWith: Invariant = {
  name: 'ended-tasks-are-dealt-with',
  rule: 'at rest, no task that has ended is still to run',
  source:
    'SwarmKit: manager/orchestrator/replicated/tasks.go, handleTaskChange; orchestrator/global, jobs',
  when: 'rest',
  start:
    ({ premise }) =>
    (step) => {
      const { cluster, at } = step;
      if (!isLed(step)) return undefined;
      for (const task of cluster.tasks()) {
        if (!hasEnded(task)) continue;
        premise();
        // One that waits for its turn is restarted when that has come.
        if (!isToRun(task) || task.desiredState === 'ready' || !isStill(task, at)) continue;
        if (isDone(cluster, task)) continue;
        return taskProblem(cluster, task, `is ${task.status.state}, and yet to run`, {
          expected: 'a task that is shut down, or replaced',
          observed: `wanted ${task.desiredState}`,
        });
      }
      return undefined;
    },
};

function modeOf(cluster: ClusterState, { serviceId }: Task): string | undefined {
  return cluster.service(serviceId)?.spec.mode?.kind;
}

function isJob(mode: string | undefined): boolean {
  return mode === 'replicated-job' || mode === 'global-job';
}

/** A task of a job that has completed stays as it is, and so does one of a service that is gone. */
function isDone(cluster: ClusterState, task: Task): boolean {
  const service: Service | undefined = cluster.service(task.serviceId);
  if (service === undefined) return true;
  if (!isJob(service.spec.mode?.kind)) return false;
  return task.status.state === 'complete' || task.jobIteration !== service.jobStatus?.jobIteration;
}

/** The condition that does not allow a task to be restarted, if it is one that does not. */
function forbiddenBy(cluster: ClusterState, task: Task): string | undefined {
  const condition = task.spec.restart?.condition ?? 'any';
  if (condition === 'none') return condition;
  if (task.status.state !== 'complete') return undefined;
  return condition === 'on-failure' || isJob(modeOf(cluster, task)) ? condition : undefined;
}

function mayBeGivenUp(cluster: ClusterState, task: Task, history: RestartHistory): boolean {
  if (forbiddenBy(cluster, task) !== undefined) return true;
  const limit = task.spec.restart?.maxAttempts ?? 0;
  if (limit === 0) return false;
  const restarts = history.of(cluster.slotKey(task));
  if (!(restarts?.isWhole ?? history.isWhole)) return true;
  return countAttempts(restarts, task) >= limit;
}

/**
 * Whether it was for the restart supervisor to decide what follows a task. The global orchestrator shuts tasks
 * down by itself where their node has to have none, or has one already.
 */
function isRestartsToDecide({ cluster }: Step, task: Task, commit: Commit): boolean {
  const mode = modeOf(cluster, task);
  const { writtenBy } = commit;
  if (writtenBy === 'watch:restart-gates' || writtenBy === 'restart-gate') return true;
  const isTakeOver = isByNewLeader(commit);
  if (mode === 'replicated') return isTakeOver || writtenBy === 'watch:replicated';
  if (mode === 'replicated-job') return isTakeOver || writtenBy === 'watch:jobs';
  if (!hasEnded(task)) return false;
  if (mode === 'global-job') return writtenBy === 'watch:jobs';
  if (mode !== 'global' || (!isTakeOver && writtenBy !== 'watch:global')) return false;
  return isServedNode(cluster, task) && !cluster.tasksIn(cluster.slotKey(task)).some(isWanted);
}

function isServedNode(cluster: ClusterState, { nodeId, serviceId }: Task): boolean {
  const node = cluster.node(nodeId);
  if (node?.spec.availability !== 'active' || node.status.state === 'down') return false;
  const { constraints = [] } = cluster.service(serviceId)?.spec.task.placement ?? {};
  return constraints.length === 0;
}
