/** A node is drained before maintenance, and comes back empty: nothing is rebalanced. */
import { createSwarm, windowsNodes, type Swarm } from '@swarmsim/core';

const swarm = createSwarm({ seed: 2, nodes: windowsNodes(['A', 'B', 'C']) });
swarm.services.create({ name: 'web', image: 'iis', replicas: 6 });
swarm.settle();
show(swarm, 'before');

swarm.nodes.update('B', { availability: 'drain' });
swarm.settle();
show(swarm, 'B drained');

swarm.nodes.update('B', { availability: 'active' });
swarm.settle();
show(swarm, 'B active again');

swarm.services.update('web', (draft) => {
  draft.forceUpdate = (draft.forceUpdate ?? 0) + 1;
});
swarm.settle();
show(swarm, 'after a forced update');

function show({ nodes, tasks }: Swarm, title: string): void {
  const counts = nodes.list().map(({ id, name }) => {
    const running = tasks.list({ node: id, state: 'running' });
    return `${name} ${running.length}`;
  });
  console.log(`${title.padEnd(22)} ${counts.join('  ')}`);
}
