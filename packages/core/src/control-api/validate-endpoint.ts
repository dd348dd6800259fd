import type { EndpointSpec } from '../model/endpoint.ts';
import { invalidArgument } from './control-api-error.ts';

/**
 * Checks published ports among themselves. The routing mesh balances to a virtual address, so a
 * service without one cannot use it.
 * SwarmKit: manager/controlapi/service.go, validateEndpointSpec.
 */
export function validateEndpoint(endpoint: EndpointSpec | undefined): void {
  if (endpoint === undefined) return;
  const taken = new Set<string>();
  for (const port of endpoint.ports ?? []) {
    if (endpoint.mode === 'dnsrr' && port.publishMode === 'ingress') {
      throw invalidArgument(
        "EndpointSpec: port published with ingress mode can't be used with dnsrr mode",
      );
    }
    // A port that is still to be chosen conflicts with nothing.
    if (port.publishedPort === 0) continue;
    const key = `${port.publishedPort}/${port.protocol}`;
    if (taken.has(key)) {
      throw invalidArgument('EndpointSpec: duplicate published ports provided');
    }
    taken.add(key);
  }
}
