import type { Cluster, Swarm } from '@swarmsim/core';
import type { Step } from './invariant.ts';

/** What a user may set of the whole swarm. */
export interface ClusterSettings {
  /** Tasks that a slot keeps; negative is all. */
  readonly historyLimit: number;
  /** Shortest heartbeat period that was ever set, in ms. */
  readonly heartbeatPeriodMs: number;
  /** Takes a step in. */
  take(step: Step): void;
}

// moby: daemon/cluster sets 5 at swarm init. SwarmKit: manager/dispatcher/dispatcher.go, DefaultHeartBeatPeriod.
const defaults = { historyLimit: 5, heartbeatPeriodMs: 5_000 };

/** The settings of a swarm as they are now. */
export function readClusterSettings(swarm: Swarm): ClusterSettings {
  const settings = { historyLimit: defaults.historyLimit, heartbeatPeriodMs: Infinity };
  function read(cluster: Cluster | undefined): void {
    const periodMs = cluster?.spec.dispatcher.heartbeatPeriodMs ?? 0;
    settings.heartbeatPeriodMs = Math.min(
      settings.heartbeatPeriodMs,
      periodMs > 0 ? periodMs : defaults.heartbeatPeriodMs,
    );
    const limit = cluster?.spec.orchestration.taskHistoryRetentionLimit;
    settings.historyLimit = limit ?? settings.historyLimit;
  }
  try {
    read(swarm.controlApi.cluster.list()[0]);
  } catch {
    // Without a leader nobody answers.
    read(undefined);
  }
  return Object.assign(settings, {
    take({ commits }: Step) {
      for (const { writtenBy, changes } of commits) {
        if (writtenBy !== 'control-api') continue;
        for (const { table, after } of changes) {
          if (table === 'cluster') read(after as Cluster | undefined);
        }
      }
    },
  });
}
