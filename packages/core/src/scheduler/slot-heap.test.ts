import { describe, expect, it } from 'vitest';
import { createStream } from '../kernel/random.ts';
import { SlotHeap } from './slot-heap.ts';

type Key = readonly [rank: number, tie: number];

function compareKeys(a: Key, b: Key): number {
  return a[0] - b[0] || a[1] - b[1];
}

/** Keys of a few ranks and distinct ties, in a random order. */
function randomKeys(seed: number, count: number): Key[] {
  const stream = createStream(seed);
  return Array.from({ length: count }, (_, index) => [
    stream.intBelow(4),
    stream.intBelow(1000) + index / 1000,
  ]);
}

/** Takes slots from the top until none is left. */
function drain(heap: SlotHeap): readonly number[] {
  const slots: number[] = [];
  for (let slot = heap.top; slot !== undefined; slot = heap.top) {
    slots.push(slot);
    heap.delete(slot);
  }
  return slots;
}

function inOrder(keys: readonly Key[]): readonly number[] {
  return [...keys.keys()].sort((a, b) => compareKeys(keys[a] as Key, keys[b] as Key));
}

const seeds = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => ({ seed, count: 5 * seed - 4 }));

describe('SlotHeap', () => {
  it.each(seeds)('brings $count appended slots into order', ({ seed, count }) => {
    const keys = randomKeys(seed, count);
    const heap = new SlotHeap(count);

    for (const [slot, key] of keys.entries()) heap.append(slot, ...key);
    heap.order();

    expect(drain(heap)).toEqual(inOrder(keys));
  });

  it.each(seeds)('moves $count slots whose keys changed, up and down', ({ seed, count }) => {
    const old = randomKeys(seed, count);
    const keys = randomKeys(seed + 100, count);
    const heap = new SlotHeap(count);
    for (const [slot, key] of old.entries()) heap.set(slot, ...key);

    for (const [slot, key] of keys.entries()) heap.set(slot, ...key);

    expect(drain(heap)).toEqual(inOrder(keys));
  });

  it.each(seeds)('keeps its order when some of $count slots are taken out', ({ seed, count }) => {
    const keys = randomKeys(seed, count);
    const heap = new SlotHeap(count);
    for (const [slot, key] of keys.entries()) heap.set(slot, ...key);

    for (let slot = 0; slot < count; slot += 3) heap.delete(slot);
    heap.delete(0);

    expect(drain(heap)).toEqual(inOrder(keys).filter((slot) => slot % 3 !== 0));
  });

  it('has no top while it is empty', () => {
    const heap = new SlotHeap(1);

    heap.delete(0);

    expect(heap.top).toBeUndefined();
  });
});
