import { describe, expect, it } from 'vitest';
import { decideRank } from './decide-rank.ts';

// SwarmKit: manager/scheduler/scheduler.go, nodeLess.
describe('decideRank', () => {
  it('prefers fewer tasks of the service, whatever else runs there', () => {
    expect(decideRank(1, 1_000_000)).toBeLessThan(decideRank(2, 2));
  });

  it('prefers fewer tasks of all among equals', () => {
    expect(decideRank(2, 3)).toBeLessThan(decideRank(2, 4));
    expect(decideRank(2, 3)).toBe(decideRank(2, 3));
  });
});
