/**
 * Who gets a credential spec, under churn. Random small swarms live through random operations and
 * faults; every rule of the testing package is checked after every step, and again at rest.
 */
import { brokenDeciders, runScenario, scenarios } from '@swarmsim/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** Scenarios of the main property. */
const runsMin = 1_000;

describe('credential specs under churn', () => {
  it(`reach exactly the tasks that reference them, in ${runsMin} random scenarios`, () => {
    let steps = 0;
    fc.assert(
      fc.property(scenarios(), (scenario) => {
        steps += runScenario(scenario).swarm.now;
      }),
      { numRuns: runsMin },
    );

    expect(steps).toBeGreaterThan(0);
  });
});

describe('broken deciders', () => {
  it.each(Object.entries(brokenDeciders))('are caught: %s', (_, deciders) => {
    const run = fc.check(
      fc.property(scenarios(), (scenario) => void runScenario(scenario, { swarm: { deciders } })),
      { numRuns: 200 },
    );

    expect(run.failed).toBe(true);
    expect(String(run.errorInstance)).toContain('InvariantViolation');
  });
});
