import { describe, expect, it } from 'vitest';
import { decideStop } from './decide-stop.ts';

// moby: daemon/stop.go, containerStop: after the grace period SIGKILL, whose exit code is 137.
describe('decideStop', () => {
  it.each([
    { name: 'stops in time', wantedGraceMs: 5_000, neededMs: 4_000, is: [4_000, 7] },
    { name: 'stops in the last instant', wantedGraceMs: 5_000, neededMs: 5_000, is: [5_000, 7] },
    { name: 'stops too late', wantedGraceMs: 5_000, neededMs: 5_001, is: [5_000, 137] },
    { name: 'does not listen', wantedGraceMs: 5_000, neededMs: undefined, is: [5_000, 137] },
    { name: 'has the default time', wantedGraceMs: undefined, neededMs: 60_000, is: [10_000, 137] },
    { name: 'has no time at all', wantedGraceMs: 0, neededMs: 10, is: [0, 137] },
    { name: 'has all the time', wantedGraceMs: -1_000, neededMs: 60_000, is: [60_000, 7] },
  ])('of a container that $name', ({ wantedGraceMs, neededMs, is: [durationMs, exitCode] }) => {
    expect(decideStop({ wantedGraceMs, neededMs, exitCode: 7 })).toEqual({ durationMs, exitCode });
  });

  it('lets one that neither listens nor may be killed go on for ever', () => {
    const stop = decideStop({ wantedGraceMs: -1_000, neededMs: undefined, exitCode: 0 });

    expect(stop.durationMs).toBeGreaterThan(1e12);
  });
});
