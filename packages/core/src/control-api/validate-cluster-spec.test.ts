import { describe, expect, it } from 'vitest';
import type { ClusterSpec } from '../model/cluster.ts';
import { validateCaConfig, validateClusterSpec } from './validate-cluster-spec.ts';

const hourMs = 3_600_000;
const valid: ClusterSpec = {
  name: 'default',
  orchestration: { taskHistoryRetentionLimit: 5 },
  dispatcher: { heartbeatPeriodMs: 5_000 },
};

const expiryText = 'minimum certificate expiry time is: 1h0m0s';
const heartbeatText = 'heartbeat time period cannot be a negative duration';
const nameText = 'modification of cluster name is not allowed';

describe('validateClusterSpec', () => {
  // SwarmKit: manager/controlapi/cluster.go, validateClusterSpec.
  it.each([
    { part: {} },
    { part: { dispatcher: { heartbeatPeriodMs: 0 } } },
    { part: { orchestration: { taskHistoryRetentionLimit: -1 } } },
    { part: { ca: { nodeCertExpiryMs: hourMs } } },
  ])('takes $part', ({ part }) => {
    expect(() => validateClusterSpec({ ...valid, ...part })).not.toThrow();
  });

  it.each([
    { part: { ca: { nodeCertExpiryMs: hourMs - 1 } }, message: expiryText },
    { part: { ca: { nodeCertExpiryMs: 0 }, name: 'x' }, message: expiryText },
    { part: { dispatcher: { heartbeatPeriodMs: -1 } }, message: heartbeatText },
    { part: { dispatcher: { heartbeatPeriodMs: -1 }, name: 'x' }, message: heartbeatText },
    { part: { name: 'x' }, message: nameText },
    { part: { name: '' }, message: nameText },
  ])('refuses $part', ({ part, message }) => {
    expect(() => validateClusterSpec({ ...valid, ...part })).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message }),
    );
  });

  it('refuses a request without a spec', () => {
    expect(() => validateClusterSpec(undefined)).toThrow('invalid argument');
  });
});

describe('validateCaConfig', () => {
  // SwarmKit: manager/controlapi/ca_rotation.go, validateCAConfig.
  it('refuses a key to sign with that comes without its certificate', () => {
    expect(() => validateCaConfig({ ...valid, ca: { hasSigningKey: true } })).toThrow(
      'if a signing CA key is provided, the signing CA cert must also be provided',
    );
  });

  it('takes both', () => {
    const ca = { hasSigningCert: true, hasSigningKey: true };

    expect(() => validateCaConfig({ ...valid, ca })).not.toThrow();
  });
});
