/**
 * SwarmKit's control API: every change a user asks of the cluster is checked here and becomes one
 * transaction, or is refused with SwarmKit's words and changes nothing. It watches nothing, makes no
 * tasks and never waits: what follows from a change is for the orchestrators to do.
 */
import type { Environment } from '../kernel/environment.ts';
import type { Task } from '../model/task.ts';
import type { Store } from '../store/store.ts';
import { createClusterApi, type ClusterApi } from './cluster.ts';
import { controlApiDeciders, type ControlApiDeciders } from './control-api-deciders.ts';
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
  const { raft, secretDrivers } = options;
  const deciders = { ...controlApiDeciders, ...options.deciders };
  const isUpToDate = (task: Task): boolean => {
    const service = store.get('service', task.serviceId);
    if (service === undefined) return false;
    return !deciders.decideDirty(service, task, store.get('node', task.nodeId));
  };
  return {
    cluster: createClusterApi(store),
    configs: createConfigApi(env, store, deciders),
    networks: createNetworkApi(env, store),
    nodes: createNodeApi(env, store, raft, deciders),
    secrets: createSecretApi(env, store, secretDrivers, deciders),
    services: createServiceApi(env, store, deciders),
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
  readonly deciders?: Partial<ControlApiDeciders>;
  /** The managers' consensus. Default: made up from the roles of nodes. */
  readonly raft?: RaftView;
  /** Names of the secret driver plugins; absent where the manager has no plugins at all. */
  readonly secretDrivers?: readonly string[];
}
