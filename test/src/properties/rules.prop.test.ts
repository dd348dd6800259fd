/**
 * Random small swarms live through random operations and faults; every rule of the testing package is
 * checked after every step, and again at rest. A rule that nothing in them is about would hold of any
 * swarm, so it is counted in how many of them its situation occurred.
 */
import { invariants, runScenario, scenarios } from '@swarmsim/testing';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

const scenariosMax = 1_500;
/** In how many of them the situation that a rule speaks of has to occur, at least. */
const occurrencesMin = 10;

/** Names of rules and in how many scenarios they had something to say. */
const occurrences = new Map<string, number>();

describe(`${scenariosMax} random scenarios break no rule, and`, () => {
  beforeAll(() => {
    const property = fc.property(scenarios(), (scenario) => {
      for (const { name, premises } of runScenario(scenario).verdicts) {
        if (premises > 0) occurrences.set(name, (occurrences.get(name) ?? 0) + 1);
      }
    });
    fc.assert(property, { seed: 1, numRuns: scenariosMax });
  }, 300_000);

  it.each(invariants)('have situations to which the rule applies: $name', ({ name }) => {
    expect(occurrences.get(name) ?? 0).toBeGreaterThanOrEqual(occurrencesMin);
  });
});
