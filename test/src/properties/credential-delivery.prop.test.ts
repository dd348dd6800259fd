/**
 * Who gets a credential spec, under churn. Random small swarms live through random operations and
 * faults; every rule of the testing package is checked after every step, and again at rest.
 */
import { findViolation, runScenario, scenarios } from '@swarmsim/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { badDeliveries } from '../known-bad/delivery.ts';

/** Scenarios of the main property. */
const runsMin = 1_000;

describe('credential specs under churn', () => {
  it(`reach exactly the tasks that reference them, in ${runsMin} random scenarios`, () => {
    let steps = 0;
    fc.assert(
      fc.property(scenarios(), (scenario) => {
        steps += runScenario(scenario).swarm.now;
      }),
      { seed: 1, numRuns: runsMin },
    );

    expect(steps).toBeGreaterThan(0);
  });
});

const found = [
  'a config is not taken back when its task fails',
  'a node with two tasks of a service gets every config',
  'secrets stay on a node for good',
  'tasks may read every secret of their node',
  'a credential spec becomes a file beside another config',
];

describe('swarms that deliver wrongly', () => {
  it.each(badDeliveries.filter(({ name }) => found.includes(name)))(
    'are found: $name',
    ({ deciders }) => {
      const run = fc.check(
        fc.property(scenarios(), (scenario) => void runScenario(scenario, { swarm: { deciders } })),
        { seed: 1, numRuns: 1_000, endOnFailure: true },
      );

      expect(run.failed).toBe(true);
      expect(findViolation(run.errorInstance)).toBeDefined();
    },
  );

  it('are those of the catalogue', () => {
    const names = badDeliveries.map(({ name }) => name);

    expect(names).toEqual(expect.arrayContaining(found));
  });
});
