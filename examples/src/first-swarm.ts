/** A service with a gMSA credential spec on three Windows hosts. */
import { createSwarm, credentialSpec, windowsNodes } from '@swarmsim/core';

const swarm = createSwarm({ seed: 1, nodes: windowsNodes(['A', 'B', 'C']) });

swarm.configs.create({
  name: 'credspec',
  data: credentialSpec({ domain: 'contoso.com', account: 'webapp01' }),
});
swarm.services.create({
  name: 'web',
  image: 'iis',
  replicas: 3,
  credentialSpec: 'config://credspec',
});
swarm.settle();

for (const task of swarm.tasks.list({ service: 'web' })) {
  const container = swarm.containers.of(task.id);
  const node = swarm.nodes.get(task.nodeId);
  const name = swarm.tasks.nameOf(task);
  const applied = container.credentialSpec === undefined ? 'no' : 'a';
  console.log(`${name} ${task.status.state} on ${node.name}, ${applied} credential spec,`);
  console.log(`  files: ${container.files.length}, node holds credspec: ${node.holds('credspec')}`);
}
