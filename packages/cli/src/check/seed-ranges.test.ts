import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSeeds, parseSeeds, readSeeds } from './seed-ranges.ts';

describe('parseSeeds', () => {
  it('reads one seed, or a range', () => {
    expect(parseSeeds('7')).toEqual({ from: 7, to: 7 });
    expect(parseSeeds('0..12')).toEqual({ from: 0, to: 12 });
  });

  it.each(['', 'a', '5..1', '-1..2', '1..', '1...3', '1..99999999999'])('refuses %j', (text) => {
    expect(() => parseSeeds(text)).toThrow('--seeds is a range such as 1..100');
  });
});

describe('formatSeeds', () => {
  it('writes neighbours as ranges', () => {
    expect(formatSeeds(new Set([9, 1, 3, 2, 5, 6]))).toBe('1..3,5..6,9');
  });

  it('writes what readSeeds reads', () => {
    const property = fc.property(fc.array(fc.nat({ max: 60 })), (list) => {
      const seeds = new Set(list);
      expect(readSeeds(formatSeeds(seeds))).toEqual(seeds);
    });

    fc.assert(property, { seed: 1 });
  });
});
