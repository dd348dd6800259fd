/** Which ports of the routing mesh are taken. SwarmKit: manager/allocator/portallocator.go, portSpace. */
import type { PortConfig, PortProtocol } from '../model/endpoint.ts';

/** Ports of one protocol, as plain data. */
export interface PortSpace {
  readonly taken: Record<number, true>;
  /** Where the search for a free dynamic port begins: after the one found last. */
  nextDynamic: number;
}

/** Ports of all protocols; each has all numbers for itself. */
export type PortSpaces = Readonly<Record<PortProtocol, PortSpace>>;

// SwarmKit: manager/allocator/portallocator.go, dynamicPortStart and dynamicPortEnd.
const dynamicPortMin = 30_000;
const dynamicPortMax = 32_767;

/** Makes the port spaces with every port free. */
export function createPortSpaces(): PortSpaces {
  return { tcp: createPortSpace(), udp: createPortSpace(), sctp: createPortSpace() };
}

/**
 * Takes the published port of a port config, or a dynamic one where it names none.
 *
 * @returns the config with the port; undefined when the port is taken, or no dynamic one is free.
 */
export function takePort(spaces: PortSpaces, port: PortConfig): PortConfig | undefined {
  const space = spaces[port.protocol];
  const publishedPort = port.publishedPort === 0 ? freeDynamicPort(space) : port.publishedPort;
  if (publishedPort === undefined || space.taken[publishedPort]) return undefined;
  space.taken[publishedPort] = true;
  if (port.publishedPort === 0) space.nextDynamic = portAfter(publishedPort);
  return { ...port, publishedPort };
}

/** Gives a published port back. */
export function freePort(spaces: PortSpaces, port: PortConfig): void {
  delete spaces[port.protocol].taken[port.publishedPort];
}

function createPortSpace(): PortSpace {
  return { taken: {}, nextDynamic: dynamicPortMin };
}

/** The next free port in turn, so that a port just freed is not reused soon. SwarmKit: internal/idm. */
function freeDynamicPort(space: PortSpace): number | undefined {
  let port = space.nextDynamic;
  for (let tried = dynamicPortMin; tried <= dynamicPortMax; tried += 1) {
    if (!space.taken[port]) return port;
    port = portAfter(port);
  }
  return undefined;
}

function portAfter(port: number): number {
  return port === dynamicPortMax ? dynamicPortMin : port + 1;
}
