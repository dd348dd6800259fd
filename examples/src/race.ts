/** Two failures at the same instant, and one place: fast-check finds the order that decides, and reduces it. */
import { createSwarm, windowsNodes } from '@swarmsim/core';
import { createLateChoices, sameInstantOrders, toChoiceSource } from '@swarmsim/testing';
import fc from 'fast-check';

/** Who has the last place, when what happens at the same instant happens in this order. */
function play(order: readonly number[]): string {
  const choices = createLateChoices(toChoiceSource(order));
  const swarm = createSwarm({
    nodes: windowsNodes(['A', 'B'], { cpus: 1 }),
    ties: 'stable',
    sameInstantOrder: choices,
  });
  for (const name of ['web', 'api']) {
    swarm.services.create({ name, image: 'app', reserve: { cpus: 1 } });
    swarm.settle();
  }
  swarm.nodes.update(swarm.tasks.get('api.1').nodeId, { availability: 'pause' });

  const at = swarm.now + 1_000;
  const fail = (task: string) => ({ at, fault: { kind: 'exit-task', task, exitCode: 1 } as const });
  swarm.faults.schedule([fail('web.1'), fail('api.1')]);
  choices.begin();
  swarm.settle();
  const running = swarm.tasks.list({ state: 'running' });
  return running.map(({ serviceName }) => serviceName).join(', ');
}

const isFair = fc.property(sameInstantOrders(), (order) => play(order) === play([]));
const { counterexample, numRuns } = fc.check(isFair, { seed: 1 });
const [order = []] = counterexample ?? [];

console.log(`oldest first       ${play([])} runs, the other one waits`);
console.log(`another order      ${play(order)} runs, found in run ${numRuns}`);
console.log(`what it takes      ${JSON.stringify(order)}`);
console.log(`replayed           ${play(order)} runs`);
