/** Configs are immutable: how a credential spec is replaced by another, and what the wrong order says. */
import { createSwarm, credentialSpec, windowsNodes } from '@swarmsim/core';

const domain = 'contoso.com';
const hosts = ['A', 'B', 'C'];
const swarm = createSwarm({
  seed: 2,
  nodes: windowsNodes(hosts, { domain }),
  directory: { [domain]: { accounts: { webapp01: { retrievableBy: hosts } } } },
});
const specFor = (account: string): object => credentialSpec({ domain, account });

const first = swarm.configs.create({ name: 'webapp-1', data: specFor('webapp01') });
swarm.services.create({
  name: 'web',
  image: 'iis',
  replicas: 3,
  credentialSpec: 'config://webapp-1',
});
swarm.settle();
report('deployed');

swarm.directory.createAccount('webapp02', { retrievableBy: hosts });
attempt('change the config', () =>
  swarm.controlApi.configs.update(first.id, first.meta.version, { ...first.spec, data: 'e30=' }),
);
attempt('remove it first', () => swarm.configs.remove('webapp-1'));
attempt('update to one that is not there', () => useConfig('webapp-2'));

swarm.configs.create({ name: 'webapp-2', data: specFor('webapp02') });
useConfig('webapp-2');
swarm.settle();
swarm.configs.remove('webapp-1');
report('replaced');

swarm.directory.removeAccount('webapp01');
report('old account deleted');

function useConfig(name: string): void {
  swarm.services.update('web', (web) => {
    web.credentialSpec = `config://${name}`;
  });
}

function attempt(what: string, run: () => unknown): void {
  try {
    run();
  } catch (error) {
    console.log(`  ${what}: ${(error as Error).message}`);
  }
}

function report(title: string): void {
  const tasks = swarm.tasks.list({ service: 'web', state: 'running', desiredState: 'running' });
  const names = tasks.map(({ id }) => swarm.containers.of(id).identity().account ?? 'nobody');
  const held = swarm.nodes.list().flatMap((node) => node.holdings().configs);
  console.log(`${title}: containers are ${[...new Set(names)].join(', ')}`);
  console.log(
    `  configs: ${swarm.configs
      .list()
      .map(({ spec }) => spec.name)
      .join(', ')}`,
  );
  console.log(`  held by nodes: ${[...new Set(held)].join(', ')}`);
}
