import { describe, expect, it } from 'vitest';
import { aTask } from '../../test-support/hand-driven-swarm.ts';
import type { PortConfig } from '../model/endpoint.ts';
import { hostPortsOf } from './host-ports.ts';

const port: PortConfig = {
  protocol: 'tcp',
  targetPort: 80,
  publishedPort: 8080,
  publishMode: 'host',
};

// SwarmKit: manager/scheduler/nodeinfo.go, hostPortSpec and addTask.
describe('hostPortsOf', () => {
  it('gives every protocol and port a number of its own', () => {
    const ports = (['tcp', 'udp', 'sctp'] as const).flatMap((protocol) =>
      [1, 2, 65_535].map((publishedPort) => ({ ...port, protocol, publishedPort })),
    );

    expect(new Set(hostPortsOf(aTask({ endpoint: { ports } }))).size).toBe(9);
  });

  it('passes over ports of the mesh and ports that the node chooses', () => {
    const ports: readonly PortConfig[] = [
      { ...port, publishMode: 'ingress' },
      { ...port, publishedPort: 0 },
    ];

    expect(hostPortsOf(aTask({ endpoint: { ports } }))).toEqual([]);
  });

  it('goes by the ports that the endpoint has, not by those it was asked for', () => {
    expect(hostPortsOf(aTask({ endpoint: { spec: { mode: 'vip', ports: [port] } } }))).toEqual([]);
    expect(hostPortsOf(aTask())).toEqual([]);
  });
});
