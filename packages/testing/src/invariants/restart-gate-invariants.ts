/** When a task that replaces another may run. */
import type { Task } from '@swarmsim/core';
import { taskProblem } from './about-task.ts';
import { isLed, nodesSeenIn } from './at-rest.ts';
import type { Invariant, Step } from './invariant.ts';
import { replacementFactsOf } from './replacements.ts';
import { hasEnded } from './task-states.ts';
import { tasksLetRunIn, tasksWaitingAfter, type WaitingTask } from './waiting-tasks.ts';

/** SwarmKit: api/defaults/service.go, Service.Task.Restart.Delay. */
const defaultDelayMs = 5_000;
/** SwarmKit: manager/orchestrator/restart/restart.go, defaultOldTaskTimeout. */
const oldTaskTimeoutMs = 60_000;

/**
 * The delay is that of the task that ended; a node that is drained is left at once. A new leader goes by the
 * task that waits: manager/orchestrator/taskinit/init.go, CheckTasks.
 */
export const replacementsWaitForTheirDelay: Invariant = {
  name: 'replacements-wait-for-their-delay',
  rule: 'a task that replaces one that ended is let run only after the restart delay',
  source: 'SwarmKit: manager/orchestrator/restart/restart.go, Restart and DelayStart',
  when: 'commit',
  about: ['task-made', 'task-wanted'],
  start({ premise }) {
    const delays = new Map<string, number>();
    return (step) => {
      for (const { task, isUpdate, replaced } of replacementFactsOf(step).replacements) {
        if (!isUpdate) delays.set(task.id, delayOf(step, replaced));
      }
      for (const started of tasksLetRunIn(step)) {
        const { task, madeAt, hadCompany } = started;
        const delayMs = delays.get(task.id);
        delays.delete(task.id);
        if (delayMs === undefined || hadCompany || mayBeKept(step, task)) continue;
        premise();
        const leastMs = started.isInherited ? Math.min(delayMs, delayMsOf(task)) : delayMs;
        const waitedMs = step.at - madeAt;
        if (waitedMs >= leastMs) continue;
        return taskProblem(step.cluster, task, `was let run ${waitedMs} ms after it was made`, {
          expected: `a restart delay of ${leastMs} ms`,
          observed: `${waitedMs} ms`,
        });
      }
      return undefined;
    };
  },
};

/** Of several old tasks it waits for one. */
export const replacementsWaitForTheOldTask: Invariant = {
  name: 'replacements-wait-for-the-old-task',
  rule: 'a task that replaces another is let run only when that one has stopped, is lost, or a minute is over',
  source: 'SwarmKit: manager/orchestrator/restart/restart.go, DelayStart',
  when: 'commit',
  about: ['task-wanted'],
  start:
    ({ premise }) =>
    (step) => {
      for (const started of tasksLetRunIn(step)) {
        const { replaced, hadCompany, isInherited } = started;
        if (replaced.length === 0 || hadCompany || isInherited) continue;
        if (mayBeKept(step, started.task)) continue;
        premise();
        const problem = findOldTask(step, started);
        if (problem === undefined) continue;
        return taskProblem(
          step.cluster,
          started.task,
          `was let run while ${problem.id}, which it replaces, was ${problem.status.state}`,
          {
            object: problem.id,
            expected: 'the old task to have ended',
            observed: problem.status.state,
          },
        );
      }
      return undefined;
    },
};

/** The step that lets a task run may come a little later than it is due. */
const slackMs = 100;

/** What an update lets wait, and what another leader takes over, is left out. */
export const replacementsWaitNoLonger: Invariant = {
  name: 'replacements-wait-no-longer',
  rule: 'a replacement waits no longer than its restart delay, and than for the old task, a minute at most',
  source: 'SwarmKit: manager/orchestrator/restart/restart.go, Restart and DelayStart',
  when: 'commit',
  start({ premise }) {
    const due = new Map<string, { readonly delayMs: number; freeAt: number | undefined }>();
    // A leader that was cut off does all that became due at the instant when it is heard again, one by one.
    let [earlierAt, lastAt] = [0, 0];
    return (step) => {
      const { cluster, at } = step;
      if (at > lastAt) [earlierAt, lastAt] = [lastAt, at];
      for (const { task, isUpdate, replaced } of replacementFactsOf(step).replacements) {
        if (isUpdate || replaced.length !== 1) continue;
        due.set(task.id, { delayMs: delayOf(step, replaced), freeAt: undefined });
      }
      for (const one of tasksLetRunIn(step)) due.delete(one.task.id);
      for (const { before, after } of step.tasks)
        if (after === undefined && before !== undefined) due.delete(before.id);
      if (due.size === 0) return undefined;
      for (const one of tasksWaitingAfter(step)) {
        const known = due.get(one.task.id);
        const task = cluster.task(one.task.id);
        if (known === undefined || task === undefined || isExcused(step, one, task)) continue;
        premise();
        const old = cluster.task(one.replaced[0]?.id ?? '');
        if (one.wasNodeLost || (old !== undefined && hasEnded(old))) known.freeAt ??= at;
        const freeMs = Math.min(known.freeAt ?? Infinity, one.madeAt + oldTaskTimeoutMs);
        const dueAt = Math.max(one.madeAt + known.delayMs, freeMs);
        // Who leads is asked last: the answer takes longer than all the rest.
        if (at <= dueAt + slackMs || !isLed(step)) continue;
        if (earlierAt <= dueAt + slackMs && hasManyManagers(step)) continue;
        return taskProblem(cluster, task, `still waits ${at - dueAt} ms after it was due`, {
          expected: `let run at ${dueAt} ms`,
          observed: `${at} ms`,
        });
      }
      return undefined;
    };
  },
};

function hasManyManagers(step: Step): boolean {
  const nodes = nodesSeenIn(step) ?? [];
  return nodes.filter(({ managerStatus }) => managerStatus !== undefined).length > 1;
}

/** A slot is handed over in one transaction: there is never none that is to run, and never two. */
export const replacedTasksAreNotWanted: Invariant = {
  name: 'replaced-tasks-are-not-wanted',
  rule: 'a restart shuts the old task down in the same transaction that makes the new one',
  source: 'SwarmKit: manager/orchestrator/restart/restart.go, Restart',
  when: 'commit',
  about: ['task-made'],
  start:
    ({ premise }) =>
    (step) => {
      for (const { task, isUpdate, replaced } of replacementFactsOf(step).replacements) {
        if (isUpdate) continue;
        premise();
        if (replaced.length > 0) continue;
        return taskProblem(step.cluster, task, 'was made to wait, but replaces no task', {
          expected: 'a task of the slot that is shut down',
          observed: 'none',
        });
      }
      return undefined;
    },
};

function delayOf({ cluster }: Step, replaced: readonly Task[]): number {
  const old = replaced.at(-1);
  if (old === undefined) return 0;
  return cluster.node(old.nodeId)?.spec.availability === 'drain' ? 0 : delayMsOf(old);
}

/** Whether somebody else has come between, or nothing waits any more. */
function isExcused({ cluster }: Step, waiting: WaitingTask, task: Task): boolean {
  if (waiting.isInherited || waiting.hadCompany) return true;
  if (task.desiredState !== 'ready' || hasEnded(task)) return true;
  const service = cluster.service(task.serviceId);
  return service === undefined || service.meta.updatedAt >= waiting.madeAt;
}

/**
 * An update that comes to a slot whose waiting task is of an older spec, and has become as it should be, lets it run
 * at once. SwarmKit: manager/orchestrator/update/updater.go, useExistingTask.
 */
function mayBeKept({ cluster }: Step, { serviceId, specVersion = 0 }: Task): boolean {
  return (cluster.service(serviceId)?.specVersion ?? 0) > specVersion;
}

function delayMsOf({ spec }: Task): number {
  return spec.restart?.delayMs ?? defaultDelayMs;
}

/** The task that is still there although it should have been waited for. */
function findOldTask({ cluster, at }: Step, started: WaitingTask): Task | undefined {
  if (started.wasNodeLost || at - started.madeAt >= oldTaskTimeoutMs) return undefined;
  let running: Task | undefined;
  for (const { id } of started.replaced) {
    const old = cluster.task(id);
    if (old === undefined || hasEnded(old)) return undefined;
    running = old;
  }
  return running;
}
