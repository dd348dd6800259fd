/** Gives a service its ports and networks. SwarmKit: manager/allocator/network.go, allocateService. */
import type { Endpoint, PortConfig } from '../model/endpoint.ts';
import type { Service } from '../model/service.ts';
import { decideVirtualIps, needsIngress, type NetworkSnapshot } from './decide-addresses.ts';
import { decidePorts, isIngressPort, portsOf } from './decide-ports.ts';
import { freePort, takePort, type PortSpaces } from './port-space.ts';

/** How an attempt ended. */
export type ServiceAllocation =
  | { readonly kind: 'allocated'; readonly service: Service; readonly hasFreed: boolean }
  /** It is tried again when something was freed; the service is as the attempt left it. */
  | { readonly kind: 'short'; readonly service: Service }
  /** It is tried again only when the service changes. */
  | { readonly kind: 'no-ingress' };

/** Takes what a service needs, after giving back what it had; `portsToTake` says which ports it needs. */
export function allocateService(
  service: Service,
  spaces: PortSpaces,
  networks: NetworkSnapshot,
  portsToTake: typeof decidePorts = decidePorts,
): ServiceAllocation {
  const { spec } = service;
  if (needsIngress(service) && networks.ingressId === undefined) return { kind: 'no-ingress' };
  const hasFreed = spec.endpoint === undefined && service.endpoint !== undefined;
  const bare = hasFreed ? withoutEndpoint(service) : service;
  const wanted = portsToTake(portsOf(bare));
  freePorts(service, spaces);

  const ports = takePorts(wanted, spaces);
  const virtualIps = ports === undefined ? undefined : decideVirtualIps(bare, networks);
  if (ports === undefined || virtualIps === undefined) {
    for (const port of (ports ?? []).filter(isIngressPort)) freePort(spaces, port);
    return { kind: 'short', service: withoutPorts(bare) };
  }
  const endpoint: Endpoint = {
    ...(spec.endpoint === undefined ? {} : { spec: spec.endpoint }),
    ...(ports.length === 0 ? {} : { ports }),
    ...(virtualIps.length === 0 ? {} : { virtualIps }),
  };
  return { kind: 'allocated', service: { ...bare, endpoint }, hasFreed };
}

/** Gives the ports of a service back. SwarmKit: portallocator.go, serviceDeallocatePorts. */
export function freePorts(service: Service, spaces: PortSpaces): void {
  for (const port of (service.endpoint?.ports ?? []).filter(isIngressPort)) freePort(spaces, port);
}

/** SwarmKit: portallocator.go, serviceAllocatePorts. Undefined: none were taken. */
function takePorts(
  wanted: readonly PortConfig[],
  spaces: PortSpaces,
): readonly PortConfig[] | undefined {
  const taken: PortConfig[] = [];
  for (const port of wanted) {
    // Host ports are the node's business: two services may ask for the same one.
    const state = isIngressPort(port) ? takePort(spaces, port) : port;
    if (state === undefined) {
      for (const earlier of taken.filter(isIngressPort)) freePort(spaces, earlier);
      return undefined;
    }
    taken.push(state);
  }
  return taken;
}

function withoutEndpoint(service: Service): Service {
  const { endpoint: _freed, ...rest } = service;
  return rest;
}

function withoutPorts(service: Service): Service {
  if (service.endpoint === undefined) return service;
  const { ports: _freed, ...endpoint } = service.endpoint;
  return { ...service, endpoint };
}
