import { describe, expect, it } from 'vitest';
import type { Swarm } from '../client/swarm.ts';
import type { SwarmOptions } from '../client/swarm-options.ts';
import { credentialSpec } from '../credential-spec/build-credential-spec.ts';
import { windowsNodes, type NodeBuilderOptions } from '../engine/hosts.ts';
import { createSwarm } from '../swarm.ts';

const domain = 'contoso.com';
const data = credentialSpec({ domain, account: 'webapp01' });
const web = { name: 'web', image: 'iis', replicas: 4 } as const;

/** A and B may retrieve the account's password, C and D may not; L has joined no domain. */
function newSwarm(options: SwarmOptions = {}): Swarm {
  const swarm = createSwarm({
    nodes: [...windowsNodes(['A', 'B', 'C', 'D'], { domain }), ...windowsNodes(['L'])],
    directory: {
      [domain]: {
        groups: { 'web-hosts': { members: ['A'] } },
        accounts: { webapp01: { retrievableBy: ['web-hosts', 'B'] } },
      },
    },
    whatIf: { accountFilter: true },
    ...options,
  });
  swarm.settle();
  swarm.configs.create({ name: 'spec', data });
  return swarm;
}

function hostsOf(swarm: Swarm, service: string): readonly string[] {
  const tasks = swarm.tasks.list({ service, state: 'running', desiredState: 'running' });
  return [...new Set(tasks.map(({ nodeId }) => swarm.nodes.get(nodeId).name))].sort();
}

describe('the account filter', () => {
  it('keeps tasks to hosts that can obtain the account', () => {
    const swarm = newSwarm();

    swarm.services.create({ ...web, credentialSpec: 'config://spec' });
    swarm.settle();

    expect(hostsOf(swarm, 'web')).toEqual(['A', 'B']);
    for (const task of swarm.tasks.list({ service: 'web', state: 'running' })) {
      expect(swarm.containers.of(task.id).identity().account).toBe('CONTOSO\\webapp01$');
    }
  });

  it.each([{}, { accountFilter: false }])('is not there unless asked for: %j', (whatIf) => {
    const swarm = newSwarm({ whatIf });

    swarm.services.create({ ...web, replicas: 5, credentialSpec: 'config://spec' });
    swarm.settle();

    expect(hostsOf(swarm, 'web')).toEqual(['A', 'B', 'C', 'D', 'L']);
  });

  it('counts a host without a domain whose plugin knows a user', () => {
    const pluginGuid = '{CCC2A336-D7F3-4818-A213-272B7924213E}';
    const reader = { domain, user: 'reader', password: 'p' };
    const swarm = newSwarm({
      nodes: [
        ...windowsNodes(['K'], { ccgPlugins: { [pluginGuid]: { credentials: { '': reader } } } }),
        ...windowsNodes(['L', 'M']),
      ],
      directory: {
        [domain]: {
          users: { reader: { password: 'p' } },
          accounts: { webapp01: { retrievableBy: ['reader'] } },
        },
      },
    });
    const portable = credentialSpec({ domain, account: 'webapp01', hostAccount: { pluginGuid } });
    swarm.configs.create({ name: 'portable', data: portable });

    swarm.services.create({ ...web, credentialSpec: 'config://portable' });
    swarm.settle();

    expect(hostsOf(swarm, 'web')).toEqual(['K']);
  });

  it('says nothing of tasks without a credential spec', () => {
    const swarm = newSwarm();

    swarm.services.create({ ...web, replicas: 5 });
    swarm.settle();

    expect(hostsOf(swarm, 'web')).toEqual(['A', 'B', 'C', 'D', 'L']);
  });

  it('looks for files and registry values where the container would', () => {
    const swarm = newSwarm();
    const text = JSON.stringify(data);
    swarm.nodes.writeCredentialSpec('B', { place: 'file', name: 'web.json', text });
    for (const node of ['A', 'C']) {
      swarm.nodes.writeCredentialSpec(node, { place: 'registry', name: 'web', text });
    }

    swarm.services.create({ ...web, credentialSpec: 'file://web.json' });
    swarm.services.create({ ...web, name: 'api', credentialSpec: 'registry://web' });
    swarm.settle();

    expect(hostsOf(swarm, 'web')).toEqual(['B']);
    expect(hostsOf(swarm, 'api')).toEqual(['A']);
  });

  it('asks the plugins of hosts that have joined no domain', () => {
    const pluginGuid = 'CCC2A336-D7F3-4818-A213-272B7924213E';
    const withPlugin = (password: string): NodeBuilderOptions => {
      const credentials = { vault: { domain, user: 'reader', password } };
      return { ccgPlugins: { [pluginGuid]: { credentials } } };
    };
    const swarm = createSwarm({
      nodes: [
        ...windowsNodes(['good'], withPlugin('secret')),
        ...windowsNodes(['bad'], withPlugin('guess')),
        ...windowsNodes(['none']),
      ],
      directory: {
        [domain]: {
          users: { reader: { password: 'secret' } },
          accounts: { webapp01: { retrievableBy: ['reader'] } },
        },
      },
      whatIf: { accountFilter: true },
    });
    swarm.settle();
    const hostAccount = { pluginGuid, pluginInput: 'vault' };
    const portable = credentialSpec({ domain, account: 'webapp01', hostAccount });
    swarm.configs.create({ name: 'spec', data: portable });

    swarm.services.create({ ...web, credentialSpec: 'config://spec' });
    swarm.settle();

    expect(hostsOf(swarm, 'web')).toEqual(['good']);
  });

  it('explains itself behind SwarmKit’s own filters', () => {
    const swarm = newSwarm();
    for (const node of ['A', 'B']) swarm.nodes.update(node, { availability: 'drain' });

    swarm.services.create({ ...web, replicas: 1, credentialSpec: 'config://spec' });
    swarm.settle();

    const [task] = swarm.tasks.list({ service: 'web' });
    expect(task?.status.err).toBe(
      'no suitable node (no credential spec with an obtainable account on 3 nodes; 2 nodes not available for new tasks)',
    );
    expect(swarm.explain('web.1').nodes[2]).toMatchObject({
      kind: 'refused',
      filter: 'account',
      text: 'no credential spec with an obtainable account on 1 node',
    });
  });

  it('goes by what is so when a task is placed', () => {
    const swarm = newSwarm();
    swarm.services.create({ ...web, replicas: 2, credentialSpec: 'config://spec' });
    swarm.settle();
    swarm.faults.cutDirectory('A');
    swarm.settle();
    const afterCut = hostsOf(swarm, 'web');

    swarm.services.force('web');
    swarm.settle();

    expect(afterCut).toEqual(['A', 'B']);
    expect(hostsOf(swarm, 'web')).toEqual(['B']);
  });

  it.each([
    { whatIf: { accountfilter: true }, message: "whatIf: unknown option 'accountfilter'" },
    { whatIf: { accountFilter: 'yes' }, message: "whatIf: option 'accountFilter' must be true" },
    { whatIf: true, message: "swarm: option 'whatIf' must be an object" },
  ])('refuses $whatIf', ({ whatIf, message }) => {
    expect(() => createSwarm({ whatIf } as never)).toThrow(message);
  });
});
