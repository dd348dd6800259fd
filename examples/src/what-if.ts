/**
 * What if the scheduler knew which hosts can obtain an account? SwarmKit's does not: people label hosts,
 * and constrain services. Labels have to be kept right by hand.
 */
import { createSwarm, credentialSpec, windowsNodes, type SwarmOptions } from '@swarmsim/core';

const domain = 'contoso.com';
const hosts = ['A', 'B', 'C', 'D'];
const spec = credentialSpec({ domain, account: 'webapp01' });

tell('nothing, as it is', {}, []);
tell('label and constraint', {}, ['node.labels.gmsa==webapp01']);
tell('the account filter', { whatIf: { accountFilter: true } }, []);

function tell(title: string, options: SwarmOptions, constraints: readonly string[]): void {
  const swarm = createSwarm({
    seed: 3,
    nodes: windowsNodes(hosts, { domain }),
    directory: { [domain]: { accounts: { webapp01: { retrievableBy: ['A', 'B', 'C'] } } } },
    ...options,
  });
  swarm.settle();
  // C was allowed later, and nobody thought of its label.
  for (const host of ['A', 'B']) swarm.nodes.update(host, { labels: { gmsa: 'webapp01' } });
  swarm.configs.create({ name: 'spec', data: spec });
  const web = { name: 'web', image: 'iis', replicas: 4, credentialSpec: 'config://spec' };
  swarm.services.create({ ...web, constraints });
  swarm.settle();

  const rows = swarm.tasks.list({ service: 'web', state: 'running' }).map((task) => {
    const host = swarm.nodes.get(task.nodeId).name;
    const { reason } = swarm.containers.of(task.id).identity();
    return reason === undefined ? host : `${host} (nobody: ${reason})`;
  });
  console.log(`${title.padEnd(21)} ${rows.sort().join('  ')}`);
}
