import type { Environment } from '../kernel/environment.ts';
import { toId, type ClusterId, type NetworkId } from '../model/ids.ts';
import { heartbeatPeriodMs, taskHistoryRetentionLimit } from '../model/defaults.ts';
import type { Store } from '../store/store.ts';

/** Settings of a new cluster. */
export interface ClusterSettings {
  readonly heartbeatPeriodMs?: number;
  readonly taskHistoryLimit?: number;
  /** Whether the routing mesh exists. */
  readonly ingress: boolean;
}

/** Makes what `docker swarm init` makes: the cluster `default`, and the network `ingress`. */
export function createCluster(env: Environment, store: Store, settings: ClusterSettings): void {
  store.update((tx) => {
    tx.create('cluster', {
      id: toId<ClusterId>(env.ids.mint('cluster')),
      spec: {
        name: 'default',
        orchestration: {
          taskHistoryRetentionLimit: settings.taskHistoryLimit ?? taskHistoryRetentionLimit,
        },
        dispatcher: { heartbeatPeriodMs: settings.heartbeatPeriodMs ?? heartbeatPeriodMs },
      },
    });
    if (!settings.ingress) return;
    tx.create('network', {
      id: toId<NetworkId>(env.ids.mint('network', 'ingress')),
      spec: { name: 'ingress', ingress: true, driver: { name: 'overlay' } },
    });
  });
}
