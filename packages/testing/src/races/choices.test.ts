import { createSwarm, linuxNodes, type ChoiceSource } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { createLateChoices, minimizeOrder, recordChoices, toChoiceSource } from './choices.ts';

/** Hash of a short run. */
function run(sameInstantOrder: ChoiceSource): string {
  const swarm = createSwarm({ nodes: linuxNodes(['a', 'b', 'c']), sameInstantOrder });
  swarm.services.create({ name: 'web', image: 'app', replicas: 4 });
  swarm.advance('10s');
  return swarm.trace.hash;
}

/** Something like a seeded order: no two numbers alike in a row. */
function createPattern(): ChoiceSource {
  let next = 0;
  return { choose: (count) => (next += 7) % count };
}

describe('toChoiceSource', () => {
  it('takes the choices in turn, then the oldest; a number too large is the youngest', () => {
    const source = toChoiceSource([1, 9]);

    expect([source.choose(3), source.choose(3), source.choose(3)]).toEqual([1, 2, 0]);
  });

  it('decides how a swarm runs', () => {
    expect(run(toChoiceSource([]))).toBe(run(toChoiceSource([0, 0])));
    expect(run(toChoiceSource([1]))).not.toBe(run(toChoiceSource([])));
  });

  it.each([[-1], [0.5], [Number.NaN]])('refuses %s', (choice) => {
    expect(() => toChoiceSource([0, choice])).toThrow(
      `a choice must be a whole number from 0 on, not ${choice}`,
    );
  });
});

describe('recordChoices', () => {
  it('writes an order down by which the run comes out the same', () => {
    const recorder = recordChoices(createPattern());

    const hash = run(recorder);

    expect(recorder.asked).toBeGreaterThan(10);
    expect(recorder.order().length).toBeGreaterThan(5);
    expect(run(toChoiceSource(recorder.order()))).toBe(hash);
  });

  it('ends with the last choice that was not the oldest', () => {
    const recorder = recordChoices(toChoiceSource([0, 2, 0]));

    for (let times = 0; times < 5; times += 1) recorder.choose(4);

    expect(recorder.order()).toEqual([0, 2]);
    expect(recorder.asked).toBe(5);
  });
});

describe('createLateChoices', () => {
  it('takes the oldest until it begins', () => {
    const late = createLateChoices(toChoiceSource([2, 1]));

    const before = late.choose(3);
    late.begin();

    expect([before, late.choose(3), late.choose(3)]).toEqual([0, 2, 1]);
  });
});

describe('minimizeOrder', () => {
  it('keeps only the choices without which it does not happen', () => {
    const happens = (order: readonly number[]) => (order[2] ?? 0) > 0 && (order[5] ?? 0) > 1;

    expect(minimizeOrder([1, 0, 3, 1, 0, 3, 2, 0], happens)).toEqual([0, 0, 1, 0, 0, 2]);
    expect(minimizeOrder([0, 1, 0], () => true)).toEqual([]);
    expect(minimizeOrder([], () => true)).toEqual([]);
  });

  it('throws where it does not happen', () => {
    expect(() => minimizeOrder([1], () => false)).toThrow('it does not happen in the order given');
  });
});
