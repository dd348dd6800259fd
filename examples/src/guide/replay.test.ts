import { windowsNodes } from '@swarmsim/core';
import { runScenario, type Scenario } from '@swarmsim/testing';
import { expect, it } from 'vitest';

/** The counterexample, as it was printed. */
const scenario: Scenario = {
  version: 1,
  seed: 0,
  cluster: { nodes: windowsNodes(['node-1']) },
  steps: [
    {
      at: 1_000,
      kind: 'service-create',
      options: { name: 'service-1', image: 'app:1', replicas: 3 },
    },
    { at: 1_150, kind: 'service-scale', service: 'service-1', replicas: 0 },
  ],
};

it('scales to nothing in the end, but not at once', () => {
  let most = 0;
  const { swarm } = runScenario(scenario, {
    begin: (begun) => {
      begun.onStep(() => {
        most = Math.max(most, begun.tasks.list({ state: 'running' }).length);
      });
    },
  });

  expect(most).toBe(3);
  expect(swarm.tasks.list({ state: 'running' })).toEqual([]);
});
