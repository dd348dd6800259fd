/** Who gets a credential spec, under churn: what delivers wrongly is found in random scenarios. */
import { findViolation, runScenario, scenarios } from '@swarmsim/testing';
import type { Swarm } from '@swarmsim/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { badDeliveries } from '../known-bad/delivery.ts';
import '@swarmsim/testing/vitest';

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

describe('a swarm that delivers as SwarmKit does', () => {
  it('is right after each step, whatever is still on its way', () => {
    let held = 0;
    let takenBack = 0;
    const isRightAlways = fc.property(scenarios(), (scenario) => {
      let left = stepsMax;
      const begin = (swarm: Swarm): void => {
        swarm.onStep(() => {
          left -= 1;
          if (left < 0) return;
          expect(swarm).toDeliverCredentialSpecsOnlyToReferencingTasks();
          const holders = swarm.nodes.list().filter((node) => node.holdings().ids.length > 0);
          held += holders.length;
          takenBack += holders.filter(({ id }) => swarm.isAwaitingAssignments(id)).length;
        });
      };
      runScenario(scenario, { invariants: [], begin });
    });

    fc.assert(isRightAlways, { seed: 1, numRuns: 100 });

    expect(held).toBeGreaterThan(1_000);
    expect(takenBack).toBeGreaterThan(100);
  });
});

/** Of a swarm that crashes for ever, one part is as good as another. */
const stepsMax = 1_000;
