import type { Service } from '../model/service.ts';
import type { Task } from '../model/task.ts';
import type { ReadTx } from '../store/store.ts';

/** How far a service is from what was asked of it. */
export interface ServiceStatus {
  readonly serviceId: string;
  readonly desiredTasks: number;
  readonly runningTasks: number;
  /** Only counted for jobs. */
  readonly completedTasks: number;
}

/**
 * Counts the tasks of a service by what was last observed of them, so tasks of a lost node go on
 * counting as running. SwarmKit: manager/controlapi/service.go, ListServiceStatuses.
 */
export function countServiceTasks(serviceId: string, tx: ReadTx): ServiceStatus {
  const service = tx.get('service', serviceId);
  const iteration = service?.jobStatus?.jobIteration;
  const tasks = tx
    .find('task', 'service', serviceId)
    .filter((task) => iteration === undefined || task.jobIteration === iteration);
  const completed = tasks.filter((task) => task.status.state === 'complete');
  return {
    serviceId,
    desiredTasks: countDesired(service, tasks),
    runningTasks: tasks.filter((task) => task.status.state === 'running').length,
    completedTasks: iteration === undefined ? 0 : completed.length,
  };
}

function countDesired(service: Service | undefined, tasks: readonly Task[]): number {
  const mode = service?.spec.mode;
  if (mode === undefined) return 0;
  if (mode.kind === 'replicated') return mode.replicas;
  if (mode.kind === 'replicated-job') return mode.maxConcurrent;
  // Nobody knows how many nodes fit, so the tasks that exist tell.
  return tasks.filter(
    ({ desiredState, status }) =>
      desiredState === 'running' || (desiredState === 'complete' && status.state !== 'complete'),
  ).length;
}
