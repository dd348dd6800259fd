/** A host outside the group: the task runs, the container starts, and nobody knows it in the domain. */
import { createSwarm, credentialSpec, windowsNodes } from '@swarmsim/core';

const domain = 'contoso.com';
const swarm = createSwarm({
  seed: 1,
  nodes: windowsNodes(['A', 'B', 'C'], { domain }),
  directory: {
    [domain]: {
      groups: { 'web-hosts': { members: ['A', 'B'] } },
      accounts: { webapp01: { retrievableBy: ['web-hosts'] } },
      servers: { sql01: { kind: 'sql-server', grants: ['webapp01'] } },
    },
  },
});
swarm.configs.create({ name: 'spec', data: credentialSpec({ domain, account: 'webapp01' }) });
swarm.services.create({ name: 'web', image: 'iis', replicas: 3, credentialSpec: 'config://spec' });
swarm.settle();
report('C is not in the group');

swarm.directory.addMember('web-hosts', 'C');
report('C is in the group, and has not been restarted');

swarm.faults.restart('C');
swarm.settle();
report('C was restarted');

function report(title: string): void {
  console.log(title);
  for (const task of swarm.tasks.list({ service: 'web', state: 'running' })) {
    const container = swarm.containers.find(task.id);
    if (container?.state !== 'running') continue;
    const { upn, reason } = container.identity();
    const node = swarm.nodes.get(task.nodeId).name;
    console.log(`  ${node}: task ${task.status.state}, ${upn ?? `nobody (${reason})`}`);
    console.log(`     sql01: ${container.access('sql01').message}`);
  }
}
