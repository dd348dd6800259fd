import { v4 } from 'uuid';
import type { Random } from './random.ts';

/** Mints ids that look like Docker's. SwarmKit: identity/randomid.go. */
export interface IdSource {
  /**
   * An id for what the key names. Asked twice with the same key it gives two ids, in an order that
   * does not depend on other keys: one more service does not change the ids of another's tasks.
   */
  mint(...key: readonly (string | number)[]): string;
}

const idLength = 25;

/** Makes the id source of a simulation. `counts` holds how often each key was asked. */
export function createIdSource(random: Random, counts: Map<string, number>): IdSource {
  const bytes = new Uint8Array(16);
  const uuid = new Uint8Array(16);
  return {
    mint(...key) {
      const name = key.join('/');
      const count = counts.get(name) ?? 0;
      counts.set(name, count + 1);
      random.fill(bytes, name, count);
      v4({ random: bytes }, uuid);
      return toBase36(uuid);
    },
  };
}

/** 16 bytes as 25 digits of base 36, most significant first, padded with zeros. */
function toBase36(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const value = (view.getBigUint64(0) << 64n) | view.getBigUint64(8);
  return value.toString(36).padStart(idLength, '0');
}
