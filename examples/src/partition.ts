/** A network partition: the classic surprise is that the same replica runs twice. */
import { createSwarm, linuxNodes } from '@swarmsim/core';

const swarm = createSwarm({ seed: 5, nodes: linuxNodes(['A', 'B', 'C']) });
swarm.services.create({ name: 'web', image: 'nginx', replicas: 2 });
swarm.settle();
report('at rest');

const { name } = swarm.nodes.get(swarm.tasks.get('web.1').nodeId);
swarm.faults.partition(name);
swarm.advance('10s');
report(`${name} cut off for 10 s`);
swarm.advance('20s');
report(`${name} cut off for 30 s`);

swarm.faults.repair(name);
swarm.advance('10s');
report(`${name} reached again`);

/** Containers that run, and what the managers believe of their tasks. */
function report(title: string): void {
  const states = swarm.nodes.list().map((node) => `${node.name} ${node.state}`);
  console.log(`${title}: ${states.join(', ')}`);
  for (const task of swarm.tasks.list({ service: 'web' })) {
    const container = swarm.containers.find(task.id)?.state ?? 'none';
    const node = swarm.nodes.get(task.nodeId).name;
    const belief = `${task.status.state}, wanted ${task.desiredState}`;
    console.log(`  ${swarm.tasks.nameOf(task)} on ${node}: container ${container}; ${belief}`);
  }
}
