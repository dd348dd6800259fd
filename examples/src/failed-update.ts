/** A rolling update to an image that crashes is rolled back by itself; the report tells the story. */
import { createSwarm, formatServiceReport, linuxNodes } from '@swarmsim/core';

const swarm = createSwarm({
  seed: 4,
  history: true,
  nodes: linuxNodes(['A', 'B', 'C']),
  behaviours: [{ image: 'shop:2', exitAfterMs: 1_000, exitCode: 3 }],
});
swarm.services.create({
  name: 'web',
  image: 'shop:1',
  replicas: 4,
  update: { parallelism: 2, failureAction: 'rollback', monitor: '10s', maxFailureRatio: 0.25 },
});
swarm.settle();

swarm.services.update('web', (draft) => {
  draft.image = 'shop:2';
});
swarm.settle();

console.log(formatServiceReport(swarm.services.report('web')).trimEnd());
console.log(`image    ${swarm.services.options('web').image}`);
