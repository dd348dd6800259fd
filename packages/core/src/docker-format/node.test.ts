import { describe, expect, it } from 'vitest';
import { fromDockerNode, fromDockerNodeSpec } from './node.ts';

describe('fromDockerNode', () => {
  it('reads what an engine reports', () => {
    const node = fromDockerNode({
      ID: 'n1',
      Spec: { Labels: { zone: 'a' }, Role: 'manager', Availability: 'drain' },
      Description: {
        Hostname: 'HOST',
        Platform: { Architecture: 'x86_64', OS: 'windows' },
        Resources: {
          NanoCPUs: 4e9,
          MemoryBytes: 8_589_934_592,
          GenericResources: [{ DiscreteResourceSpec: { Kind: 'gpu', Value: 1 } }],
        },
        Engine: { EngineVersion: '28', Labels: {}, Plugins: [{ Type: 'Log', Name: 'etwlogs' }] },
      },
      Status: { State: 'ready', Addr: '10.0.0.1' },
    });

    expect(node).toEqual({
      id: 'n1',
      spec: { labels: { zone: 'a' }, role: 'manager', availability: 'drain' },
      role: 'manager',
      description: {
        hostname: 'HOST',
        platform: { architecture: 'x86_64', os: 'windows' },
        resources: {
          nanoCpus: 4e9,
          memoryBytes: 8_589_934_592,
          generic: [{ kind: 'discrete', resource: 'gpu', value: 1 }],
        },
        engine: { engineVersion: '28', labels: {}, plugins: [{ type: 'Log', name: 'etwlogs' }] },
      },
      status: { state: 'ready', message: '', addr: '10.0.0.1' },
    });
  });

  it('keeps absent what is not reported', () => {
    expect(fromDockerNode({ ID: 'n1', Description: { Hostname: 'h', Engine: {} } })).toEqual({
      id: 'n1',
      spec: { role: 'worker', availability: 'active' },
      role: 'worker',
      description: { hostname: 'h', engine: {} },
      status: { state: 'unknown', message: '', addr: '' },
    });
    expect(fromDockerNode({})).not.toHaveProperty('description');
  });
});

describe('fromDockerNodeSpec', () => {
  it.each([
    { spec: {}, read: { role: 'worker', availability: 'active' } },
    { spec: { Availability: 'pause' }, read: { role: 'worker', availability: 'pause' } },
    {
      spec: { Name: 'a', Labels: null, Role: 'manager' },
      read: { name: 'a', role: 'manager', availability: 'active' },
    },
  ])('reads $spec', ({ spec, read }) => {
    expect(fromDockerNodeSpec(spec)).toEqual(read);
  });
});
