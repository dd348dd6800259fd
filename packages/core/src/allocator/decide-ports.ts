/** Which ports a service wants and which it has. SwarmKit: manager/allocator/portallocator.go. */
import type { Endpoint, EndpointSpec, PortConfig } from '../model/endpoint.ts';
import type { Service } from '../model/service.ts';

/** What is looked at of a service. */
export interface PortSnapshot {
  readonly wanted: EndpointSpec | undefined;
  readonly allocated: Endpoint | undefined;
}

/** Reads the ports of a service. */
export function portsOf(service: Service): PortSnapshot {
  return { wanted: service.spec.endpoint, allocated: service.endpoint };
}

/**
 * The ports to allocate for a service: those of the spec, but a port that the spec leaves open stays
 * what it is. SwarmKit: portallocator.go, reconcilePortConfigs.
 */
export function decidePorts({ wanted, allocated }: PortSnapshot): readonly PortConfig[] {
  const ports = wanted?.ports ?? [];
  const present = allocated?.ports ?? [];
  if (allocated === undefined || ports.length !== present.length) return ports;

  const states = present.filter(isIngressPort);
  const fixed = ports.filter((port) => !isOpenPort(port));
  for (const port of fixed) if (isIngressPort(port)) takeState(states, port);
  const open = ports.filter(isOpenPort).map((port) => takeState(states, port) ?? port);
  return [...fixed, ...open];
}

/**
 * Whether a service has the ports it wants. Ports that the spec leaves open do not count when a new
 * leader takes over, who has to take them anew. SwarmKit: portallocator.go, isPortsAllocatedOnInit.
 */
export function arePortsAllocated(snapshot: PortSnapshot, isTakeOver = false): boolean {
  const { wanted, allocated } = snapshot;
  if (wanted === undefined || allocated === undefined) return wanted === allocated;
  const ports = wanted.ports ?? [];
  const present = allocated.ports ?? [];
  if (ports.length !== present.length) return false;

  const states = present.filter(isIngressPort);
  const ingress = ports.filter(isIngressPort);
  for (const port of ingress) {
    if (port.publishedPort !== 0 && takeState(states, port) === undefined) return false;
  }
  for (const port of ingress.filter(isOpenPort)) {
    if (takeState(states, port) === undefined || isTakeOver) return false;
  }
  // Only the target is compared; see {@link areHostPortsOutdated} for the rest.
  const targets = new Set(present.filter(isHostPort).map((port) => port.targetPort));
  return ports.filter(isHostPort).every((port) => targets.has(port.targetPort));
}

/** Whether a host port of the spec is not in the endpoint. SwarmKit: hostPublishPortsNeedUpdate. */
export function areHostPortsOutdated({ wanted, allocated }: PortSnapshot): boolean {
  const states = (allocated?.ports ?? []).filter(isHostPort);
  return (wanted?.ports ?? []).some(
    (port) => isHostPort(port) && port.publishedPort !== 0 && takeState(states, port) === undefined,
  );
}

/**
 * The endpoint with the host ports of the spec; ingress ports stay.
 * SwarmKit: manager/allocator/network.go, updatePortsInHostPublishMode.
 */
export function withHostPorts({ wanted, allocated }: PortSnapshot): Endpoint {
  const ingress = (allocated?.ports ?? []).filter((port) => !isHostPort(port));
  const { spec: _outdated, ...rest } = allocated ?? {};
  return {
    ...rest,
    ...(wanted === undefined ? {} : { spec: wanted }),
    ports: [...ingress, ...(wanted?.ports ?? []).filter(isHostPort)],
  };
}

/** Whether a port is published on every node. */
export function isIngressPort(port: PortConfig): boolean {
  return port.publishMode === 'ingress';
}

function isHostPort(port: PortConfig): boolean {
  return port.publishMode === 'host';
}

/** Whether the allocator has to find the published port. */
function isOpenPort(port: PortConfig): boolean {
  return isIngressPort(port) && port.publishedPort === 0;
}

/**
 * Takes the state of a port out of a list: of the same name, protocol and target, and of the same
 * published port unless that is open. SwarmKit: portallocator.go, allocatedPorts.delState.
 */
function takeState(states: PortConfig[], port: PortConfig): PortConfig | undefined {
  const position = states.findIndex(
    (state) =>
      (state.name ?? '') === (port.name ?? '') &&
      state.protocol === port.protocol &&
      state.targetPort === port.targetPort &&
      (port.publishedPort === 0
        ? state.publishedPort !== 0
        : state.publishedPort === port.publishedPort),
  );
  return position < 0 ? undefined : states.splice(position, 1)[0];
}
