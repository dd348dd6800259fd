import { describe, expect, it } from 'vitest';
import { aService, aTask, serviceSpec } from '../../test-support/hand-driven-swarm.ts';
import type { EndpointSpec } from '../model/endpoint.ts';
import { toId, type NetworkId } from '../model/ids.ts';
import type { Network } from '../model/network.ts';
import type { Service } from '../model/service.ts';
import {
  areVirtualIpsAllocated,
  decideTaskNetworks,
  decideVirtualIps,
  type NetworkSnapshot,
} from './decide-addresses.ts';

function network(id: string, driver?: string): Network {
  return {
    id: toId<NetworkId>(id),
    meta: { version: 1, createdAt: 0, updatedAt: 0 },
    spec: { name: id },
    ...(driver === undefined ? {} : { driverState: { name: driver } }),
  };
}

const known = new Map(
  [network('ingress', 'overlay'), network('net', 'weave'), network('raw')].map((entry) => [
    entry.id as string,
    entry,
  ]),
);
const networks: NetworkSnapshot = { ingressId: 'ingress', networkOf: (id) => known.get(id) };

const published: EndpointSpec = {
  mode: 'vip',
  ports: [{ protocol: 'tcp', targetPort: 80, publishedPort: 80, publishMode: 'ingress' }],
};

function serviceOn(targets: readonly string[], endpoint?: EndpointSpec): Service {
  const task = { networks: targets.map((target) => ({ target })) };
  return aService({ spec: serviceSpec('web', { task, ...(endpoint && { endpoint }) }) });
}

// Moby: daemon/libnetwork/cnmallocator/networkallocator.go, AllocateService.
describe('decideVirtualIps', () => {
  it('has one on each network, and on ingress for published ports', () => {
    const virtualIps = decideVirtualIps(serviceOn(['net'], published), networks);

    expect(virtualIps?.map((vip) => vip.networkId)).toEqual(['ingress', 'net']);
  });

  it('has none for DNS round robin', () => {
    expect(decideVirtualIps(serviceOn(['net'], { mode: 'dnsrr' }), networks)).toEqual([]);
  });

  it('fails on a network that is not there or not allocated', () => {
    expect(decideVirtualIps(serviceOn(['none']), networks)).toBeUndefined();
    expect(decideVirtualIps(serviceOn(['raw']), networks)).toBeUndefined();
  });
});

// Moby: daemon/libnetwork/cnmallocator/networkallocator.go, IsServiceAllocated.
describe('areVirtualIpsAllocated', () => {
  const onNet = { virtualIps: [{ networkId: 'net', addr: '' }] };

  it.each([
    { name: 'a service without networks', service: serviceOn([]), isKnown: false, is: true },
    {
      name: 'a service that this leader does not know',
      service: { ...serviceOn(['net']), endpoint: onNet },
      isKnown: false,
      is: false,
    },
    {
      name: 'a service that this leader knows',
      service: { ...serviceOn(['net']), endpoint: onNet },
      isKnown: true,
      is: true,
    },
    {
      name: 'a service that left a network',
      service: { ...serviceOn([]), endpoint: onNet },
      isKnown: true,
      is: false,
    },
    {
      name: 'a service that changed to DNS round robin',
      service: { ...serviceOn(['net'], { mode: 'dnsrr' }), endpoint: onNet },
      isKnown: true,
      is: false,
    },
  ])('is $is for $name', ({ service, isKnown, is }) => {
    expect(areVirtualIpsAllocated(service, networks, isKnown)).toBe(is);
  });
});

// SwarmKit: manager/allocator/network.go, taskCreateNetworkAttachments.
describe('decideTaskNetworks', () => {
  it('gives the networks of the spec with their drivers, and ingress for published ports', () => {
    const service = serviceOn(['net'], published);

    expect(decideTaskNetworks(aTask({ spec: service.spec.task }), service, networks)).toEqual([
      { networkId: 'ingress', driver: 'overlay' },
      { networkId: 'net', driver: 'weave' },
    ]);
  });

  it('leaves out networks that are not there', () => {
    const service = serviceOn(['none']);

    expect(decideTaskNetworks(aTask({ spec: service.spec.task }), service, networks)).toEqual([]);
  });

  it('waits for a network that is not allocated', () => {
    const service = serviceOn(['raw']);

    expect(
      decideTaskNetworks(aTask({ spec: service.spec.task }), service, networks),
    ).toBeUndefined();
  });

  it('falls back on the old place of networks', () => {
    const service = aService({ spec: serviceSpec('web', { networks: [{ target: 'net' }] }) });

    expect(decideTaskNetworks(aTask({ spec: service.spec.task }), service, networks)).toHaveLength(
      1,
    );
  });

  it('passes over the old place where the new one names any', () => {
    const { spec } = serviceOn(['net']);
    const service = aService({ spec: { ...spec, networks: [{ target: 'ingress' }] } });

    expect(decideTaskNetworks(aTask({ spec: spec.task }), service, networks)).toEqual([
      { networkId: 'net', driver: 'weave' },
    ]);
  });

  it('leaves a task on the networks that it has', () => {
    const service = serviceOn(['net']);
    const attached = [{ networkId: toId<NetworkId>('old'), driver: 'overlay' }];

    expect(decideTaskNetworks(aTask({ networks: attached }), service, networks)).toBe(attached);
  });
});
