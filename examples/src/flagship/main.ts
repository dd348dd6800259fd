/**
 * `npm start`: tells the flagship story on the Contoso stack, then how copies grow with services and hosts.
 * Exit code 1 if an invariant broke.
 */
import { readFileSync } from 'node:fs';
import { describeGrowth } from './growth.ts';
import { tellStory } from './story.ts';

const folder = new URL('../../stacks/contoso/', import.meta.url);
const stackFile = new URL('stack.yml', folder);

const story = tellStory({
  seed: 7,
  fileName: 'stack.yml',
  stackText: readFileSync(stackFile, 'utf8'),
  stackName: 'contoso',
  readFile: (path) => readFileSync(new URL(path, folder)),
  firstHosts: ['A', 'B', 'C'],
  laterHosts: ['Q', 'R', 'S', 'T'],
  replicas: { first: 3, later: 4 },
  domain: 'contoso.com',
  account: 'webapp01',
  services: ['contoso_web', 'contoso_status', 'contoso_clock'],
  images: ['webapp', 'status', 'clock'].map((name) => ({
    name: `registry.contoso.com/${name}:2019`,
    platforms: [{ os: 'windows', architecture: 'amd64', osVersion: '10.0.17763.6532' }],
  })),
});

const growth = describeGrowth({ seed: 7, services: [1, 5, 25], hosts: [3, 10, 50] });

for (const line of [...story.lines, ...growth]) console.log(line);
process.exitCode = story.ok ? 0 : 1;
