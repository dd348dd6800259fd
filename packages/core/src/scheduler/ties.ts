/**
 * Where SwarmKit leaves an order to its hash maps, the seed decides: each seed is one way in which a
 * real cluster may go. What is drawn is keyed by what it is for.
 */
import { createStream, type KeyPart, type Random, type RandomStream } from '../kernel/random.ts';

/** How ties are broken: by the seed, or always the same way. */
export type TieMode = 'seeded' | 'stable';

/** Orders things that SwarmKit takes from a map. */
export interface TieBreaker {
  /** Whether everything keeps the order it has. */
  readonly isStable: boolean;
  /** Puts items, which are in order of insertion, into the order of a walk over their map; in place. */
  shuffle(items: unknown[] | Int32Array): void;
  /** A way to visit each of `count` places once: from `start` on, every `stride`-th. */
  tour(count: number): Tour;
}

/** See {@link TieBreaker.tour}. */
export interface Tour {
  readonly start: number;
  readonly stride: number;
}

/** Makes the tie breakers of a scheduler. */
export interface Ties {
  /** The tie breaker that belongs to a key, always the same one for the same key. */
  breakerFor(...key: readonly KeyPart[]): TieBreaker;
  /** Where a node stands among its equals: lower comes first. */
  rankNode(nodeId: string): number;
  /** Number that spreads the ties of an index; 0 keeps the ranks of the nodes. */
  saltFor(...key: readonly KeyPart[]): number;
}

/** See the head of this file. */
export function createTies(mode: TieMode, random: Random): Ties {
  if (mode === 'stable') return stableTies;
  return {
    breakerFor: (...key) => createBreaker(random.bits('scheduler ties', ...key)),
    rankNode: (nodeId) => random.bits('scheduler node', nodeId),
    saltFor: (...key) => random.bits('scheduler index', ...key) | 1,
  };
}

const stableBreaker: TieBreaker = {
  isStable: true,
  shuffle() {},
  tour: () => ({ start: 0, stride: 1 }),
};

const stableTies: Ties = {
  breakerFor: () => stableBreaker,
  rankNode: () => 0,
  saltFor: () => 0,
};

function createBreaker(seed: number): TieBreaker {
  const stream = createStream(seed);
  return {
    isStable: false,
    shuffle: (items) => shuffleAsMap(items, stream),
    tour(count) {
      if (count < 2) return { start: 0, stride: 1 };
      const start = stream.intBelow(count);
      let stride = 1 + stream.intBelow(count - 1);
      while (greatestCommonDivisor(stride, count) !== 1) stride = 1 + stream.intBelow(count - 1);
      return { start, stride };
    },
  };
}

/** Items that are shuffled among each other; a longer list keeps its neighbours near in memory. */
const chunkSize = 512;

/** Entries of one bucket of a Go map. Go: runtime/map.go, bucketCnt. */
const bucketSize = 8;

/**
 * Orders items as iteration over a Go map may: a map of one bucket is read in order of insertion,
 * from a random cell on; in a larger one, hashes leave no order at all. Go: runtime, mapiterinit.
 * Long lists have their chunks shuffled, then each chunk, which comes to the same for all that a
 * cluster can tell.
 */
function shuffleAsMap(items: unknown[] | Int32Array, stream: RandomStream): void {
  const { length } = items;
  if (length < 2) return;
  if (length <= bucketSize) {
    rotate(items, stream.intBelow(bucketSize));
    return;
  }
  if (length > chunkSize) {
    const chunks = Array.from({ length: Math.ceil(length / chunkSize) }, (_, chunk) => chunk);
    shuffleRange(chunks, { from: 0, to: chunks.length }, stream);
    const old = items.slice();
    let place = 0;
    for (const chunk of chunks) {
      const end = Math.min((chunk + 1) * chunkSize, length);
      for (let from = chunk * chunkSize; from < end; from += 1) {
        items[place] = old[from];
        place += 1;
      }
    }
  }
  for (let from = 0; from < length; from += chunkSize) {
    shuffleRange(items, { from, to: Math.min(from + chunkSize, length) }, stream);
  }
}

/** Begins with a cell of the bucket; cells past the items are empty. */
function rotate(items: unknown[] | Int32Array, cell: number): void {
  if (cell >= items.length) return;
  const old = items.slice();
  for (let place = 0; place < old.length; place += 1) {
    items[place] = old[(place + cell) % old.length];
  }
}

function shuffleRange(
  items: unknown[] | Int32Array,
  { from, to }: { readonly from: number; readonly to: number },
  stream: RandomStream,
): void {
  for (let last = to - 1; last > from; last -= 1) {
    const other = from + stream.intBelow(last - from + 1);
    const item = items[last];
    items[last] = items[other];
    items[other] = item;
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
