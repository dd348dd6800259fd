import { finishHash, hashData, mixInteger, toHex } from '../kernel/hash.ts';
import { tableNames } from '../model/entities.ts';
import type { Store } from './store.ts';

/** Hash of everything the store holds: equal before and after an operation that was refused. */
export function hashState(store: Store): string {
  let hash = mixInteger(0, store.version);
  for (const table of tableNames) {
    for (const entity of store.list(table)) hash = hashData(entity, hash);
  }
  return toHex(finishHash(hash));
}
