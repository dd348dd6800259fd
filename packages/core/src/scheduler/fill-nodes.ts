import type { NodeRanking } from './node-ranking.ts';
import type { Pipeline } from './pipeline.ts';

/** A group of tasks that is being placed. */
export interface FillContext {
  readonly pipeline: Pipeline;
  readonly ranking: NodeRanking;
  /** Puts the next task of the group on a node. @returns false once all are placed. */
  placeNext(slot: number): boolean;
}

/**
 * Places up to `wanted` tasks on nodes that are ordered best first. It stays on a node until the
 * next one is better and moves on; from the last node on it goes round, one task per node, over
 * those that still pass the filters. SwarmKit: scheduler.go, scheduleNTasksOnNodes.
 *
 * @returns how many tasks were placed.
 */
export function fillNodes(wanted: number, slots: readonly number[], group: FillContext): number {
  const { length } = slots;
  const failed = new SkipList(length);
  let placed = 0;
  // Counts on over the end of the list, as only the first round compares neighbours.
  let step = 0;
  for (;;) {
    const slot = slots[step % length] as number;
    if (!group.placeNext(slot)) return placed;
    group.ranking.refresh(slot);
    placed += 1;
    if (placed === wanted) return placed;

    const isFirstRound = step + 1 < length;
    if (!isFirstRound || group.ranking.isBetter(slots[step + 1] as number, slot)) step += 1;

    for (;;) {
      const place = failed.firstFrom(step % length);
      if (place === undefined) return placed;
      step += (place - (step % length) + length) % length;
      if (group.pipeline.process(slots[place] as number)) break;
      failed.skip(place);
    }
  }
}

/** Places of a circle, some of which are to be skipped; finding the next one costs almost nothing. */
class SkipList {
  readonly #length: number;
  /** The place itself, or one further on for a place to skip; absent while none is. */
  #next: Int32Array | undefined;
  #left: number;

  constructor(length: number) {
    this.#length = length;
    this.#left = length;
  }

  skip(place: number): void {
    this.#next ??= Int32Array.from({ length: this.#length + 1 }, (_, index) => index);
    this.#next[place] = place + 1;
    this.#left -= 1;
  }

  firstFrom(place: number): number | undefined {
    if (this.#next === undefined) return place;
    if (this.#left === 0) return undefined;
    const found = find(this.#next, place);
    // The end of the list leads back to its start.
    return found === this.#length ? find(this.#next, 0) : found;
  }
}

function find(next: Int32Array, from: number): number {
  let place = from;
  while (next[place] !== place) {
    const after = next[place] as number;
    // Halving the path on the way keeps later searches short.
    next[place] = next[after] as number;
    place = after;
  }
  return place;
}
