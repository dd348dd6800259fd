/** Who gets a credential spec, under churn: what delivers wrongly is found in random scenarios. */
import { findViolation, runScenario, scenarios } from '@swarmsim/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { badDeliveries } from '../known-bad/delivery.ts';

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
