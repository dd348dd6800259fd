import { createSwarm } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { importNodes } from './import-nodes.ts';

/** As `docker node inspect` prints a worker, shortened. */
const worker = {
  ID: '24ifsmvkjbyhk',
  Version: { Index: 8 },
  Spec: { Role: 'worker', Availability: 'drain', Labels: { zone: 'a' } },
  Description: {
    Hostname: 'win-1',
    Platform: { Architecture: 'x86_64', OS: 'windows' },
    Resources: {
      NanoCPUs: 2_000_000_000,
      MemoryBytes: 8_589_934_592,
      GenericResources: [
        { DiscreteResourceSpec: { Kind: 'gpu', Value: 2 } },
        { NamedResourceSpec: { Kind: 'fpga', Value: 'A' } },
      ],
    },
    Engine: {
      EngineVersion: '27.1.0',
      Labels: { storage: 'fast' },
      Plugins: [{ Type: 'Network', Name: 'overlay' }],
    },
    TLSInfo: { TrustRoot: '...' },
  },
  Status: { State: 'ready', Addr: '10.0.0.7' },
};

function hostNamed(hostname: string, change: object = {}): object {
  const { Description: description } = worker;
  return { ...worker, Description: { ...description, Hostname: hostname }, ...change };
}

describe('importNodes', () => {
  it('takes over what docker tells of a host', () => {
    expect(importNodes([worker])).toEqual([
      {
        hostname: 'win-1',
        role: 'worker',
        availability: 'drain',
        labels: { zone: 'a' },
        host: {
          os: 'windows',
          architecture: 'x86_64',
          cpus: 2,
          memory: 8_589_934_592,
          genericResources: [
            { kind: 'discrete', resource: 'gpu', value: 2 },
            { kind: 'named', resource: 'fpga', value: 'A' },
          ],
          engineVersion: '27.1.0',
          engineLabels: { storage: 'fast' },
          plugins: [{ type: 'Network', name: 'overlay' }],
          addr: '10.0.0.7',
        },
      },
    ]);
  });

  it('reads the text that docker prints, and makes nodes that a swarm takes', () => {
    const linux = {
      Spec: { Role: 'manager', Availability: 'active' },
      Description: { Hostname: 'lin-1', Platform: { OS: 'linux', Architecture: 'aarch64' } },
    };

    const nodes = importNodes(JSON.stringify([worker, linux]));

    const swarm = createSwarm({ nodes });
    swarm.settle();
    expect(swarm.nodes.list().map(({ name, state }) => `${name} ${state}`)).toEqual([
      'lin-1 ready',
      'win-1 ready',
    ]);
  });

  it('passes over what a host left behind that joined again', () => {
    const old = hostNamed('a', { Status: { State: 'down' } });

    expect(importNodes([old, hostNamed('a')]).map(({ hostname }) => hostname)).toEqual(['a']);
    expect(importNodes([old])).toHaveLength(1);
  });

  it.each([
    { name: 'no JSON', json: '[{', message: 'nodes: is not JSON: ' },
    {
      name: 'one object',
      json: worker,
      message: 'nodes: must be a list, as docker node inspect prints it, not an object',
    },
    {
      name: 'an element of another kind',
      json: [worker, 'b'],
      message: "nodes[1]: must be an object, not the text 'b'",
    },
    {
      name: 'a field of another kind',
      json: [hostNamed('b', { Spec: { Role: 'worker', Labels: ['zone=a'] } })],
      message: 'nodes[0]: Spec.Labels must be an object of texts, not a list',
    },
    {
      name: 'an unknown role',
      json: [hostNamed('b', { Spec: { Role: 'boss', Availability: 'active' } })],
      message: "nodes[0]: Spec.Role must be one of worker, manager, not 'boss'",
    },
    {
      name: 'a host without a name',
      json: [worker, { ...worker, Description: { Platform: { OS: 'linux' } } }],
      message: 'nodes[1]: Description.Hostname is missing',
    },
    {
      name: 'an unknown operating system',
      json: [{ Description: { Hostname: 'mac', Platform: { OS: 'darwin' } } }],
      message: "nodes[0]: Description.Platform.OS must be windows or linux, not 'darwin'",
    },
    {
      name: 'a name that two hosts have',
      json: [hostNamed('a'), hostNamed('a')],
      message: "nodes[1]: Description.Hostname 'a' is that of nodes[0] too",
    },
    {
      name: 'an amount that no host has',
      json: [
        hostNamed('b', {
          Description: {
            Hostname: 'b',
            Platform: { OS: 'linux' },
            Resources: { NanoCPUs: -1, MemoryBytes: 1 },
          },
        }),
      ],
      message: 'nodes[0]: host b: cpus is -1e-9',
    },
  ])('refuses $name', ({ json, message }) => {
    expect(() => importNodes(json)).toThrow(
      expect.objectContaining({
        code: 'invalid-argument',
        message: expect.stringContaining(message),
      }),
    );
  });
});
