import { describe, expect, it } from 'vitest';
import { fromDockerClusterSpec } from './cluster-spec.ts';

describe('fromDockerClusterSpec', () => {
  it('reads durations as milliseconds', () => {
    const spec = {
      Name: 'default',
      Orchestration: { TaskHistoryRetentionLimit: 7 },
      Dispatcher: { HeartbeatPeriod: -1_000_000_000 },
      CAConfig: { NodeCertExpiry: 7_776_000_000_000_000 },
    };

    expect(fromDockerClusterSpec(spec)).toEqual({
      name: 'default',
      orchestration: { taskHistoryRetentionLimit: 7 },
      dispatcher: { heartbeatPeriodMs: -1_000 },
      ca: { nodeCertExpiryMs: 7_776_000_000 },
    });
  });

  // SwarmKit: manager/dispatcher/dispatcher.go, DefaultHeartBeatPeriod.
  it('takes the heartbeat of 5 s where none is given', () => {
    expect(fromDockerClusterSpec({ Name: 'default' }).dispatcher.heartbeatPeriodMs).toBe(5_000);
  });

  it('notes whether there is a certificate and a key', () => {
    const read = fromDockerClusterSpec({ CAConfig: { SigningCACert: '', SigningCAKey: 'key' } });

    expect(read.ca).toEqual({ hasSigningKey: true });
  });
});
