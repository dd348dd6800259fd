import { SwarmSimError } from '../kernel/errors.ts';
import type { EndpointSpec, PortConfig } from '../model/endpoint.ts';
import { optional, type Maybe } from './units.ts';

/** How a service is reached. */
export interface DockerEndpointSpec {
  readonly Mode?: string;
  readonly Ports?: Maybe<readonly DockerPort[]>;
}

/** A port of a service. */
export interface DockerPort {
  readonly Name?: string;
  readonly Protocol?: string;
  readonly TargetPort?: number;
  readonly PublishedPort?: number;
  readonly PublishMode?: string;
}

/**
 * Reads an endpoint; an empty mode is `vip`.
 * moby: daemon/cluster/convert/service.go, ServiceSpecToGRPC.
 *
 * @throws SwarmSimError with code `invalid-argument` for another mode.
 */
export function fromDockerEndpointSpec(spec: DockerEndpointSpec): EndpointSpec {
  const { Mode: mode = '' } = spec;
  if (mode !== '' && mode !== 'vip' && mode !== 'dnsrr') {
    throw new SwarmSimError('invalid-argument', `invalid resolution mode: "${mode}"`);
  }
  return {
    mode: mode === '' ? 'vip' : mode,
    ...optional('ports', spec.Ports?.map(fromDockerPort)),
  };
}

// Unknown names fall back to the first value, as a look-up in Go's map of names does.
function fromDockerPort(port: DockerPort): PortConfig {
  const protocol = port.Protocol?.toLowerCase();
  return {
    ...optional('name', port.Name),
    protocol: protocol === 'udp' || protocol === 'sctp' ? protocol : 'tcp',
    targetPort: port.TargetPort ?? 0,
    publishedPort: port.PublishedPort ?? 0,
    publishMode: port.PublishMode?.toLowerCase() === 'host' ? 'host' : 'ingress',
  };
}
