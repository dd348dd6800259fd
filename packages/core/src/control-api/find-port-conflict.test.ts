import { describe, expect, it } from 'vitest';
import type { EndpointSpec, PortConfig } from '../model/endpoint.ts';
import { toId, type ServiceId } from '../model/ids.ts';
import type { Service } from '../model/service.ts';
import { findPortConflict } from './find-port-conflict.ts';

function port(publishMode: PortConfig['publishMode'], publishedPort = 80): PortConfig {
  return { protocol: 'tcp', targetPort: 80, publishedPort, publishMode };
}

function endpoint(...ports: readonly PortConfig[]): EndpointSpec {
  return { mode: 'vip', ports };
}

function service(parts: Pick<Service, 'endpoint'> & { readonly spec?: EndpointSpec }): Service {
  return {
    id: toId<ServiceId>('s1'),
    meta: { version: 1, createdAt: 0, updatedAt: 0 },
    specVersion: 0,
    spec: { name: 'web', task: {}, ...(parts.spec === undefined ? {} : { endpoint: parts.spec }) },
    ...(parts.endpoint === undefined ? {} : { endpoint: parts.endpoint }),
  };
}

const ingressText = "port '80' is already in use by service 'web' (s1) as an ingress port";
const hostText = "port '80' is already in use by service 'web' (s1) as a host-published port";

describe('findPortConflict', () => {
  // SwarmKit: manager/controlapi/service.go, checkPortConflicts.
  it.each([
    { wanted: 'ingress', other: 'ingress', text: ingressText },
    { wanted: 'host', other: 'ingress', text: ingressText },
    { wanted: 'ingress', other: 'host', text: hostText },
    { wanted: 'host', other: 'host', text: undefined },
  ] as const)('says of $wanted beside $other: $text', ({ wanted, other, text }) => {
    const others = [service({ spec: endpoint(port(other)) })];

    expect(findPortConflict(endpoint(port(wanted)), others)).toBe(text);
  });

  it('sees a port that the allocator chose', () => {
    const others = [
      service({ spec: endpoint(port('ingress', 0)), endpoint: { ports: [port('ingress')] } }),
    ];

    expect(findPortConflict(endpoint(port('ingress')), others)).toBe(ingressText);
  });

  it('ignores another protocol, another port and ports that are still to be chosen', () => {
    const others = [
      service({ spec: endpoint({ ...port('ingress'), protocol: 'udp' }, port('ingress', 81)) }),
      service({ spec: endpoint(port('ingress', 0)) }),
      service({}),
    ];

    expect(findPortConflict(endpoint(port('ingress'), port('ingress', 0)), others)).toBeUndefined();
    expect(findPortConflict(undefined, others)).toBeUndefined();
  });
});
