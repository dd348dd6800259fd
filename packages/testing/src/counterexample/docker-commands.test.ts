import { linuxNodes, type ServiceOptions } from '@swarmsim/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dockerFlags } from '../../test-support/docker-flags.ts';
import { scenarios } from '../arbitraries/scenarios.ts';
import type { Scenario, ScenarioStep } from '../scenario/scenario.ts';
import { dockerCommands } from './docker-commands.ts';

const web = { name: 'web', image: 'iis' };

function commandsOf(...steps: readonly ScenarioStep[]): readonly string[] {
  const scenario: Scenario = { version: 1, cluster: { nodes: linuxNodes(['A']) }, steps };
  const setUp = dockerCommands({ ...scenario, steps: [] }).length;
  return dockerCommands(scenario).slice(setUp);
}

function createOf(options: Partial<ServiceOptions>): string {
  return commandsOf({ at: 0, kind: 'service-create', options: { ...web, ...options } }).join('\n');
}

function updateOf(
  before: Partial<ServiceOptions>,
  change: Extract<ScenarioStep, { kind: 'service-edit' }>['change'],
): string {
  const [, update = ''] = commandsOf(
    { at: 0, kind: 'service-create', options: { ...web, ...before } },
    { at: 0, kind: 'service-edit', service: 'web', change },
  );
  return update.replace('docker service update --detach ', '').replace(/ web$/, '');
}

describe('dockerCommands', () => {
  it('sets the swarm up, waits between steps, and says in words what docker has no command for', () => {
    const scenario: Scenario = {
      version: 1,
      cluster: {
        nodes: linuxNodes(['A', 'B'], { labels: { rack: '1 a' } }),
        managers: 1,
        taskHistoryLimit: 2,
      },
      steps: [
        { at: '1s', kind: 'config-create', name: 'page', data: "it's" },
        { at: 3_500, kind: 'node-update', node: 'A', edit: { labels: { zone: 'x' } } },
        { at: 3_500, kind: 'fault', fault: { kind: 'crash', node: 'B' } },
      ],
    };

    expect(dockerCommands(scenario)).toEqual([
      '# on manager-1:',
      'docker swarm init',
      'MANAGER=$(docker info --format "{{.Swarm.NodeAddr}}:2377")',
      'docker swarm update --task-history-limit 2',
      '# on A, with the token that `docker swarm join-token --quiet worker` prints on a manager:',
      'docker swarm join --token "$TOKEN" "$MANAGER"',
      '# on B, with the token that `docker swarm join-token --quiet worker` prints on a manager:',
      'docker swarm join --token "$TOKEN" "$MANAGER"',
      'docker node update --availability drain manager-1',
      '# host A: { "os": "linux" }',
      "docker node update --label-add 'rack=1 a' A",
      '# host B: { "os": "linux" }',
      "docker node update --label-add 'rack=1 a' B",
      'sleep 1 # until 1 s',
      "printf %s 'it'\\''s' | docker config create page -",
      'sleep 2.5 # until 3.5 s',
      'docker node update --label-rm rack --label-add zone=x A',
      '# power off host B',
    ]);
  });

  it.each([
    { options: { replicas: 2 }, flags: '--replicas 2 iis' },
    { options: { mode: 'global' as const }, flags: '--mode global iis' },
    {
      options: { mode: 'replicated-job' as const, replicas: 3, maxConcurrent: 1 },
      flags: '--mode replicated-job --replicas 3 --max-concurrent 1 iis',
    },
    { options: { env: { A: 'b c', D: '' } }, flags: "--env 'A=b c' --env D= iis" },
    {
      options: { command: ['sh', '-c', 'echo $HOME'], args: ['one two', '3'] },
      flags: `--entrypoint 'sh -c '\\''echo $HOME'\\''' iis 'one two' 3`,
    },
    {
      options: { credentialSpec: 'config://spec', configs: [{ source: 'page', mode: 0o440 }] },
      flags: '--credential-spec config://spec --config source=page,mode=0440 iis',
    },
    {
      options: {
        mounts: [{ type: 'volume' as const, source: 'a,b', target: '/c', readOnly: true }],
      },
      flags: `--mount 'type=volume,"source=a,b",target=/c,readonly' iis`,
    },
    {
      options: { ports: [80, '8080:81', { target: 82, published: 8082, mode: 'host' as const }] },
      flags: '--publish 80 --publish 8080:81 --publish published=8082,target=82,mode=host iis',
    },
    {
      options: { reserve: { cpus: 0.5, memory: 5, generic: { gpu: 2 } }, limit: { pids: 9 } },
      flags: '--reserve-cpu 0.5 --reserve-memory 5b --limit-pids 9 --generic-resource gpu=2 iis',
    },
    {
      options: { constraints: ['node.labels.a!=b'], spread: ['node.labels.zone'] },
      flags: `--constraint 'node.labels.a!=b' --placement-pref spread=node.labels.zone iis`,
    },
    {
      options: { healthcheck: { test: ['CMD-SHELL', 'curl x || exit 1'], intervalMs: 500 } },
      flags: `--health-cmd 'curl x || exit 1' --health-interval 500ms iis`,
    },
    { options: { healthcheck: { test: ['NONE'], retries: 2 } }, flags: '--no-healthcheck iis' },
    {
      options: { update: { parallelism: 2, order: 'start-first' as const, monitor: '3s' } },
      flags: '--update-parallelism 2 --update-monitor 3s --update-order start-first iis',
    },
  ])('makes a service with $flags', ({ options, flags }) => {
    expect(createOf(options)).toBe(`docker service create --detach --name web ${flags}`);
  });

  it.each([
    { before: {}, change: { image: 'iis:2', replicas: 3 }, flags: '--image iis:2 --replicas 3' },
    {
      before: { env: ['A=1', 'B=2'], labels: { x: 'y' } },
      change: { env: ['A=3'], labels: null },
      flags: '--label-rm x --env-rm B --env-add A=3',
    },
    {
      before: { configs: ['a', 'b'], credentialSpec: 'config://a' },
      change: { configs: ['b', { source: 'a', target: 'c' }], credentialSpec: null },
      flags: "--credential-spec '' --config-rm a --config-add source=a,target=c",
    },
    {
      before: { ports: ['8080:80'], limit: { cpus: 1 } },
      change: { ports: ['8081:80'], limit: null, restart: { condition: 'none' as const } },
      flags: '--restart-condition none --limit-cpu 0 --publish-rm 80 --publish-add 8081:80',
    },
    {
      before: { spread: ['node.labels.a', 'node.labels.b'] },
      change: { spread: ['node.labels.b'] },
      flags:
        '--placement-pref-rm spread=node.labels.a --placement-pref-rm spread=node.labels.b --placement-pref-add spread=node.labels.b',
    },
    {
      before: { healthcheck: { intervalMs: 500 } },
      change: { healthcheck: { test: ['NONE'] } },
      flags: '--no-healthcheck',
    },
    { before: {}, change: { forceUpdate: 1 }, flags: '--force' },
  ])('changes a service with $flags', ({ before, change, flags }) => {
    expect(updateOf(before, change)).toBe(flags);
  });

  it('knows what a service is after it was rolled back, and nothing of what was refused', () => {
    const edit = (image: string): ScenarioStep => ({
      at: 0,
      kind: 'service-edit',
      service: 'web',
      change: { image, labels: { a: 'b' } },
    });
    const refused = edit('iis:bad');
    const scenario: Scenario = {
      version: 1,
      cluster: {},
      steps: [
        { at: 0, kind: 'service-create', options: web },
        refused,
        edit('iis:2'),
        { at: 0, kind: 'service-rollback', service: 'web' },
        edit('iis:2'),
      ],
    };

    const lines = dockerCommands(scenario, { isRefused: (step) => step === refused }).slice(-6);

    const update = 'docker service update --detach --image iis:2 --label-add a=b web';
    expect(lines).toEqual([
      'docker service create --detach --name web iis',
      '# this is refused:',
      'docker service update --detach --image iis:bad --label-add a=b web',
      update,
      'docker service rollback --detach web',
      update,
    ]);
  });

  it('writes stack files where the command looks for them', () => {
    const stacks = { shop: { text: "a: '1'", files: { 'page.txt': 'x' }, env: { TAG: '1 2' } } };
    const lines = dockerCommands({
      version: 1,
      cluster: {},
      stacks,
      steps: [{ at: 0, kind: 'stack-deploy', stack: 'shop', prune: true }],
    });

    expect(lines.slice(-3)).toEqual([
      'printf %s x > page.txt',
      `printf %s 'a: '\\''1'\\''' > shop.yml`,
      "TAG='1 2' docker stack deploy --detach --compose-file shop.yml --prune shop",
    ]);
  });

  it('uses only flags that the client has, each with a value where it takes one', () => {
    const used = new Set<string>();
    const property = fc.property(scenarios(), (scenario) => {
      for (const line of dockerCommands(scenario)) {
        for (const flag of checkCommand(line)) used.add(flag);
      }
    });

    fc.assert(property, { numRuns: 400, seed: 3 });
    expect(used.size).toBeGreaterThan(30);
  });
});

/** Checks the docker command of a line of shell, if it has one; gives the flags it uses. */
function checkCommand(line: string): readonly string[] {
  if (line.startsWith('#')) return [];
  const words = splitShell(line.replace(/ # until .*$/, ''));
  const start = words.indexOf('docker');
  if (start < 0 || line.startsWith('MANAGER=')) return [];
  const [, group = '', verb = '', ...rest] = words.slice(start);
  const flags = dockerFlags[`${group} ${verb}`];
  if (flags === undefined) throw new Error(`docker ${group} ${verb} is not known: ${line}`);
  const used: string[] = [];
  let index = 0;
  while (rest[index]?.startsWith('--') === true) {
    const flag = rest[index] ?? '';
    const takesValue = flags[flag];
    if (takesValue === undefined) throw new Error(`${group} ${verb} has no ${flag}: ${line}`);
    if (takesValue && index + 1 >= rest.length) throw new Error(`${flag} lacks a value: ${line}`);
    used.push(`${group} ${verb} ${flag}`);
    index += takesValue ? 2 : 1;
  }
  if (group !== 'swarm' && index >= rest.length) throw new Error(`no object: ${line}`);
  return used;
}

/** Words of a line, as a POSIX shell splits it: single quotes, backslashes and double quotes. */
function splitShell(line: string): readonly string[] {
  const words = line.match(/(?:'[^']*'|\\.|"[^"]*"|[^\s'"\\])+/g) ?? [];
  return words.map((word) =>
    word.replaceAll(/'([^']*)'|\\(.)/g, (_, quoted, escaped) => quoted ?? escaped),
  );
}
