import { finishHash, toHex } from '../kernel/hash.ts';
import type { Store } from './store.ts';

/** Hash of everything the store holds: equal before and after an operation that was refused. */
export function hashState(store: Store): string {
  return toHex(finishHash(store.mixState()));
}
