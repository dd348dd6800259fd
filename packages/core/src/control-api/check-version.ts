import type { Meta } from '../model/meta.ts';
import { ControlApiError } from './control-api-error.ts';

/**
 * Refuses a change that was made from an outdated copy. It is the last check of every update, as
 * the store does it. SwarmKit: manager/state/store/memory.go, ErrSequenceConflict.
 */
export function checkVersion(entity: { readonly meta: Meta }, version: number): void {
  if (entity.meta.version === version) return;
  throw new ControlApiError('unknown', 'update out of sequence');
}
