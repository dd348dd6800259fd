/** The parts of the front door that users call things by: services, nodes, and so on. */
import type { ControlApi } from '../control-api/control-api.ts';
import type { RaftView } from '../control-api/raft-view.ts';
import type { Directory } from '../directory/directory.ts';
import type { Hosts } from '../hosts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { ReadTx } from '../store/store.ts';
import { createConfigsApi, createSecretsApi } from './configs-api.ts';
import { createContainersApi } from './containers-api.ts';
import { createDirectoryApi } from './directory-api.ts';
import { createFaultsApi } from './faults-api.ts';
import type { NameLookup } from './file-references.ts';
import { guardControlApi } from './guard-control-api.ts';
import { createNodesApi } from './nodes-api.ts';
import type { Apply } from './operation.ts';
import { createRegistryApi } from './registry-api.ts';
import { createServicesApi } from './services-api.ts';
import type { Swarm } from './swarm.ts';
import { createTasksApi } from './tasks-api.ts';

/** What these are made from. */
export interface SwarmApiParts {
  readonly kernel: Kernel;
  /** The state as managers show it, which takes a leader. */
  readonly state: ReadTx;
  /** The state as it is. */
  readonly store: ReadTx;
  readonly apply: Apply;
  readonly lookup: NameLookup;
  readonly hosts: Hosts;
  readonly directory: Directory;
  readonly raft: RaftView;
  readonly controlApi: ControlApi;
}

/** What {@link createSwarmApis} makes. */
export type SwarmApis = Pick<
  Swarm,
  | 'configs'
  | 'secrets'
  | 'services'
  | 'nodes'
  | 'tasks'
  | 'containers'
  | 'faults'
  | 'directory'
  | 'registry'
  | 'controlApi'
  | 'apply'
>;

/** Makes the parts of the front door. */
export function createSwarmApis(parts: SwarmApiParts): SwarmApis {
  const { kernel, state, store, apply, lookup, hosts, directory, raft, controlApi } = parts;
  return {
    configs: createConfigsApi(state, apply),
    secrets: createSecretsApi(state, apply),
    services: createServicesApi(state, apply, { lookup, env: kernel, trace: kernel.trace }),
    nodes: createNodesApi(state, apply, { hosts, raft }),
    tasks: createTasksApi(state),
    containers: createContainersApi(store, hosts),
    faults: createFaultsApi(apply),
    directory: createDirectoryApi({
      directory,
      store,
      apply,
      now: () => kernel.now,
      isDown: (nodeId) => hosts.presenceOf(nodeId) === 'down',
    }),
    registry: createRegistryApi(apply),
    controlApi: guardControlApi(controlApi, (call) => apply({ kind: 'control-api', ...call })),
    apply,
  };
}
