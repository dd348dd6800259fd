import type { PortProtocol } from '../model/endpoint.ts';
import type { Task } from '../model/task.ts';

/**
 * Ports that a task takes on its node's own address, as numbers that differ for every protocol and
 * port. Ports the node chooses itself are not among them. SwarmKit: nodeinfo.go, hostPortSpec.
 */
export function hostPortsOf(task: Task): readonly number[] {
  const ports = task.endpoint?.ports;
  if (ports === undefined) return none;
  const found: number[] = [];
  for (const port of ports) {
    if (port.publishMode !== 'host' || port.publishedPort === 0) continue;
    found.push(protocolNumbers[port.protocol] * portRange + port.publishedPort);
  }
  return found;
}

const none: readonly number[] = [];
const portRange = 0x1_0000_0000;
const protocolNumbers: Readonly<Record<PortProtocol, number>> = { tcp: 0, udp: 1, sctp: 2 };
