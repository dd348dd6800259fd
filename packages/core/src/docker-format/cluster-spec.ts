import type { ClusterSpec } from '../model/cluster.ts';
import { heartbeatPeriodMs } from '../model/defaults.ts';
import type { Labels } from '../model/meta.ts';
import { isGiven, optional, optionalLabels, optionalMs, toMs, type Maybe } from './units.ts';

/** Body of `POST /swarm/update`, as far as swarmsim models it. */
export interface DockerClusterSpec {
  readonly Name?: string;
  readonly Labels?: Maybe<Labels>;
  readonly Orchestration?: Maybe<{ readonly TaskHistoryRetentionLimit?: Maybe<number> }>;
  readonly Dispatcher?: Maybe<{ readonly HeartbeatPeriod?: number }>;
  readonly CAConfig?: Maybe<DockerCaConfig>;
}

/** Settings of the certificate authority. */
export interface DockerCaConfig {
  readonly NodeCertExpiry?: number;
  readonly SigningCACert?: string;
  readonly SigningCAKey?: string;
}

/** Reads the settings of a swarm as a whole. What is absent is zero, but for the heartbeat. */
export function fromDockerClusterSpec(spec: DockerClusterSpec): ClusterSpec {
  const { HeartbeatPeriod: heartbeat } = spec.Dispatcher ?? {};
  return {
    name: spec.Name ?? '',
    ...optionalLabels('labels', spec.Labels),
    orchestration: {
      taskHistoryRetentionLimit: spec.Orchestration?.TaskHistoryRetentionLimit ?? 0,
    },
    // SwarmKit: manager/dispatcher/dispatcher.go keeps its own period where the spec has none.
    dispatcher: { heartbeatPeriodMs: isGiven(heartbeat) ? toMs(heartbeat) : heartbeatPeriodMs },
    ...optional('ca', isGiven(spec.CAConfig) ? fromDockerCaConfig(spec.CAConfig) : undefined),
  };
}

function fromDockerCaConfig(config: DockerCaConfig): NonNullable<ClusterSpec['ca']> {
  const { NodeCertExpiry: expiry, SigningCACert: cert = '', SigningCAKey: key = '' } = config;
  return {
    ...optionalMs('nodeCertExpiryMs', expiry),
    ...(cert === '' ? {} : { hasSigningCert: true }),
    ...(key === '' ? {} : { hasSigningKey: true }),
  };
}
