import type { ClusterSpec } from '../model/cluster.ts';
import { invalidArgument, missingArgument } from './control-api-error.ts';

/** Name of the only cluster object. SwarmKit: manager/state/store/clusters.go, DefaultClusterName. */
export const clusterName = 'default';

// SwarmKit: ca/certificates.go, MinNodeCertExpiration, as Go prints it.
const nodeCertExpiryMsMin: number = 60 * 60 * 1_000;
const nodeCertExpiryMinText = '1h0m0s';

/** Checks settings of the cluster. SwarmKit: manager/controlapi/cluster.go, validateClusterSpec. */
export function validateClusterSpec(spec: ClusterSpec | undefined): asserts spec is ClusterSpec {
  if (spec === undefined) throw missingArgument();
  const expiryMs = spec.ca?.nodeCertExpiryMs;
  if (expiryMs !== undefined && expiryMs < nodeCertExpiryMsMin) {
    throw invalidArgument(`minimum certificate expiry time is: ${nodeCertExpiryMinText}`);
  }
  if (spec.dispatcher.heartbeatPeriodMs < 0) {
    throw invalidArgument('heartbeat time period cannot be a negative duration');
  }
  if (spec.name !== clusterName) {
    throw invalidArgument('modification of cluster name is not allowed');
  }
}

/**
 * Checks a change of the certificate authority; it is looked at after the cluster was found.
 * SwarmKit: manager/controlapi/ca_rotation.go, validateCAConfig.
 */
export function validateCaConfig(spec: ClusterSpec): void {
  // Deviation: nothing else about the certificate authority is modelled, so nothing else is refused.
  if (spec.ca?.hasSigningKey === true && spec.ca.hasSigningCert !== true) {
    throw invalidArgument(
      'if a signing CA key is provided, the signing CA cert must also be provided',
    );
  }
}
