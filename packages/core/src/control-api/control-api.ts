/**
 * SwarmKit's control API: every change a user asks of the cluster is checked here and becomes one
 * transaction, or is refused with SwarmKit's words and changes nothing. It watches nothing, makes no
 * tasks and never waits: what follows from a change is for the orchestrators to do.
 */
import type { Environment } from '../kernel/environment.ts';
import type { Node } from '../model/node.ts';
import type { Service } from '../model/service.ts';
import type { Task } from '../model/task.ts';
import { isTaskDirty as isTaskDirtyForReal } from '../orchestrator/task.ts';
import type { Store } from '../store/store.ts';
import { createClusterApi, type ClusterApi } from './cluster.ts';
import { createConfigApi, type ConfigApi } from './config.ts';
import { createNetworkApi, type NetworkApi } from './network.ts';
import { createNodeApi, type NodeApi } from './node.ts';
import type { RaftView } from './raft-view.ts';
import { createSecretApi, type SecretApi } from './secret.ts';
import { createServiceApi, type ServiceApi } from './service.ts';
import { createTaskApi, type TaskApi } from './task.ts';

/** Makes the control API of a cluster whose state is in `store`. */
export function createControlApi(
  env: Environment,
  store: Store,
  options: ControlApiOptions = {},
): ControlApi {
  const { isTaskDirty = isTaskDirtyForReal, raft, secretDrivers } = options;
  const isUpToDate = (task: Task): boolean => {
    const service = store.get('service', task.serviceId);
    if (service === undefined) return false;
    return !isTaskDirty(service, task, store.get('node', task.nodeId));
  };
  return {
    cluster: createClusterApi(store),
    configs: createConfigApi(env, store),
    networks: createNetworkApi(env, store),
    nodes: createNodeApi(env, store, raft),
    secrets: createSecretApi(env, store, secretDrivers),
    services: createServiceApi(env, store),
    tasks: createTaskApi(store, isUpToDate),
  };
}

/** The control API, object by object. */
export interface ControlApi {
  readonly cluster: ClusterApi;
  readonly configs: ConfigApi;
  readonly networks: NetworkApi;
  readonly nodes: NodeApi;
  readonly secrets: SecretApi;
  readonly services: ServiceApi;
  readonly tasks: TaskApi;
}

/** Options of {@link createControlApi}. */
export interface ControlApiOptions {
  /** Tells whether an update of its service would replace a task. */
  readonly isTaskDirty?: (service: Service, task: Task, node: Node | undefined) => boolean;
  /** The managers' consensus. Default: made up from the roles of nodes. */
  readonly raft?: RaftView;
  /** Names of the secret driver plugins; absent where the manager has no plugins at all. */
  readonly secretDrivers?: readonly string[];
}
