import { describe, expect, it } from 'vitest';
import { describeHost, type HostOptions } from './host-description.ts';
import { describeNode } from './describe-node.ts';
import { readNodeOptions, linuxNodes, windowsNodes, type NodeOptions } from './hosts.ts';

describe('windowsNodes', () => {
  it('makes one plain node for each name', () => {
    const nodes = windowsNodes(['A', 'B'], { build: 20348, labels: { zone: 'x' } });

    expect(nodes).toEqual(
      ['A', 'B'].map((hostname) => ({
        hostname,
        role: 'worker',
        availability: 'active',
        labels: { zone: 'x' },
        host: { os: 'windows', build: 20348 },
      })),
    );
    expect(JSON.parse(JSON.stringify(nodes))).toEqual(nodes);
  });

  it('makes one with an older build for an engine that runs on it', () => {
    const [node] = windowsNodes(['A'], { build: 14393, engineVersion: '20.10.24' });

    expect(node?.host).toEqual({ os: 'windows', build: 14393, engineVersion: '20.10.24' });
  });

  it.each([
    {
      name: 'the same name twice',
      make: () => windowsNodes(['A', 'A']),
      message: "host name 'A' is given twice",
    },
    { name: 'an empty name', make: () => windowsNodes(['']), message: 'a node needs a host name' },
    {
      name: 'a build without an engine',
      make: () => windowsNodes(['A'], { build: 14393 }),
      message:
        'host A: this version of Windows does not support the docker daemon (Windows build 17763 or higher is required)',
    },
    {
      name: 'a build that an older engine does not run on either',
      make: () => windowsNodes(['A'], { build: 10586, engineVersion: '20.10.24' }),
      message:
        'host A: The docker daemon requires build 14393 or later of Windows Server 2016 or Windows 10',
    },
    {
      name: 'a broken revision',
      make: () => windowsNodes(['A'], { revision: -1 }),
      message: 'host A: revision is -1',
    },
    {
      name: 'negative cpus',
      make: () => windowsNodes(['A'], { cpus: -1 }),
      message: 'host A: cpus is -1',
    },
    {
      name: 'a broken size',
      make: () => windowsNodes(['A'], { memory: '8x' }),
      message: "invalid suffix: 'x'",
    },
    {
      name: 'an image without a name',
      make: () => windowsNodes(['A'], { images: [{ name: '' }] }),
      message: "host A: image '': invalid reference format",
    },
    {
      name: 'a Windows setting on Linux',
      make: () => linuxNodes(['A'], { domain: 'contoso.com' }),
      message: 'host A: domain is for Windows hosts only',
    },
  ])('refuses $name', ({ make, message }) => {
    expect(make).toThrow(message);
  });
});

describe('readNodeOptions', () => {
  const node = { hostname: 'A', host: { os: 'windows' } } as const;

  it.each([
    { change: { role: 'boss' }, message: "node A: role must be 'worker' or 'manager', not 'boss'" },
    {
      change: { availability: 'off' },
      message: "node A: availability must be 'active', 'pause' or 'drain', not 'off'",
    },
    { change: { labels: { '': 'x' } }, message: 'node A: a label has no name' },
    { change: { host: undefined }, message: 'node A: no host is described' },
    {
      change: { host: { os: 'dos' } },
      message: "host A: os must be 'windows' or 'linux', not 'dos'",
    },
    {
      change: { host: { os: 'linux', isolation: 'hyperv' } },
      message: 'host A: isolation is for Windows hosts only',
    },
    {
      change: { host: { os: 'windows', isolation: 'none' } },
      message: "host A: isolation must be 'process' or 'hyperv', not 'none'",
    },
    {
      change: { host: { os: 'windows', architecture: '' } },
      message: 'host A: architecture is empty',
    },
  ])('refuses $change', ({ change, message }) => {
    expect(() => readNodeOptions({ ...node, ...change } as unknown as NodeOptions)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message }),
    );
  });
});

describe('describeNode', () => {
  it('tells the platform as the kernel names it, and neither build nor domain', () => {
    // moby: daemon/cluster/executor/container/executor.go, Describe.
    const options: HostOptions = {
      os: 'windows',
      build: 20348,
      domain: 'contoso.com',
      cpus: 2,
      memory: '1g',
      engineLabels: { disk: 'ssd' },
    };

    const description = describeNode('A', describeHost(options, 'A'));

    expect(description).toMatchObject({
      hostname: 'A',
      platform: { os: 'windows', architecture: 'x86_64' },
      resources: { nanoCpus: 2_000_000_000, memoryBytes: 1024 ** 3 },
      engine: { labels: { disk: 'ssd' } },
    });
    expect(JSON.stringify(description)).not.toMatch(/20348|contoso/);
  });

  it.each(['windows', 'linux'] as const)('lists the plugins of %s by type and name', (os) => {
    const plugins = describeNode('A', describeHost({ os }, 'A')).engine?.plugins ?? [];
    const names = plugins.map(({ type, name }) => `${type}/${name}`);

    expect(names).toEqual([...names].sort());
    expect(names).toContain('Network/overlay');
  });
});
