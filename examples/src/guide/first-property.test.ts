import { test } from '@fast-check/vitest';
import { runScenario, scenarios } from '@swarmsim/testing';
import { expect } from 'vitest';
import '@swarmsim/testing/vitest';

test.prop([scenarios()], { numRuns: 100 })(
  'credential specs stay where they belong',
  (scenario) => {
    const { swarm } = runScenario(scenario);

    expect(swarm).toDeliverCredentialSpecsOnlyToReferencingTasks();
  },
);
