/** Three managers, two lost: tasks run on, no call is answered, and then it all goes on. */
import { createSwarm, linuxNodes, type Swarm } from '@swarmsim/core';

const swarm = createSwarm({ seed: 1, managers: 3, nodes: linuxNodes(['A', 'B']) });
swarm.services.create({ name: 'web', image: 'nginx', replicas: 2 });
swarm.settle();
const tasks = swarm.tasks.list({ service: 'web' });
show(swarm, 'three managers');

swarm.faults.crash('manager-1');
swarm.advance('1s');
show(swarm, 'the leader crashed');
swarm.advance('19s');
show(swarm, 'another was elected');

swarm.faults.crash('manager-2');
swarm.faults.crash('manager-3');
swarm.faults.restart('manager-1');
swarm.advance('1m');
show(swarm, 'two of three are down');

swarm.faults.restart('manager-2');
swarm.advance('1m');
show(swarm, 'one of them is back');

function show({ now, nodes, containers }: Swarm, title: string): void {
  const running = tasks.filter(({ id }) => containers.find(id)?.state === 'running');
  console.log(
    `${(now / 1_000).toFixed(0).padStart(4)} s  ${title}; ${running.length} containers run`,
  );
  try {
    const states = nodes.list().map(({ name, state, managerStatus }) => {
      const role = managerStatus?.leader === true ? 'leader' : managerStatus?.reachability;
      return role === undefined ? `${name} ${state}` : `${name} ${state} (${role})`;
    });
    console.log(`        ${states.join(', ')}`);
  } catch (error) {
    console.log(`        ${error instanceof Error ? error.message : 'refused'}`);
  }
}
