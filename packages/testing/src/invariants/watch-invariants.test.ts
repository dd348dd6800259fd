import { createSwarm, InvariantViolation, windowsNodes, type Swarm } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import type { Invariant } from './invariant.ts';
import { invariants } from './invariants.ts';
import { watchInvariants } from './watch-invariants.ts';

function createEmpty(): Swarm {
  return createSwarm({ seed: 9, nodes: windowsNodes(['A']) });
}

/** Broken from an instant on. */
function breaksAt(at: number, when: Invariant['when'] = 'step'): Invariant {
  return {
    name: 'time-stands-still',
    rule: 'time stands still',
    when,
    start: (swarm) => () => (swarm.now >= at ? `it is ${swarm.now}` : undefined),
  };
}

describe('watchInvariants', () => {
  it('throws at the first violation, with name, seed and instant', () => {
    const swarm = createEmpty();
    watchInvariants(swarm, [breaksAt(1)]);

    const act = (): unknown => swarm.advance('1s');

    expect(act).toThrow(InvariantViolation);
    expect(swarm.now).toBe(50);
    expect(swarm.now).toBeLessThan(1_000);
  });

  it('words a violation so that it can be reproduced', () => {
    const swarm = createEmpty();
    watchInvariants(swarm, [breaksAt(0)]);

    expect(() => swarm.configs.create({ name: 'c', data: 'x' })).toThrow(
      expect.objectContaining({
        code: 'invariant-violation',
        message: 'time-stands-still (seed 9, at 0 ms): it is 0',
      }),
    );
  });

  it('only notes the first violation of each where it collects', () => {
    const swarm = createEmpty();
    const watch = watchInvariants(swarm, [breaksAt(60), breaksAt(Infinity)], {
      onViolation: 'collect',
    });

    swarm.advance('1m');

    const [broken, kept] = watch.verdicts();
    expect(broken).toMatchObject({
      name: 'time-stands-still',
      rule: 'time stands still',
      violation: { message: `it is ${broken?.violation?.at}` },
    });
    expect(kept).not.toHaveProperty('violation');
    expect(kept?.checks).toBeGreaterThan(broken?.checks ?? 0);
  });

  it('checks rules for rest when it is told to, and only then', () => {
    const swarm = createEmpty();
    const watch = watchInvariants(swarm, [breaksAt(0, 'rest')]);

    expect(() => swarm.advance('1s')).not.toThrow();
    expect(() => watch.checkRest()).toThrow('it is 1000');
  });

  it('shows each checker what its step committed', () => {
    const swarm = createEmpty();
    swarm.advance('1s');
    const tables: string[] = [];
    const recorder: Invariant = {
      ...breaksAt(Infinity),
      start:
        () =>
        ({ commits }) => {
          for (const { changes } of commits) tables.push(...changes.map(({ table }) => table));
          return undefined;
        },
    };
    watchInvariants(swarm, [recorder]);

    swarm.configs.create({ name: 'c', data: 'x' });
    swarm.secrets.create({ name: 's', data: 'x' });

    expect(tables).toEqual(['config', 'secret']);
  });

  it('checks nothing more once it was stopped', () => {
    const swarm = createEmpty();
    const watch = watchInvariants(swarm, [breaksAt(0)]);

    watch.stop();
    swarm.advance('1s');

    expect(watch.verdicts()[0]?.checks).toBe(0);
  });
});

describe('the list of invariants', () => {
  it('names each once, in kebab-case, with a rule that people can read', () => {
    const names = invariants.map(({ name }) => name);

    expect(new Set(names).size).toBe(invariants.length);
    for (const { name, rule } of invariants) {
      expect(name).toMatch(/^[a-z]+(?:-[a-z]+)+$/);
      expect(rule.split(' ').length).toBeGreaterThan(4);
    }
  });
});
