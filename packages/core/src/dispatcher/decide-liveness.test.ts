import { describe, expect, it } from 'vitest';
import { aTask } from '../../test-support/hand-driven-swarm.ts';
import { decideGrace, decideOrphans, decidePatience } from './decide-liveness.ts';

// SwarmKit: manager/dispatcher/dispatcher.go.
describe('decideGrace', () => {
  it('is three periods, and six for a node that is yet to register', () => {
    expect(decideGrace(5_000, false)).toBe(15_000);
    expect(decideGrace(5_000, true)).toBe(30_000);
  });
});

describe('decidePatience', () => {
  it('is a day', () => {
    expect(decidePatience()).toBe(86_400_000);
  });
});

describe('decideOrphans', () => {
  it('gives up what was given to the node and has not ended', () => {
    const states = ['pending', 'assigned', 'running', 'complete', 'failed'] as const;
    const tasks = states.map((state) => aTask({ state }));

    expect(decideOrphans(tasks).map(({ status }) => status.state)).toEqual(['assigned', 'running']);
  });
});
