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

const [pending] = swarm.tasks.list({ service: 'web', state: 'pending' });
if (pending === undefined) throw new Error('every task found a place');
const name = swarm.tasks.nameOf(pending);
const { text, nodes } = swarm.explain(name);
console.log(`${name}: ${text}`);
for (const verdict of nodes) {
  const node = swarm.nodes.get(verdict.nodeId).name;
  console.log(`  ${node}: ${verdict.kind === 'refused' ? verdict.text : 'suitable'}`);
}

for (const node of windowsNodes(['C'], { cpus: 2 })) swarm.nodes.join(node);
swarm.settle();
const task = swarm.tasks.get(name);
console.log(`${name}: ${task.status.state} on ${swarm.nodes.get(task.nodeId).name}`);
