import type { Labels } from '../model/meta.ts';
import type { IpamConfig, NetworkSpec } from '../model/network.ts';
import { isGiven, optional, optionalLabels, type Maybe } from './units.ts';

/** Body of `POST /networks/create`. */
export interface DockerNetworkSpec {
  readonly Name?: string;
  readonly Labels?: Maybe<Labels>;
  readonly Driver?: string;
  readonly Options?: Maybe<Labels>;
  readonly Ingress?: boolean;
  readonly Internal?: boolean;
  readonly Attachable?: boolean;
  readonly IPAM?: Maybe<{ readonly Config?: Maybe<readonly DockerIpamConfig[]> }>;
}

/** An address range of a network. */
export interface DockerIpamConfig {
  readonly Subnet?: string;
  readonly IPRange?: string;
  readonly Gateway?: string;
}

/** Reads a network. */
export function fromDockerNetworkSpec(spec: DockerNetworkSpec): NetworkSpec {
  const { Driver: driver = '', IPAM: ipam } = spec;
  return {
    name: spec.Name ?? '',
    ...optionalLabels('labels', spec.Labels),
    ...(driver === ''
      ? {}
      : { driver: { name: driver, ...optionalLabels('options', spec.Options) } }),
    ...optional('ingress', spec.Ingress),
    ...optional('internal', spec.Internal),
    ...optional('attachable', spec.Attachable),
    ...(isGiven(ipam) ? { ipam: optional('configs', ipam.Config?.map(fromDockerIpamConfig)) } : {}),
  };
}

function fromDockerIpamConfig(config: DockerIpamConfig): IpamConfig {
  return {
    subnet: config.Subnet ?? '',
    ...optional('range', config.IPRange),
    ...optional('gateway', config.Gateway),
  };
}
