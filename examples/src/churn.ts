/** A host crashes: when does the swarm notice, and what becomes of its replica? */
import { createSwarm, windowsNodes } from '@swarmsim/core';

const swarm = createSwarm({ seed: 3, nodes: windowsNodes(['A', 'B', 'C']) });
swarm.services.create({ name: 'web', image: 'iis', replicas: 3 });
swarm.settle();

const crashedAt = swarm.now;
swarm.events$.subscribe(({ at, change }) => {
  const { after } = change;
  if (change.table === 'node' && after !== undefined && 'description' in after) {
    const node = swarm.nodes.get(change.id);
    console.log(`${since(at)} node ${node.name} is ${node.state}`);
  }
  if (change.table === 'task' && after !== undefined && 'desiredState' in after) {
    const { status, desiredState } = after;
    const node = after.nodeId === '' ? '-' : swarm.nodes.get(after.nodeId).name;
    console.log(
      `${since(at)} ${swarm.tasks.nameOf(after)} on ${node}: ${status.state}, wanted ${desiredState}`,
    );
  }
});

swarm.faults.crash('A');
swarm.settle();

function since(at: number): string {
  return `+${((at - crashedAt) / 1_000).toFixed(1).padStart(4)} s`;
}
