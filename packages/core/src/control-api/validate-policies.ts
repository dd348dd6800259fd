import type { UpdateConfig } from '../model/service.ts';
import type { RestartPolicy } from '../model/task.ts';
import { invalidArgument } from './control-api-error.ts';

/** Checks when tasks are restarted. SwarmKit: manager/controlapi/service.go, validateRestartPolicy. */
export function validateRestartPolicy(policy: RestartPolicy | undefined): void {
  if (policy === undefined) return;
  refuseNegative(policy.delayMs, 'restart-delay');
  refuseNegative(policy.windowMs, 'restart-window');
}

/**
 * Checks how a service is updated. The rollback settings are never checked.
 * SwarmKit: manager/controlapi/service.go, validateUpdate.
 */
export function validateUpdateConfig(config: UpdateConfig | undefined): void {
  if (config === undefined) return;
  refuseNegative(config.delayMs, 'update-delay');
  refuseNegative(config.monitorMs, 'update-monitor');
  // SwarmKit keeps the ratio in single precision.
  const ratio = Math.fround(config.maxFailureRatio);
  if (!(ratio >= 0 && ratio <= 1)) {
    throw invalidArgument(
      'TaskSpec: update-maxfailureratio cannot be less than 0 or bigger than 1',
    );
  }
}

function refuseNegative(durationMs: number | undefined, name: string): void {
  if (durationMs === undefined || durationMs >= 0) return;
  throw invalidArgument(`TaskSpec: ${name} cannot be negative`);
}
