import { describe, expect, it } from 'vitest';
import type { Endpoint, EndpointSpec, PortConfig } from '../model/endpoint.ts';
import {
  areHostPortsOutdated,
  arePortsAllocated,
  decidePorts,
  withHostPorts,
} from './decide-ports.ts';

function port(
  targetPort: number,
  publishedPort: number,
  change: Partial<PortConfig> = {},
): PortConfig {
  return { protocol: 'tcp', targetPort, publishedPort, publishMode: 'ingress', ...change };
}

function wanted(...ports: readonly PortConfig[]): EndpointSpec {
  return { mode: 'vip', ports };
}

function allocated(...ports: readonly PortConfig[]): Endpoint {
  return { ports };
}

const host = { publishMode: 'host' } as const;

// SwarmKit: manager/allocator/portallocator.go, reconcilePortConfigs.
describe('decidePorts', () => {
  it('takes the ports of the spec when there are none yet', () => {
    const spec = wanted(port(80, 0), port(81, 8081));

    expect(decidePorts({ wanted: spec, allocated: undefined })).toEqual(spec.ports);
  });

  it('keeps the published port that an open port has', () => {
    const ports = decidePorts({
      wanted: wanted(port(80, 0), port(81, 9000)),
      allocated: allocated(port(80, 30_000), port(81, 8081)),
    });

    expect(ports).toEqual([port(81, 9000), port(80, 30_000)]);
  });

  it('finds open ports anew when their number changes', () => {
    const ports = decidePorts({
      wanted: wanted(port(80, 0), port(81, 0)),
      allocated: allocated(port(80, 30_000)),
    });

    expect(ports).toEqual([port(80, 0), port(81, 0)]);
  });

  it('does not give a named port’s state to an open port', () => {
    const ports = decidePorts({
      wanted: wanted(port(80, 0), port(80, 8080)),
      allocated: allocated(port(80, 8080), port(80, 30_000)),
    });

    expect(ports).toEqual([port(80, 8080), port(80, 30_000)]);
  });
});

// SwarmKit: manager/allocator/portallocator.go, isPortsAllocatedOnInit.
describe('arePortsAllocated', () => {
  it.each([
    { name: 'neither', wanted: undefined, allocated: undefined, is: true },
    { name: 'no endpoint yet', wanted: wanted(port(80, 80)), allocated: undefined, is: false },
    { name: 'no spec any more', wanted: undefined, allocated: allocated(port(80, 80)), is: false },
    {
      name: 'the same',
      wanted: wanted(port(80, 80)),
      allocated: allocated(port(80, 80)),
      is: true,
    },
    {
      name: 'another port',
      wanted: wanted(port(80, 81)),
      allocated: allocated(port(80, 80)),
      is: false,
    },
    {
      name: 'an open port that was found',
      wanted: wanted(port(80, 0)),
      allocated: allocated(port(80, 30_000)),
      is: true,
    },
    {
      name: 'a host port of another target',
      wanted: wanted(port(81, 80, host)),
      allocated: allocated(port(80, 80, host)),
      is: false,
    },
  ])('is $is for $name', ({ wanted: spec, allocated: endpoint, is }) => {
    expect(arePortsAllocated({ wanted: spec, allocated: endpoint })).toBe(is);
  });

  it('is false for an open port when a leader takes over', () => {
    const snapshot = { wanted: wanted(port(80, 0)), allocated: allocated(port(80, 30_000)) };

    expect(arePortsAllocated(snapshot, true)).toBe(false);
  });
});

// SwarmKit: manager/allocator/portallocator.go, hostPublishPortsNeedUpdate.
describe('host ports', () => {
  const snapshot = {
    wanted: wanted(port(80, 9000, host), port(90, 90)),
    allocated: { ...allocated(port(80, 8000, host), port(90, 90)), virtualIps: [] },
  };

  it('are outdated when a published port changed', () => {
    expect(areHostPortsOutdated(snapshot)).toBe(true);
    expect(areHostPortsOutdated({ ...snapshot, allocated: withHostPorts(snapshot) })).toBe(false);
  });

  it('are copied from the spec beside the ingress ports that there are', () => {
    expect(withHostPorts(snapshot)).toEqual({
      spec: snapshot.wanted,
      virtualIps: [],
      ports: [port(90, 90), port(80, 9000, host)],
    });
  });
});
