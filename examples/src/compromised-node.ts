/** A node falls into the wrong hands: which credential specs could it read, and since when? */
import { createSwarm, credentialSpec, windowsNodes } from '@swarmsim/core';

const services = ['orders', 'billing', 'reports'];
const swarm = createSwarm({ seed: 4, nodes: windowsNodes(['A', 'B', 'C', 'D']) });

for (const name of services) {
  const data = credentialSpec({ domain: 'contoso.com', account: `${name}-gmsa` });
  swarm.configs.create({ name: `${name}-spec`, data });
  swarm.services.create({
    name,
    image: 'app',
    replicas: 1,
    credentialSpec: `config://${name}-spec`,
  });
}
// The same, as it was done before: a copy of the file on every host.
for (const { name: host } of swarm.nodes.list()) {
  const text = JSON.stringify(credentialSpec({ domain: 'contoso.com', account: 'legacy-gmsa' }));
  swarm.nodes.writeCredentialSpec(host, { place: 'file', name: 'legacy.json', text });
}
swarm.services.create({ name: 'legacy', image: 'app', credentialSpec: 'file://legacy.json' });
swarm.settle();
report('at rest');

const { name } = swarm.nodes.get(swarm.tasks.get('orders.1').nodeId);
swarm.nodes.update(name, { availability: 'drain' });
swarm.settle();
report(`${name} drained`);

function report(title: string): void {
  console.log(title);
  for (const node of swarm.nodes.list()) {
    const running = swarm.tasks.list({
      node: node.name,
      state: 'running',
      desiredState: 'running',
    });
    const tasks = running.map(({ serviceName }) => serviceName);
    const files = node.credentialSpecs().map((spec) => spec.name);
    const readable = [...node.holdings().configs, ...files];
    console.log(
      `  ${node.name} runs ${tasks.join(', ') || '-'}; could read ${readable.join(', ')}`,
    );
  }
}
