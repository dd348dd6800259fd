import type { EndpointSpec, PortConfig } from '../model/endpoint.ts';
import type { Service } from '../model/service.ts';

/**
 * Finds a service that publishes a port which a spec wants to publish. Two services may publish the
 * same port in host mode: the scheduler keeps their tasks apart.
 * SwarmKit: manager/controlapi/service.go, checkPortConflicts.
 *
 * @returns the text of the refusal, or undefined where there is no conflict.
 */
export function findPortConflict(
  endpoint: EndpointSpec | undefined,
  others: readonly Service[],
): string | undefined {
  const wanted = (endpoint?.ports ?? []).filter((port) => port.publishedPort !== 0);
  if (wanted.length === 0) return undefined;
  const ingress = new Set(wanted.filter((port) => port.publishMode === 'ingress').map(portKey));
  const host = new Set(wanted.filter((port) => port.publishMode === 'host').map(portKey));

  for (const service of others) {
    const ports = [...(service.spec.endpoint?.ports ?? []), ...(service.endpoint?.ports ?? [])];
    for (const port of ports) {
      if (port.publishedPort === 0) continue;
      const isIngress = port.publishMode === 'ingress';
      if (!ingress.has(portKey(port)) && !(isIngress && host.has(portKey(port)))) continue;
      const by = `by service '${service.spec.name}' (${service.id})`;
      const as = isIngress ? 'an ingress port' : 'a host-published port';
      return `port '${port.publishedPort}' is already in use ${by} as ${as}`;
    }
  }
  return undefined;
}

function portKey(port: PortConfig): string {
  return `${port.publishedPort}/${port.protocol}`;
}
