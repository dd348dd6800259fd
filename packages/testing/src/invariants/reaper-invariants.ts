/** What stays of tasks that have ended. SwarmKit: manager/orchestrator/taskreaper/task_reaper.go. */
import type { Task } from '@swarmsim/core';
import { taskProblem } from './about-task.ts';
import { isLed, isStill } from './at-rest.ts';
import { readClusterSettings } from './cluster-settings.ts';
import { isByReaper } from './commit-writers.ts';
import type { Invariant, Problem, Step } from './invariant.ts';
import { hasEnded, instantOf, isFrom } from './task-states.ts';

/** Whoever restarts tasks a limited number of times counts on finding them, so that many are kept. */
export const historyIsKept: Invariant = {
  name: 'history-is-kept',
  rule: 'the task reaper leaves as many tasks in a slot as the history limit says, the newest ones',
  source: 'SwarmKit: manager/orchestrator/taskreaper/task_reaper.go, tick',
  when: 'commit',
  start({ swarm, premise }) {
    const settings = readClusterSettings(swarm);
    return (step) => {
      settings.take(step);
      const deleted = deletedByReaper(step);
      if (deleted.length === 0) return undefined;
      for (const task of deleted) {
        const service = step.cluster.service(task.serviceId);
        if (service === undefined || task.desiredState === 'remove') continue;
        premise();
        const limit = limitBy(attemptsOf(service.spec.task), settings.historyLimit);
        const problem = findForgotten(step, task, { deleted, limit });
        if (problem !== undefined) return problem;
      }
      return undefined;
    };
  },
};

/**
 * The limit is enforced when a slot gets a task, and again as long as more than one task of it has not ended. A
 * new leader does not know which slots got one.
 */
export const historyIsLimited: Invariant = {
  name: 'history-is-limited',
  rule: 'at rest, a slot has no more tasks than the history limit says',
  source: 'SwarmKit: manager/orchestrator/taskreaper/task_reaper.go, tick',
  when: 'rest',
  start:
    ({ premise }) =>
    (step) => {
      const { swarm, cluster, history, at } = step;
      if (!isLed(step)) return undefined;
      const { historyLimit } = readClusterSettings(swarm);
      const seen = new Set<string>();
      for (const task of cluster.tasks()) {
        const service = cluster.service(task.serviceId);
        const mode = service?.spec.mode?.kind;
        if (service === undefined || (mode !== 'replicated' && mode !== 'global')) continue;
        const slot = cluster.slotKey(task);
        if (seen.has(slot)) continue;
        seen.add(slot);
        premise();
        const tasks = cluster.tasksIn(slot);
        // What a former leader had noted of the slot ended with its term.
        if (tasks.every(({ meta }) => meta.createdAt <= history.termBeganAt)) continue;
        const problem = findSurplus(step, tasks, historyLimit);
        if (problem !== undefined && tasks.every((one) => isStill(one, at))) return problem;
      }
      return undefined;
    },
};

/** A task whose removal was asked for is deleted when it has ended, or if it never reached a node. */
export const removedTasksAreDeleted: Invariant = {
  name: 'removed-tasks-are-deleted',
  rule: 'at rest, no task that is to be removed is left once it has stopped',
  source: 'SwarmKit: manager/orchestrator/taskreaper/task_reaper.go, Run',
  when: 'rest',
  start:
    ({ premise }) =>
    (step) => {
      const { cluster, history, at } = step;
      if (!isLed(step)) return undefined;
      if (history.tasksToRemove > 0) premise();
      for (const task of cluster.tasks()) {
        if (task.desiredState !== 'remove') continue;
        const holdsSomething = isFrom(task.status.state, 'assigned') && !hasEnded(task);
        if (holdsSomething || !isStill(task, at)) continue;
        return taskProblem(cluster, task, `is to be removed, and is ${task.status.state}`, {
          expected: 'no such task any more',
          observed: task.status.state,
        });
      }
      return undefined;
    },
};

/** One that was not assigned when its removal was asked for may be assigned since. */
export const removedTasksStopFirst: Invariant = {
  name: 'removed-tasks-stop-first',
  rule: 'a task that is to be removed is deleted only when it has ended, or if it had no node',
  source: 'SwarmKit: manager/orchestrator/taskreaper/task_reaper.go, Run',
  when: 'commit',
  about: ['task'],
  start({ premise }) {
    const unassigned = new Set<string>();
    return (step) => {
      for (const { before, after, commit } of step.tasks) {
        const task = after ?? before;
        if (task?.desiredState !== 'remove') continue;
        if (after !== undefined) {
          if (!isFrom(after.status.state, 'assigned')) unassigned.add(after.id);
          continue;
        }
        const hadNoNode = unassigned.delete(task.id);
        if (!isByReaper(commit)) continue;
        premise();
        if (hadNoNode || hasEnded(task) || !isFrom(task.status.state, 'assigned')) continue;
        return taskProblem(step.cluster, task, `was deleted while it was ${task.status.state}`, {
          expected: 'a task that has ended',
          observed: task.status.state,
        });
      }
      return undefined;
    };
  },
};

function deletedByReaper({ tasks }: Step): readonly Task[] {
  const deleted: Task[] = [];
  for (const { before, after, commit } of tasks) {
    if (after === undefined && before !== undefined && isByReaper(commit)) deleted.push(before);
  }
  return deleted;
}

function findForgotten(
  { cluster }: Step,
  task: Task,
  { deleted, limit }: { readonly deleted: readonly Task[]; readonly limit: number },
): Problem | undefined {
  const slot = cluster.slotKey(task);
  const kept = cluster.tasksIn(slot);
  // Those that were to be removed anyway counted when it was decided how many are too many.
  const removed = deleted.filter(
    (one) => one.desiredState === 'remove' && cluster.slotKey(one) === slot,
  );
  const left = kept.length + removed.length;
  if (limit < 0 || left < limit) {
    return taskProblem(cluster, task, `was forgotten, which leaves ${left} tasks in its slot`, {
      expected: limit < 0 ? 'every task to be kept' : `${limit} tasks to be kept`,
      observed: `${left}`,
    });
  }
  const older = kept.find((one) => isForgettable(one) && instantOf(one) < instantOf(task));
  if (older === undefined) return undefined;
  return taskProblem(cluster, task, `was forgotten before ${older.id}, which ended earlier`, {
    object: older.id,
    expected: 'the oldest to go first',
    observed: `${instantOf(older)} ms is kept, ${instantOf(task)} ms is not`,
  });
}

function findSurplus(
  { cluster, history }: Step,
  slot: readonly Task[],
  clusterLimit: number,
): Problem | undefined {
  const [first] = slot;
  const service = first === undefined ? undefined : cluster.service(first.serviceId);
  if (first === undefined || service === undefined) return undefined;
  if (slot.filter((task) => !isForgettable(task)).length > 1) return undefined;
  // What was made under another policy was counted by it, and a slot that was within the limit is not looked at again.
  const newestAt = Math.max(...slot.map(({ meta }) => meta.createdAt));
  const limits = [
    ...slot.map(({ spec }) => attemptsOf(spec)),
    ...history.attemptsSince(service.id, newestAt),
  ].map((attempts) => limitBy(attempts, clusterLimit));
  const limit = Math.min(...limits) < 0 ? Infinity : Math.max(1, ...limits);
  if (slot.length <= limit) return undefined;
  return taskProblem(cluster, first, `is one of ${slot.length} tasks in its slot`, {
    expected: `at most ${limit}`,
    observed: `${slot.length}`,
  });
}

function isForgettable(task: Task): boolean {
  const isUnassigned = !isFrom(task.status.state, 'assigned');
  return hasEnded(task) || (isUnassigned && isFrom(task.desiredState, 'complete'));
}

function attemptsOf({ restart }: Task['spec']): number {
  return restart?.maxAttempts ?? 0;
}

/** Who counts attempts needs to find them: as many tasks are kept, whatever the limit is else. */
function limitBy(attempts: number, clusterLimit: number): number {
  return attempts > 0 ? attempts + 1 : clusterLimit;
}
