import type { NetworkId } from './ids.ts';
import type { Labels, Meta } from './meta.ts';

/** What the user asked of a network. */
export interface NetworkSpec {
  readonly name: string;
  readonly labels?: Labels;
  readonly driver?: { readonly name: string; readonly options?: Labels };
  readonly ingress?: boolean;
  readonly internal?: boolean;
  readonly attachable?: boolean;
  /** Address ranges; absent where the allocator is to choose. */
  readonly ipam?: { readonly configs?: readonly IpamConfig[] };
}

/** An address range of a network. SwarmKit: api/types.proto, IPAMConfig. */
export interface IpamConfig {
  /** Subnet in CIDR notation; the empty text where the request gives none. */
  readonly subnet: string;
  /** Part of the subnet that addresses are taken from, in CIDR notation. */
  readonly range?: string;
  readonly gateway?: string;
}

/** A network of the cluster. Swarmsim models as much of it as placement and published ports need. */
export interface Network {
  readonly id: NetworkId;
  readonly meta: Meta;
  readonly spec: NetworkSpec;
  /** Driver that a node needs to take part; set by the allocator. */
  readonly driverState?: { readonly name: string };
}
