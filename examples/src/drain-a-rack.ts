/** A whole rack is emptied, one host after the other, and its replicas find room elsewhere. */
import { createSwarm, linuxNodes, type Swarm } from '@swarmsim/core';

const swarm = createSwarm({
  seed: 5,
  nodes: [
    ...linuxNodes(['A1', 'A2'], { labels: { rack: 'a' } }),
    ...linuxNodes(['B1', 'B2'], { labels: { rack: 'b' } }),
    ...linuxNodes(['C1', 'C2'], { labels: { rack: 'c' } }),
  ],
});
swarm.services.create({
  name: 'web',
  image: 'nginx',
  replicas: 6,
  spread: ['node.labels.rack'],
  maxReplicasPerNode: 2,
});
swarm.settle();
show(swarm, 'before');

for (const { name, node } of swarm.nodes.list()) {
  if (node.spec.labels?.['rack'] !== 'a') continue;
  swarm.nodes.update(name, { availability: 'drain' });
  swarm.settle();
  show(swarm, `${name} drained`);
}

swarm.faults.apply({ kind: 'crash', node: { label: 'rack=b' } });
swarm.settle();
show(swarm, 'rack b lost power');
for (const { name, status } of waiting(swarm)) console.log(`${name}: ${status.err}`);

function waiting({ tasks }: Swarm): readonly { name: string; status: { err: string } }[] {
  return tasks
    .list({ service: 'web', state: 'pending' })
    .map((task) => ({ name: tasks.nameOf(task), status: task.status }));
}

function show({ nodes, tasks }: Swarm, title: string): void {
  const running = tasks.list({ service: 'web', desiredState: 'running', state: 'running' });
  const counts = nodes.list().map(({ id, name }) => {
    return `${name} ${running.filter(({ nodeId }) => nodeId === id).length}`;
  });
  console.log(`${title.padEnd(18)} ${counts.join('  ')}`);
}
