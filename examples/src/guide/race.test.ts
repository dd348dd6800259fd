import { createSwarm, windowsNodes } from '@swarmsim/core';
import { createLateChoices, sameInstantOrders, toChoiceSource } from '@swarmsim/testing';
import fc from 'fast-check';
import { expect, it } from 'vitest';

/** A service and a job want the last place; what happens at one instant happens in this order. */
function play(order: readonly number[]): string {
  const choices = createLateChoices(toChoiceSource(order));
  const nodes = windowsNodes(['A'], { cpus: 1 });
  const swarm = createSwarm({ nodes, ties: 'stable', sameInstantOrder: choices });
  swarm.advance('10s');

  choices.begin();
  const reserve = { cpus: 1 };
  swarm.services.create({ name: 'web', image: 'app', reserve });
  swarm.services.create({ name: 'nightly', image: 'app', mode: 'replicated-job', reserve });
  swarm.advance('30s');
  return swarm.tasks
    .list({ state: 'running' })
    .map(({ serviceName }) => serviceName)
    .join(', ');
}

it('is a race, and one choice decides it', () => {
  const isDecided = fc.property(sameInstantOrders(), (order) => play(order) === play([]));

  const { failed, counterexample } = fc.check(isDecided, { seed: 1, numRuns: 500 });

  expect(failed).toBe(true);
  const [order = []] = counterexample ?? [];
  expect(order.filter((choice) => choice !== 0).length).toBeLessThanOrEqual(2);
  expect(new Set([play([]), play(order)])).toEqual(new Set(['web', 'nightly']));
});
