import { createSwarm, credentialSpec, windowsNodes } from '@swarmsim/core';
import { expect, it } from 'vitest';
import '@swarmsim/testing/vitest';

it('keeps three replicas through the loss of a host', () => {
  const swarm = createSwarm({ nodes: windowsNodes(['A', 'B', 'C']) });
  swarm.configs.create({
    name: 'credspec',
    data: credentialSpec({ domain: 'contoso.com', account: 'webapp01' }),
  });
  const credential = 'config://credspec';
  swarm.services.create({ name: 'web', image: 'iis', replicas: 3, credentialSpec: credential });

  expect(swarm).toConverge();
  expect(swarm).toSpread('web');
  expect(swarm).toSurvive({ kind: 'crash', node: 'A' });
  expect(swarm).toRun('web', 3);
  expect(swarm).toDeliverCredentialSpecsOnlyToReferencingTasks();
});
