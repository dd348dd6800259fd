/**
 * How an update shows on its service. Each function gives the service as it is after the step, or
 * undefined where nothing changes. SwarmKit: manager/orchestrator/update/updater.go.
 */
import type { Service } from '../../model/service.ts';

/** SwarmKit: updater.go, startUpdate. */
export function startUpdate(service: Service, now: number): Service | undefined {
  if (service.updateStatus !== undefined) return undefined;
  return {
    ...service,
    updateStatus: { state: 'updating', startedAt: now, message: 'update in progress' },
  };
}

/** SwarmKit: updater.go, pauseUpdate. A service without a status was updated by a user meanwhile. */
export function pauseUpdate(service: Service, message: string): Service | undefined {
  const { updateStatus } = service;
  if (updateStatus === undefined) return undefined;
  const state = updateStatus.state === 'rollback_started' ? 'rollback_paused' : 'paused';
  return { ...service, updateStatus: { ...updateStatus, state, message } };
}

/** SwarmKit: updater.go, rollbackUpdate. Without a previous spec nothing changes. */
export function rollBackUpdate(service: Service, message: string): Service | undefined {
  const { updateStatus, previousSpec, previousSpecVersion, ...rest } = service;
  if (updateStatus === undefined || previousSpec === undefined) return undefined;
  return {
    ...rest,
    spec: previousSpec,
    specVersion: previousSpecVersion ?? 0,
    updateStatus: { ...updateStatus, state: 'rollback_started', message },
  };
}

/** SwarmKit: updater.go, completeUpdate. */
export function completeUpdate(service: Service, now: number): Service | undefined {
  const { updateStatus } = service;
  if (updateStatus === undefined) return undefined;
  const end =
    updateStatus.state === 'rollback_started'
      ? ({ state: 'rollback_completed', message: 'rollback completed' } as const)
      : ({ state: 'completed', message: 'update completed' } as const);
  return { ...service, updateStatus: { ...updateStatus, ...end, completedAt: now } };
}
