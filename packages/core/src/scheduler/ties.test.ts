import { describe, expect, it } from 'vitest';
import { createRandom } from '../kernel/random.ts';
import { createTies, type TieBreaker } from './ties.ts';

const letters = 'abcdefghijklmnopqrst'.split('');

function seeded(seed: number, ...key: readonly string[]): TieBreaker {
  return createTies('seeded', createRandom(seed)).breakerFor(...key);
}

function shuffled(breaker: TieBreaker, count = letters.length): string {
  const items = letters.slice(0, count);
  breaker.shuffle(items);
  return items.join('');
}

/** The places of a tour, in the order of visits. */
function visits(breaker: TieBreaker, count: number): readonly number[] {
  const { start, stride } = breaker.tour(count);
  return Array.from({ length: count }, (_, index) => (start + index * stride) % count);
}

// SwarmKit: manager/scheduler/scheduler.go, which walks Go maps: their order is random.
describe('seeded ties', () => {
  it('are broken the same way for the same seed and key', () => {
    expect(shuffled(seeded(1, 'x'))).toBe(shuffled(seeded(1, 'x')));
  });

  it('are broken in another way for another seed or key', () => {
    const orders = Array.from({ length: 50 }, (_, seed) => shuffled(seeded(seed, 'x')));

    expect(new Set(orders).size).toBeGreaterThan(40);
    expect(shuffled(seeded(1, 'x'))).not.toBe(shuffled(seeded(1, 'y')));
  });

  it('lose nothing in a shuffle', () => {
    expect([...shuffled(seeded(1, 'x'))].sort()).toEqual(letters);
  });

  it('put every item first, for some seed', () => {
    const first = Array.from({ length: 400 }, (_, seed) => shuffled(seeded(seed))[0]);

    expect(new Set(first).size).toBe(letters.length);
  });

  // Go: runtime/map.go, mapiterinit: a map of one bucket is walked from a random cell on.
  it('turn a few items like the cells of a bucket of eight', () => {
    const orders = Array.from({ length: 800 }, (_, seed) => shuffled(seeded(seed, 'x'), 3));

    expect([...new Set(orders)].sort()).toEqual(['abc', 'bca', 'cab']);
    // Six of eight cells lead to the first item.
    const inOrder = orders.filter((order) => order === 'abc').length;
    expect(inOrder).toBeGreaterThan(540);
    expect(inOrder).toBeLessThan(660);
  });

  it('keep or turn eight items, and mix nine', () => {
    const begins = (count: number): Set<string> =>
      new Set(Array.from({ length: 200 }, (_, seed) => shuffled(seeded(seed, 'x'), count)));

    expect(begins(8).size).toBe(8);
    expect(begins(9).size).toBeGreaterThan(100);
  });

  it('lose nothing of a long list', () => {
    const items = Array.from({ length: 2000 }, (_, index) => index);

    seeded(1).shuffle(items);

    expect(items.slice(0, 10)).not.toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(items.sort((a, b) => a - b)).toEqual(Array.from({ length: 2000 }, (_, index) => index));
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 12, 30, 31])('visit each of %i places once', (count) => {
    for (let seed = 0; seed < 20; seed += 1) {
      const visited = visits(seeded(seed), count);

      expect([...visited].sort((a, b) => a - b)).toEqual([...Array(count).keys()]);
    }
  });

  it('leave neighbours of a long list together, and put any of them first', () => {
    const first = Array.from({ length: 40 }, (_, seed) => {
      const items = Array.from({ length: 3 * 512 }, (_unused, index) => index);
      seeded(seed).shuffle(items);
      return [...new Set(items.slice(0, 512).map((item) => Math.floor(item / 512)))];
    });

    expect(first.filter((chunks) => chunks.length > 1)).toEqual([]);
    expect(new Set(first.flat())).toEqual(new Set([0, 1, 2]));
  });

  it('visit places by any stride that leads to all of them', () => {
    const tours = Array.from({ length: 200 }, (_, seed) => seeded(seed).tour(12));

    expect(new Set(tours.map(({ start }) => start)).size).toBe(12);
    expect(new Set(tours.map(({ stride }) => stride))).toEqual(new Set([1, 5, 7, 11]));
  });

  it('begin with either of two places', () => {
    const starts = Array.from({ length: 20 }, (_, seed) => seeded(seed).tour(2).start);

    expect(new Set(starts)).toEqual(new Set([0, 1]));
  });

  it('give each node a rank, which is another under another seed', () => {
    const rank = (seed: number, id: string): number =>
      createTies('seeded', createRandom(seed)).rankNode(id);

    expect(rank(1, 'a')).toBe(rank(1, 'a'));
    expect(new Set([rank(1, 'a'), rank(1, 'b'), rank(2, 'a')]).size).toBe(3);
  });

  it('always spread the ties of an index', () => {
    const ties = createTies('seeded', createRandom(1));

    expect(ties.saltFor('x')).not.toBe(0);
    expect(ties.saltFor('x')).not.toBe(ties.saltFor('y'));
  });
});

describe('stable ties', () => {
  const ties = createTies('stable', createRandom(1));

  it('leave everything in its order', () => {
    expect(shuffled(ties.breakerFor('x'))).toBe(letters.join(''));
    expect(visits(ties.breakerFor('x'), 4)).toEqual([0, 1, 2, 3]);
  });

  it('tell no node from another', () => {
    expect(ties.rankNode('a')).toBe(ties.rankNode('b'));
    expect(ties.saltFor('x')).toBe(0);
  });
});
