import { createSwarm, linuxNodes, SwarmSimError } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { watchRefusals } from './refused-operations.ts';
import { findViolation } from './violation.ts';

describe('watchRefusals', () => {
  it('tells what was done from what was refused', () => {
    const swarm = createSwarm({ nodes: linuxNodes(['A']) });
    const refusals = watchRefusals(swarm);

    const done = refusals.attempt(() => swarm.configs.create({ name: 'page', data: 'x' }));
    const refused = refusals.attempt(() => swarm.configs.create({ name: 'page', data: 'x' }));

    expect(done).toMatchObject({ kind: 'done', result: { spec: { name: 'page' } } });
    expect(refused).toMatchObject({ kind: 'refused', error: { code: 'already-exists' } });
    expect(refusals.verdict()).toMatchObject({ checks: 2, premises: 1 });
    expect(refusals.verdict()).not.toHaveProperty('violation');
  });

  it('fails where a refused operation has changed something', () => {
    const swarm = createSwarm({ seed: 4, nodes: linuxNodes(['A']) });
    const refusals = watchRefusals(swarm);
    const halfDone = (): void => {
      swarm.configs.create({ name: 'page', data: 'x' });
      throw new SwarmSimError('internal', 'out of luck');
    };

    let caught: unknown;
    try {
      refusals.attempt(halfDone);
    } catch (error) {
      caught = error;
    }

    expect(caught).toMatchObject({ code: 'invariant-violation' });
    expect(findViolation(caught)).toMatchObject({
      invariant: 'refused-operations-change-nothing',
      seed: 4,
      message: 'refused (out of luck), and yet something was committed',
      evidence: { expected: 'no commit', observed: '1 commits' },
    });
    expect(refusals.verdict().violation?.evidence.observed).toBe('1 commits');
  });

  it.each([
    { name: 'a mistake of the caller', error: new TypeError('no function') },
    { name: 'a broken rule', error: new SwarmSimError('invariant-violation', 'x') },
  ])('lets $name through', ({ error }) => {
    const refusals = watchRefusals(createSwarm());
    const act = (): unknown =>
      refusals.attempt(() => {
        throw error;
      });

    expect(act).toThrow(error);
    expect(refusals.verdict().premises).toBe(0);
  });

  it('counts no more commits once it was stopped', () => {
    const swarm = createSwarm({ nodes: linuxNodes(['A']) });
    const refusals = watchRefusals(swarm);

    refusals.stop();
    const attempt = refusals.attempt(() => {
      swarm.configs.create({ name: 'page', data: 'x' });
      throw new SwarmSimError('internal', 'out of luck');
    });

    expect(attempt.kind).toBe('refused');
  });
});
