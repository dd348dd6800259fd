import { describe, expect, it } from 'vitest';
import { placeStably, stablePlacements } from './stable-placement.ts';

describe('a swarm without chance', () => {
  it.each(stablePlacements)('$name', (placement) => {
    expect(placeStably(placement)).toBe(placement.outcome);
  });
});
