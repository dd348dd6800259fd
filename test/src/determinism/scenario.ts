import { createSwarm, linuxNodes } from '@swarmsim/core';

/**
 * A run with something of everything: placement, a credential spec, an update, a crash, a drain.
 * It imports the public front door only, so that it also runs bundled, without Node around it.
 *
 * @returns the trace hash, then where every task ended.
 */
export function runScenario(seed: number): string {
  const swarm = createSwarm({ seed, nodes: linuxNodes(['A', 'B', 'C', 'D', 'E']) });
  swarm.configs.create({ name: 'page', data: 'hello' });
  swarm.services.create({ name: 'web', image: 'nginx', replicas: 6, configs: ['page'] });
  swarm.services.create({ name: 'log', image: 'fluentd', mode: 'global' });
  swarm.settle();

  swarm.faults.crash('A');
  swarm.advance('1m');
  swarm.services.update('web', (spec) => {
    spec.image = 'nginx:1.27';
  });
  swarm.advance('20s');
  swarm.nodes.update('B', { availability: 'drain' });
  swarm.settle();

  const tasks = swarm.tasks.list().map((task) => `${task.id} ${task.nodeId} ${task.status.state}`);
  return [swarm.trace.hash, ...tasks].join('\n');
}
