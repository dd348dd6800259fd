/**
 * What goes wrong with the identity of a container before it runs, one case for each cause that people
 * report. Each is a whole swarm: the state and the error of the task, the moment at which it fails, what
 * the host writes into its event logs, and that nobody finds an identity. What goes wrong inside of
 * containers that run is in failure-table.test.ts.
 */
import { credentialSpec, windowsNodes, type HostEvent } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';

import { createContoso, nameOf, pluginGuid, portable, type ContosoOptions } from './contoso.ts';

const upn = 'webapp01$@contoso.com';

/** A task that ends before its container runs, and the text that says why. */
interface EarlyRow {
  readonly cause: string;
  readonly options: ContosoOptions;
  /** At creation a task is rejected; from its start on it fails. */
  readonly failsAt: 'create' | 'start';
  readonly err: RegExp;
  /** Numbers of the events in the host's logs. Default: none. */
  readonly events?: readonly number[];
}

/** The number that Docker has no text for: 0xC0020017. */
const notCreated =
  /^starting container failed: hcs::CreateComputeSystem [0-9a-f]{64}: winapi error #3489792023$/;
const notLoggedOn =
  /^starting container failed: container [0-9a-f]{64} encountered an error during hcs::System::CreateProcess: failure in a Windows system call: The user name or password is incorrect\. \(0x52e\)$/;
const asNetworkService = { user: String.raw`NT AUTHORITY\NETWORK SERVICE` };

const earlyRows: readonly EarlyRow[] = [
  {
    cause: 'the file is missing on the worker',
    options: { service: { credentialSpec: 'file://webapp01.json' } },
    failsAt: 'start',
    err: /failed to load credential spec for container \S+: open C:\\ProgramData\\docker\\CredentialSpecs\\webapp01\.json: The system cannot find the file specified\.$/,
  },
  {
    cause: 'the registry value is missing on the worker',
    options: { service: { credentialSpec: 'registry://webapp01' } },
    failsAt: 'start',
    err: /registry credential spec "webapp01" for container \S+ was not found$/,
  },
  {
    cause: 'the file lies outside its folder',
    options: { service: { credentialSpec: String.raw`file://..\webapp01.json` } },
    failsAt: 'start',
    err: /invalid credential spec: file:\/\/ path must be under C:\\ProgramData\\docker\\CredentialSpecs$/,
  },
  {
    cause: 'the path of the file is absolute',
    options: { service: { credentialSpec: String.raw`file://C:\webapp01.json` } },
    failsAt: 'start',
    err: /invalid credential spec: file:\/\/ path cannot be absolute$/,
  },
  {
    cause: 'the credential spec is no JSON',
    options: { document: 'webapp01' },
    failsAt: 'start',
    err: /The virtual machine or container JSON document is invalid\. \(0xc037010d\)$/,
  },
  {
    cause: 'the plugin is missing on a host without a domain',
    options: portable({ plugins: {} }),
    failsAt: 'start',
    err: notCreated,
    events: [2, 11_507],
  },
  {
    cause: 'the host has another plugin than the credential spec names',
    options: portable({ plugins: { '859E1386-BDB4-49E8-85C7-3070B13920E1': {} } }),
    failsAt: 'start',
    err: notCreated,
    events: [2, 11_507],
  },
  {
    cause: 'the plugin cannot be instantiated',
    options: portable({ plugins: { [pluginGuid]: { isBroken: true } } }),
    failsAt: 'start',
    err: notCreated,
    events: [2, 11_507],
  },
  {
    cause: 'the plugin has no credentials for its input',
    options: portable({ input: 'vault-of-another-team' }),
    failsAt: 'start',
    err: notCreated,
    events: [1, 4, 11_507],
  },
  {
    cause: 'NETWORK SERVICE, and the host has not joined the domain',
    options: { nodes: windowsNodes(['A']), service: asNetworkService },
    failsAt: 'start',
    err: notLoggedOn,
  },
  {
    cause: 'NETWORK SERVICE, and the host is not allowed to retrieve the password',
    options: { domain: { groups: { hosts: { members: [] } } }, service: asNetworkService },
    failsAt: 'start',
    err: notLoggedOn,
  },
  {
    cause: 'NETWORK SERVICE, and no controller is reached',
    options: {
      domain: { controllers: { DC1: { site: 'berlin', reachableFrom: ['berlin'] } } },
      service: { user: 'network service' },
    },
    failsAt: 'start',
    err: notLoggedOn,
  },
  {
    cause: 'NETWORK SERVICE, and the user that the plugin knows has another password',
    options: portable({ answer: { password: 'old' }, service: asNetworkService }),
    failsAt: 'start',
    err: notLoggedOn,
    events: [1],
  },
  ...[15_063, 16_299, 17_134].map((build) => ({
    cause: `isolation by Hyper-V on build ${build}`,
    options: {
      host: { build, engineVersion: '20.10.24' },
      service: { isolation: 'hyperv' as const },
    },
    failsAt: 'start' as const,
    err: /hcs::CreateComputeSystem [0-9a-f]{64}: The operation timed out because a response was not received/,
  })),
];

describe('a task whose container never runs', () => {
  it.each(earlyRows)('$cause', ({ options, failsAt, err, events = [] }) => {
    const swarm = createContoso(options);

    const task = swarm.tasks.get('web.1');
    expect(task.status.state).toBe(failsAt === 'create' ? 'rejected' : 'failed');
    expect(task.status.message).toBe(failsAt === 'create' ? 'preparing' : 'starting');
    expect(task.status.err).toMatch(err);
    expect(
      swarm.nodes
        .get('A')
        .events()
        .map(({ id }) => id),
    ).toEqual(events);
    const container = swarm.containers.find(task.id);
    expect(container?.state).not.toBe('running');
    expect(() => container?.identity()).toThrow(container && 'is not running');
  });

  it('runs where the file is, and fails where it is not', () => {
    const document = credentialSpec({ domain: 'contoso.com', account: 'webapp01' });
    const files = { 'webapp01.json': JSON.stringify(document) };
    const joined = { domain: 'contoso.com' };
    const swarm = createContoso({
      nodes: [
        ...windowsNodes(['A'], { ...joined, credentialSpecFiles: files }),
        ...windowsNodes(['B'], joined),
      ],
      service: { mode: 'global', credentialSpec: 'file://webapp01.json' },
    });

    expect(nameOf(swarm, 'web.A')).toBe(upn);
    expect(swarm.tasks.get('web.B').status).toMatchObject({
      state: 'failed',
      err: expect.stringContaining('The system cannot find the file specified.'),
    });
  });
});

describe('NETWORK SERVICE', () => {
  it.each([
    { name: 'is the account', options: { service: asNetworkService }, is: upn },
    {
      name: 'is the account that a plugin knows a user for',
      options: portable({ service: asNetworkService }),
      is: upn,
    },
    {
      name: 'starts without a credential spec, and is nobody',
      options: { service: { ...asNetworkService, credentialSpec: '' } },
      is: 'no-credential-spec',
    },
  ])('$name', ({ options, is }) => {
    const swarm = createContoso(options);

    expect(swarm.tasks.get('web.1').status.state).toBe('running');
    expect(nameOf(swarm)).toBe(is);
  });

  it('runs on when the account is lost, and fails when it starts again', () => {
    const swarm = createContoso({ service: asNetworkService });
    swarm.directory.removeAccount('webapp01');
    swarm.advance('1m');
    const isAfterwards = swarm.tasks.get('web.1').status.state;

    swarm.services.force('web');
    swarm.settle();

    expect(isAfterwards).toBe('running');
    const [last] = swarm.tasks.list({ service: 'web' }).slice(-1);
    expect(last?.status).toMatchObject({
      state: 'failed',
      err: expect.stringMatching(notLoggedOn),
    });
  });
});

describe('the event logs of a host', () => {
  it('say what was asked of the plugin, and when', () => {
    const swarm = createContoso(portable({ input: 'empty', plugins: { [pluginGuid]: {} } }));

    const task = swarm.tasks.get('web.1');
    const [loaded, refused, failed] = swarm.nodes.get('A').events();
    const guard = 'Microsoft-Windows-Containers-CCG/Admin';
    expect(loaded).toMatchObject({
      log: guard,
      id: 1,
      message: `Container Credential Guard instantiated the plugin: ${pluginGuid}`,
    } satisfies Partial<HostEvent>);
    expect(refused).toMatchObject({ log: guard, id: 4 } satisfies Partial<HostEvent>);
    const containerId = task.status.container?.containerId ?? '';
    expect(failed).toEqual({
      at: loaded?.at ?? -1,
      log: 'Microsoft-Windows-Hyper-V-Compute-Admin',
      id: 11_507,
      message: `Failed to setup the external credentials for Container '${containerId}': The RPC server is unavailable. (0xC0020017).`,
    } satisfies Partial<HostEvent>);
    expect(failed?.at).toBeGreaterThan(0);
    expect(failed?.at).toBeLessThanOrEqual(task.status.at);
  });

  it('are there for a host whose engine is down, and empty on Linux', () => {
    const swarm = createContoso(portable());
    swarm.faults.crash('A');
    swarm.nodes.join({ hostname: 'L', host: { os: 'linux' } });
    swarm.settle();

    expect(swarm.nodes.get('A').events()).toHaveLength(1);
    expect(swarm.nodes.get('L').events()).toEqual([]);
  });
});

describe('what a plugin answers', () => {
  it('is in no container, no event and no note', () => {
    const swarm = createContoso({ ...portable(), swarm: { history: true } });

    const notes = swarm.trace.records.filter(({ kind }) => kind !== 'operation');
    const shown = [
      swarm.containers.of('web.1'),
      swarm.nodes.list(),
      swarm.nodes.get('A').events(),
      swarm.tasks.list(),
      notes,
    ];
    expect(nameOf(swarm)).toBe(upn);
    expect(notes).not.toEqual([]);
    expect(JSON.stringify(shown)).not.toContain('Pa55');
  });
});
