/** Jobs run to their end, as often as they were told. SwarmKit: manager/orchestrator/jobs. */
import type { Service, Task } from '@swarmsim/core';
import { taskProblem } from './about-task.ts';
import { isLed, isStill } from './at-rest.ts';
import type { ClusterState } from './cluster-state.ts';
import type { Invariant, Problem } from './invariant.ts';
import { hasEnded, isFrom, isToRun } from './task-states.ts';

/** A task that failed counts until it is shut down, and then no more: its slot is run again. */
export const jobsKeepTheirConcurrency: Invariant = {
  name: 'jobs-keep-their-concurrency',
  rule: 'at most as many tasks of a job are on their way as may run at once',
  source: 'SwarmKit: manager/orchestrator/jobs/replicated/reconciler.go, ReconcileService',
  when: 'commit',
  about: ['task-made'],
  start: ({ premise }) =>
    onNewJobTask((cluster, task, job) => {
      premise();
      const { active } = measure(cluster, job);
      if (active <= job.maxConcurrent) return undefined;
      return taskProblem(cluster, task, `is the ${active}th task of its job under way`, {
        expected: `at most ${job.maxConcurrent}`,
        observed: `${active}`,
      });
    }),
};

/** Only what has completed counts. */
export const jobsRunNoMoreThanAsked: Invariant = {
  name: 'jobs-run-no-more-than-asked',
  rule: 'a job has no more tasks completed and under way than completions were asked for',
  source: 'SwarmKit: manager/orchestrator/jobs/replicated/reconciler.go, ReconcileService',
  when: 'commit',
  about: ['task-made'],
  start: ({ premise }) =>
    onNewJobTask((cluster, task, job) => {
      premise();
      const { active, completed } = measure(cluster, job);
      if (active + completed <= job.totalCompletions) return undefined;
      return taskProblem(cluster, task, 'was made though its job needs no further task', {
        expected: `${job.totalCompletions} completions`,
        observed: `${completed} completed and ${active} under way`,
      });
    }),
};

/** Where the policy does not let tasks be restarted, a job may stand still. */
export const jobsGoOnUntilTheyAreDone: Invariant = {
  name: 'jobs-go-on-until-they-are-done',
  rule: 'at rest, a job has completed as often as asked, or as many of its tasks are under way as may be',
  source: 'SwarmKit: manager/orchestrator/jobs/replicated/reconciler.go, ReconcileService',
  when: 'rest',
  start:
    ({ premise }) =>
    (step) => {
      const { cluster, at } = step;
      if (!isLed(step)) return undefined;
      for (const service of cluster.services()) {
        const job = jobOf(service);
        if (job === undefined || !isStill(service, at)) continue;
        if (!cluster.tasksOf(service.id).every((task) => isStill(task, at))) continue;
        const { condition = 'any', maxAttempts = 0 } = service.spec.task.restart ?? {};
        if (condition === 'none' || maxAttempts > 0) continue;
        premise();
        const { active, completed } = measure(cluster, job);
        const missing = Math.min(job.maxConcurrent, job.totalCompletions - completed);
        if (active === missing) continue;
        return {
          message: `job ${service.spec.name} has completed ${completed} of ${job.totalCompletions} times, and ${active} of its tasks are under way`,
          evidence: {
            service: service.id,
            expected: `${missing} tasks under way`,
            observed: `${active}`,
          },
        };
      }
      return undefined;
    },
};

/** What has been completed on a node is not done again, and not two at a time either. */
export const globalJobsRunOnceOnANode: Invariant = {
  name: 'global-jobs-run-once-on-a-node',
  rule: 'in one run of a global job, a node has one task that is to complete, or has',
  source: 'SwarmKit: manager/orchestrator/jobs/global/reconciler.go, ReconcileService',
  when: 'commit',
  about: ['task-made'],
  start:
    ({ premise }) =>
    ({ cluster, tasks }) => {
      for (const { before, after } of tasks) {
        if (before !== undefined || after?.jobIteration === undefined) continue;
        if (cluster.service(after.serviceId)?.spec.mode?.kind !== 'global-job') continue;
        premise();
        const other = cluster
          .tasksIn(cluster.slotKey(after))
          .find(
            (task) =>
              task.id !== after.id && task.jobIteration === after.jobIteration && isToRun(task),
          );
        if (other === undefined) continue;
        return taskProblem(cluster, after, `was made where ${other.id} is ${other.status.state}`, {
          object: other.id,
          expected: 'one task on the node',
          observed: 'two',
        });
      }
      return undefined;
    },
};

/** A run ends when the next one begins. What has ended of it is kept by replicated jobs only. */
export const earlierRunsOfJobsEnd: Invariant = {
  name: 'earlier-runs-of-jobs-end',
  rule: 'at rest, no task of an earlier run of a job is still to complete',
  source: 'SwarmKit: manager/orchestrator/jobs/replicated and global, ReconcileService',
  when: 'rest',
  start:
    ({ premise }) =>
    (step) => {
      const { cluster, at } = step;
      if (!isLed(step)) return undefined;
      for (const task of cluster.tasks()) {
        const { mode } = cluster.service(task.serviceId)?.spec ?? {};
        const { jobIteration } = cluster.service(task.serviceId)?.jobStatus ?? {};
        if (jobIteration === undefined || task.jobIteration === jobIteration) continue;
        premise();
        if (task.desiredState === 'remove' || !isStill(task, at)) continue;
        if (mode?.kind === 'replicated-job' && hasEnded(task)) continue;
        return taskProblem(cluster, task, `is of run ${task.jobIteration}, and still kept`, {
          expected: `only tasks of run ${jobIteration}`,
          observed: `wanted ${task.desiredState}`,
        });
      }
      return undefined;
    },
};

/** A replicated job in its present run. */
interface Job {
  readonly service: Service;
  readonly maxConcurrent: number;
  readonly totalCompletions: number;
  readonly iteration: number;
}

function jobOf(service: Service | undefined): Job | undefined {
  const { mode } = service?.spec ?? {};
  if (service === undefined || mode?.kind !== 'replicated-job') return undefined;
  const { maxConcurrent, totalCompletions } = mode;
  return {
    service,
    maxConcurrent,
    totalCompletions,
    iteration: service.jobStatus?.jobIteration ?? 0,
  };
}

function measure(
  cluster: ClusterState,
  { service, iteration }: Job,
): { readonly active: number; readonly completed: number } {
  let active = 0;
  let completed = 0;
  for (const { jobIteration, status, desiredState } of cluster.tasksOf(service.id)) {
    if (jobIteration !== iteration) continue;
    if (status.state === 'complete') completed += 1;
    else if (!isFrom(desiredState, 'shutdown')) active += 1;
  }
  return { active, completed };
}

type CheckJob = (cluster: ClusterState, task: Task, job: Job) => Problem | undefined;

/** Checks whenever a task is made for the present run of a replicated job. */
function onNewJobTask(check: CheckJob): ReturnType<Invariant['start']> {
  return ({ cluster, tasks }) => {
    for (const { before, after } of tasks) {
      if (before !== undefined || after?.jobIteration === undefined) continue;
      const job = jobOf(cluster.service(after.serviceId));
      if (job === undefined || after.jobIteration !== job.iteration) continue;
      const problem = check(cluster, after, job);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}
