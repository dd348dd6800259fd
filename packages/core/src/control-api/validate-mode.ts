import type { ServiceMode, ServiceSpec } from '../model/service.ts';
import { invalidArgument } from './control-api-error.ts';
import { validateUpdateConfig } from './validate-policies.ts';

/** Counts are unsigned on the wire; from here on SwarmKit takes them for negative numbers. */
const signedLimit: number = 2 ** 63;

/** Checks how many tasks are wanted. SwarmKit: manager/controlapi/service.go, validateMode. */
export function validateMode(mode: ServiceMode | undefined): asserts mode is ServiceMode {
  switch (mode?.kind) {
    case 'replicated':
      refuseNegative(mode.replicas, 'Number of replicas must be non-negative');
      return;
    case 'replicated-job':
      refuseNegative(mode.maxConcurrent, 'Maximum concurrent jobs must not be negative');
      refuseNegative(mode.totalCompletions, 'Total completed jobs must not be negative');
      return;
    case 'global':
    case 'global-job':
      return;
    case undefined:
      throw invalidArgument('Unrecognized service mode');
  }
}

/** Checks the update settings; jobs have none. SwarmKit: manager/controlapi/service.go, validateJob. */
export function validateUpdateOfMode(spec: ServiceSpec): void {
  if (!isJobMode(spec.mode)) {
    validateUpdateConfig(spec.update);
  } else if (spec.update !== undefined) {
    throw invalidArgument('Jobs may not have an update config');
  }
}

/** Whether tasks of this mode run to an end. SwarmKit: manager/controlapi/service.go, isJobSpec. */
export function isJobMode(mode: ServiceMode | undefined): boolean {
  return mode?.kind === 'replicated-job' || mode?.kind === 'global-job';
}

function refuseNegative(count: number, message: string): void {
  if (!(count >= 0 && count < signedLimit)) throw invalidArgument(message);
}
