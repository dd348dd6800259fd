import { createSwarm, InvariantViolation, windowsNodes, type Swarm } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import type { Invariant } from './invariant.ts';
import { invariants } from './invariants.ts';
import { findViolation } from './violation.ts';
import { watchInvariants, type WatchOptions } from './watch-invariants.ts';

function createEmpty(): Swarm {
  return createSwarm({ seed: 9, nodes: windowsNodes(['A']) });
}

function catchError(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

/** Broken from an instant on. */
function breaksAt(at: number, when: Invariant['when'] = 'step'): Invariant {
  return {
    name: 'time-stands-still',
    rule: 'time stands still',
    source: 'the clock',
    when,
    start:
      ({ swarm, premise }) =>
      () => {
        premise();
        if (swarm.now < at) return undefined;
        return { message: `it is ${swarm.now}`, evidence: { observed: `${swarm.now}` } };
      },
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
    const watch = watchInvariants(
      swarm,
      [breaksAt(60), { ...breaksAt(Infinity), name: 'another' }],
      {
        onViolation: 'collect',
      },
    );

    swarm.advance('1m');

    const [broken, kept] = watch.verdicts();
    expect(broken).toMatchObject({
      name: 'time-stands-still',
      rule: 'time stands still',
      violation: { message: `it is ${broken?.violation?.at}` },
    });
    expect(kept).not.toHaveProperty('violation');
    expect(kept?.checks).toBeGreaterThan(broken?.checks ?? 0);
    expect(kept?.premises).toBe(kept?.checks);
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

describe('findViolation', () => {
  it('gives the data of a violation, through the errors that were made of it', () => {
    const swarm = createEmpty();
    watchInvariants(swarm, [breaksAt(0)]);
    const caught = catchError(() => swarm.configs.create({ name: 'c', data: 'x' }));

    const violation = findViolation(new Error('a property failed', { cause: caught }));

    expect(violation).toEqual({
      kind: 'violation',
      invariant: 'time-stands-still',
      rule: 'time stands still',
      source: 'the clock',
      seed: 9,
      at: 0,
      message: 'it is 0',
      evidence: { observed: '0' },
    });
    expect(JSON.parse(JSON.stringify(violation))).toEqual(violation);
  });

  it.each([
    { name: 'an error of another kind', error: new Error('x', { cause: { kind: 'other' } }) },
    { name: 'no error', error: 'x' },
  ])('gives nothing for $name', ({ error }) => {
    expect(findViolation(error)).toBeUndefined();
  });
});

describe('arguments of watchInvariants', () => {
  it.each([
    {
      name: 'an unknown option',
      rules: [],
      options: { onviolation: 'throw' },
      text: 'has no option',
    },
    { name: 'an unknown reaction', rules: [], options: { onViolation: 'cry' }, text: 'not "cry"' },
    { name: 'no list', rules: breaksAt(0), options: {}, text: 'must be a list' },
    { name: 'no object', rules: [7], options: {}, text: 'is no invariant' },
    { name: 'no source', rules: [{ ...breaksAt(0), source: '' }], options: {}, text: 'no source' },
    {
      name: 'no instant',
      rules: [{ ...breaksAt(0), when: 'end' }],
      options: {},
      text: "'when' is",
    },
    {
      name: 'what it is about, though it is no commit rule',
      rules: [{ ...breaksAt(0), about: ['task'] }],
      options: {},
      text: "only a 'commit' rule",
    },
    {
      name: 'a misspelt occurrence',
      rules: [{ ...breaksAt(0, 'commit'), about: ['tasks'] }],
      options: {},
      text: "'about' lists some of task, task-made,",
    },
    {
      name: 'an occurrence that is no list',
      rules: [{ ...breaksAt(0, 'commit'), about: 'task' }],
      options: {},
      text: "'about' lists some of",
    },
    { name: 'no start', rules: [{ ...breaksAt(0), start: 1 }], options: {}, text: "'start' is no" },
    {
      name: 'a name twice',
      rules: [breaksAt(0), breaksAt(1)],
      options: {},
      text: 'two invariants',
    },
  ])('are refused: $name', ({ rules, options, text }) => {
    const act = (): unknown =>
      watchInvariants(createEmpty(), rules as readonly Invariant[], options as WatchOptions);

    expect(act).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
    expect(act).toThrow(text);
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
