import { describe, expect, it } from 'vitest';
import { createRandom } from '../kernel/random.ts';
import { beatAt, choosePeriod, lastBeatBefore } from './beats.ts';

const timing = { periodMs: 5_000, epsilonMs: 500 };

describe('choosePeriod', () => {
  // SwarmKit: manager/dispatcher/period.go, Choose.
  it('stays within epsilon of the period', () => {
    expect(choosePeriod(timing, 0)).toBe(4_500);
    expect(choosePeriod(timing, 0.5)).toBe(5_000);
    expect(choosePeriod(timing, 0.999_999)).toBe(5_499);
  });
});

describe('lastBeatBefore', () => {
  it('gives the known beat until the next one is due', () => {
    const random = createRandom(1);
    const known = beatAt(random, timing, 's', 1_000);

    const last = lastBeatBefore(random, timing, known, known.nextAt - 1);

    expect(last).toBe(known);
  });

  it('lies within what beats sent one by one would allow', () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const random = createRandom(seed);
      const known = beatAt(random, timing, 's', 0);
      const at = known.nextAt + seed * 137;

      const last = lastBeatBefore(random, timing, known, at);

      expect(last.at).toBeGreaterThanOrEqual(known.nextAt);
      expect(last.at).toBeLessThanOrEqual(at);
      expect(last.nextAt).toBeGreaterThan(at);
      expect(last.nextAt - last.at).toBe(last.periodMs);
    }
  });

  it('draws the same beat for the same question', () => {
    const random = createRandom(3);
    const known = beatAt(random, timing, 's', 0);

    const first = lastBeatBefore(random, timing, known, 60_000);
    const second = lastBeatBefore(random, timing, known, 60_000);

    expect(second).toEqual(first);
  });
});
