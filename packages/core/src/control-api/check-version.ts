import type { Meta } from '../model/meta.ts';
import { ControlApiError } from './control-api-error.ts';

/**
 * Refuses a change that was made from an outdated copy. It is the last check of every update, as
 * the store does it. SwarmKit: manager/state/store/memory.go, ErrSequenceConflict.
 */
export function checkVersion(
  entity: { readonly meta: Meta },
  version: number,
  decideVersion: typeof isCurrentVersion = isCurrentVersion,
): void {
  if (decideVersion(entity, version)) return;
  throw new ControlApiError('unknown', 'update out of sequence');
}

/** Whether the version that a caller has read is the present one. */
export function isCurrentVersion(entity: { readonly meta: Meta }, version: number): boolean {
  return entity.meta.version === version;
}
