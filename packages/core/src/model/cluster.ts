import type { ClusterId } from './ids.ts';
import type { Labels, Meta } from './meta.ts';

/** Settings of the whole swarm. SwarmKit: api/specs.proto, ClusterSpec. */
export interface ClusterSpec {
  readonly name: string;
  readonly labels?: Labels;
  readonly orchestration: {
    /** Dead tasks kept per slot, the live one counted; negative keeps all. */
    readonly taskHistoryRetentionLimit: number;
  };
  readonly dispatcher: {
    /** How often an agent reports, in ms. */
    readonly heartbeatPeriodMs: number;
  };
  /** The certificate authority. Swarmsim models no certificates; these are only validated. */
  readonly ca?: {
    /** How long a node's certificate is valid, in ms; absent is 90 days. */
    readonly nodeCertExpiryMs?: number;
    /** Whether the request brings a new root certificate, and a key to sign with. */
    readonly hasSigningCert?: boolean;
    readonly hasSigningKey?: boolean;
  };
}

/** The swarm itself. There is exactly one, named `default`. */
export interface Cluster {
  readonly id: ClusterId;
  readonly meta: Meta;
  readonly spec: ClusterSpec;
}
