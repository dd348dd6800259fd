import { describe, expect, it } from 'vitest';
import { SlotMemo } from './slot-memo.ts';

/** A memo over slots with revisions, and the slots that were really looked at. */
class MemoBench {
  readonly memo = new SlotMemo();
  readonly looked: number[] = [];

  /** Asks about slots; those with an even number pass. */
  ask(text: string, revisions: readonly number[], slots: readonly number[]): readonly boolean[] {
    const check = this.memo.memoize(text, Int32Array.from(revisions), (slot) => {
      this.looked.push(slot);
      return slot % 2 === 0;
    });
    return slots.map((slot) => check(slot));
  }
}

describe('a slot memo', () => {
  it('looks once at each revision of a node, whatever came of it', () => {
    const bench = new MemoBench();

    const first = bench.ask('x', [5, 6, 7], [0, 1, 2]);
    const second = bench.ask('x', [5, 6, 7], [2, 1, 0, 1]);

    expect(first).toEqual([true, false, true]);
    expect(second).toEqual([true, false, true, false]);
    expect(bench.looked).toEqual([0, 1, 2]);
  });

  it('looks again at a node that changed, and at no other', () => {
    const bench = new MemoBench();

    bench.ask('x', [1, 2], [0, 1]);
    bench.ask('x', [3, 2], [0, 1]);

    expect(bench.looked).toEqual([0, 1, 0]);
  });

  it('keeps the results of each text apart', () => {
    const bench = new MemoBench();

    bench.ask('x', [1], [0]);
    bench.ask('y', [1], [0]);
    bench.ask('x', [1], [0]);

    expect(bench.looked).toEqual([0, 0]);
  });

  it('remembers the nodes, too, that there was no room for at first', () => {
    const bench = new MemoBench();

    bench.ask('x', [1], [0]);
    bench.ask('x', [1, 2, 3], [0, 1, 2]);
    bench.ask('x', [1, 2, 3], [0, 1, 2]);

    expect(bench.looked).toEqual([0, 0, 1, 2]);
  });

  it('says no of a slot without a node', () => {
    expect(new MemoBench().ask('x', [0], [0])).toEqual([false]);
  });

  it('keeps the 64 texts that were asked about last', () => {
    const bench = new MemoBench();
    const texts = Array.from({ length: 64 }, (_, index) => `x${index}`);

    for (const text of texts) bench.ask(text, [1], [0]);
    for (const text of texts) bench.ask(text, [1], [0]);
    expect(bench.looked).toHaveLength(64);

    bench.ask('x0', [1], [0]);
    bench.ask('one more', [1], [0]);
    bench.ask('x0', [1], [0]);
    expect(bench.looked).toHaveLength(65);

    bench.ask('x1', [1], [0]);
    expect(bench.looked).toHaveLength(66);
  });
});
