/**
 * Healthy heartbeats are worked out where they matter, not sent one by one. Whatever goes wrong, the
 * swarm must come to the same as with each of them sent.
 */
import { runScenario, scenarios } from '@swarmsim/testing';
import type { Swarm } from '@swarmsim/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** What a swarm came to, without instants and without what only chance decides. */
function outcomeOf(swarm: Swarm): object {
  const running = swarm.services.list().map(({ spec }) => {
    const tasks = swarm.tasks.list({
      service: spec.name,
      state: 'running',
      desiredState: 'running',
    });
    return `${spec.name}: ${tasks.length}`;
  });
  const nodes = swarm.nodes.list().map(({ name, state }) => `${name}: ${state}`);
  return { nodes, running };
}

describe('lazy heartbeats', () => {
  it('lead where eager ones lead, in 200 random scenarios', () => {
    fc.assert(
      fc.property(scenarios(), (scenario) => {
        const lazy = runScenario(scenario, { swarm: { heartbeats: 'lazy' } });
        const eager = runScenario(scenario, { swarm: { heartbeats: 'eager' } });

        expect(outcomeOf(lazy.swarm)).toEqual(outcomeOf(eager.swarm));
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
