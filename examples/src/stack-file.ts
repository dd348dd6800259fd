/** A stack file, as `docker stack deploy` reads it; what is wrong with it comes with line numbers. */
import { deployStack, parseStack } from '@swarmsim/compose';
import { createSwarm, windowsNodes } from '@swarmsim/core';

const text = `
version: "3.8"
services:
  web:
    image: iis
    credential_spec: { config: webapp01 }
    deploy: { replicas: 2 }
configs:
  webapp01: { file: ./webapp01.json }
`;
const readFile = (): string => '{ "CmsPlugins": ["ActiveDirectory"] }';

const broken = parseStack(text.replace('replicas: 2', 'replicas: two'), {
  fileName: 'stack.yml',
  name: 'shop',
  readFile,
});
for (const { file, line, column, message } of broken.issues) {
  console.log(`${file}:${line}:${column}: ${message}`);
}

const { stack } = parseStack(text, { fileName: 'stack.yml', name: 'shop', readFile });
const swarm = createSwarm({ seed: 5, nodes: windowsNodes(['A', 'B']) });
if (stack !== undefined) deployStack(swarm, stack);
swarm.settle();
for (const { spec } of swarm.services.list()) {
  const running = swarm.tasks.list({ service: spec.name, state: 'running' });
  console.log(`${spec.name}: ${running.length} running`);
}
console.log(
  `configs: ${swarm.configs
    .list()
    .map(({ spec }) => spec.name)
    .join(', ')}`,
);
