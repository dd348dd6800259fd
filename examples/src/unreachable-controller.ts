/** A domain controller cannot be reached: no task notices, and every application does. */
import { createSwarm, credentialSpec, windowsNodes } from '@swarmsim/core';

const domain = 'contoso.com';
const hosts = ['A', 'B'];
const swarm = createSwarm({
  seed: 1,
  nodes: windowsNodes(hosts, { domain }),
  directory: { [domain]: { accounts: { webapp01: { retrievableBy: hosts } } } },
});
swarm.configs.create({ name: 'spec', data: credentialSpec({ domain, account: 'webapp01' }) });
swarm.services.create({ name: 'web', image: 'iis', replicas: 2, credentialSpec: 'config://spec' });
swarm.settle();
const before = swarm.stateHash();
report('healthy');

swarm.faults.cutDirectory('A');
report('A reaches no domain controller');

swarm.faults.reachDirectory('A');
swarm.advance('2160h');
report('three months later, after as many passwords');
console.log(`The managers saw nothing of it: ${swarm.stateHash() === before}`);

function report(title: string): void {
  console.log(title);
  for (const task of swarm.tasks.list({ service: 'web' })) {
    const { commands, password } = swarm.containers.of(task.id).identity();
    const node = swarm.nodes.get(task.nodeId).name;
    const [whoami = ''] = commands.whoamiUpn.output.split('\n');
    console.log(
      `  ${node} (${task.status.state}, password ${password?.current ?? '-'}): ${whoami}`,
    );
    console.log(
      `    ${commands.klistGetKrbtgt.command}: exit code ${commands.klistGetKrbtgt.exitCode}`,
    );
  }
}
