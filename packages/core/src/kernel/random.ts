import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { finishHash, hashText, hashTextAgain, mixInteger, mixNumber } from './hash.ts';

/** Part of a key that names a draw: `draw('start', serviceId, slot, incarnation)`. */
export type KeyPart = string | number;

/** A sequence of draws. Its state is a value, so that it can be saved and restored. */
export interface RandomStream {
  /** A whole number from 0 to `limit - 1`. */
  intBelow(limit: number): number;
  state(): readonly number[];
}

/**
 * All randomness of a simulation, from one seed. A draw that belongs to one entity is keyed by what
 * it is for, so that one more draw elsewhere does not shift it; what has no entity has a stream.
 */
export interface Random {
  /** 32 random bits that belong to the key. */
  bits(...key: readonly KeyPart[]): number;
  /** A number in [0, 1) that belongs to the key. */
  draw(...key: readonly KeyPart[]): number;
  /** Fills an array with bytes that belong to the key. */
  fill(bytes: Uint8Array, ...key: readonly KeyPart[]): void;
  /** A stream of its own for a name. */
  fork(name: string): RandomStream;
}

/** Makes the randomness of a simulation. */
export function createRandom(seed: number): Random {
  const root = mixNumber(0x5eed, seed);

  function hashKey(key: readonly KeyPart[], hashOf: (text: string) => number): number {
    let hash = root;
    for (const part of key) {
      hash = typeof part === 'string' ? mixInteger(hash, hashOf(part)) : mixNumber(hash, part);
    }
    return finishHash(hash);
  }

  function bits(...key: readonly KeyPart[]): number {
    return hashKey(key, hashText);
  }

  return {
    bits,
    draw: (...key) => bits(...key) / 0x1_0000_0000,
    fill(bytes, ...key) {
      // 32 bits alone would give two of a hundred thousand keys the same bytes.
      const base = hashKey(key, hashText);
      const other = hashKey(key, hashTextAgain);
      for (let index = 0; index < bytes.length; index += 4) {
        const word = finishHash(mixInteger(mixInteger(other, index), base));
        for (let part = 0; part < 4 && index + part < bytes.length; part += 1) {
          bytes[index + part] = (word >>> (8 * part)) & 0xff;
        }
      }
    },
    fork: (name) => createStream(bits('fork', name)),
  };
}

/** Makes a stream from a 32-bit seed, or from a state that a stream gave. */
export function createStream(from: number | readonly number[]): RandomStream {
  const generator =
    typeof from === 'number' ? xoroshiro128plus(from) : xoroshiro128plusFromState(from);
  return {
    intBelow: (limit) => uniformInt(generator, 0, limit - 1),
    state: () => generator.getState(),
  };
}
