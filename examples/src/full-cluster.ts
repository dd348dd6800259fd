/** Why is my task pending? Every node gives its reason. */
import { createSwarm, linuxNodes, windowsNodes } from '@swarmsim/core';

const swarm = createSwarm({
  seed: 4,
  nodes: [...windowsNodes(['A', 'B'], { cpus: 2 }), ...linuxNodes(['L'], { cpus: 8 })],
  registry: {
    images: [{ name: 'iis:latest', platforms: [{ os: 'windows', architecture: 'amd64' }] }],
  },
});
swarm.services.create({ name: 'web', image: 'iis', replicas: 5, reserve: { cpus: 1 } });
swarm.settle();

const { text, nodes } = swarm.explain('web.5');
console.log(`web.5: ${text}`);
for (const verdict of nodes) {
  const { name } = swarm.nodes.get(verdict.nodeId);
  console.log(`  ${name}: ${verdict.kind === 'refused' ? verdict.text : 'suitable'}`);
}

for (const node of windowsNodes(['C'], { cpus: 2 })) swarm.nodes.join(node);
swarm.settle();
const task = swarm.tasks.get('web.5');
console.log(`web.5: ${task.status.state} on ${swarm.nodes.get(task.nodeId).name}`);
