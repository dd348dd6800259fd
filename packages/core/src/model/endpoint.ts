/** Transport protocol of a published port. */
export type PortProtocol = 'tcp' | 'udp' | 'sctp';

/** Where a port is published: on every node through the routing mesh, or on the task's node only. */
export type PublishMode = 'ingress' | 'host';

/** A port of a service. SwarmKit: api/types.proto, PortConfig. */
export interface PortConfig {
  readonly name?: string;
  readonly protocol: PortProtocol;
  readonly targetPort: number;
  /** 0: the allocator (ingress) or the node (host) chooses one. */
  readonly publishedPort: number;
  readonly publishMode: PublishMode;
}

/** What the user asked of a service's endpoint. */
export interface EndpointSpec {
  /** How the service name resolves: a virtual address, or DNS round robin. */
  readonly mode: 'vip' | 'dnsrr';
  readonly ports?: readonly PortConfig[];
}

/** What the allocator gave: the ports as they are really published. */
export interface Endpoint {
  readonly spec?: EndpointSpec;
  readonly ports?: readonly PortConfig[];
  readonly virtualIps?: readonly { readonly networkId: string; readonly addr: string }[];
}
