/** What the modes of services mean. SwarmKit: manager/orchestrator/service.go. */
import type { Service } from '../model/service.ts';

/** Whether a service has a number of replicas; false for a service that is gone. */
export function isReplicated(service: Service | undefined): service is Service {
  return service?.spec.mode?.kind === 'replicated';
}

/** Whether a service has a task on every node; false for a service that is gone. */
export function isGlobal(service: Service | undefined): service is Service {
  return service?.spec.mode?.kind === 'global';
}

/** Whether a service is a job with a number of completions; false for a service that is gone. */
export function isReplicatedJob(service: Service | undefined): service is Service {
  return service?.spec.mode?.kind === 'replicated-job';
}

/** Whether a service is a job that runs once on every node; false for a service that is gone. */
export function isGlobalJob(service: Service | undefined): service is Service {
  return service?.spec.mode?.kind === 'global-job';
}

/** Whether the tasks of a service are to run to their end; false for a service that is gone. */
export function isJob(service: Service | undefined): service is Service {
  return isReplicatedJob(service) || isGlobalJob(service);
}

/** Whether the slots of a service are nodes. */
export function isNodeBound(service: Service): boolean {
  return isGlobal(service) || isGlobalJob(service);
}

/**
 * The run that a job is at, counted from 0; a job without a status is at its first.
 * SwarmKit: manager/orchestrator/jobs/replicated/reconciler.go, ReconcileService.
 */
export function jobIterationOf(service: Service): number {
  return service.jobStatus?.jobIteration ?? 0;
}
