/** What an update makes of a service. SwarmKit: manager/controlapi/service.go, UpdateService. */
import type { Service, ServiceSpec } from '../model/service.ts';

/**
 * A service with another spec; the old one becomes the previous. The version of the spec is the one that
 * the client sent, not the one that this change makes.
 */
export function decideSpecUpdate(service: Service, spec: ServiceSpec, version: number): Service {
  const { updateStatus: _, ...others } = service;
  return {
    ...others,
    spec,
    specVersion: version,
    previousSpec: service.spec,
    previousSpecVersion: service.specVersion,
  };
}

/**
 * A service with its previous spec put back, or undefined where it has none. The two are swapped, so that
 * a second rollback goes forward again.
 */
export function decideManualRollback(service: Service, now: number): Service | undefined {
  const { previousSpec, previousSpecVersion = 0 } = service;
  if (previousSpec === undefined) return undefined;
  return {
    ...service,
    spec: previousSpec,
    specVersion: previousSpecVersion,
    previousSpec: service.spec,
    previousSpecVersion: service.specVersion,
    updateStatus: {
      state: 'rollback_started',
      message: 'manually requested rollback',
      startedAt: now,
    },
  };
}
