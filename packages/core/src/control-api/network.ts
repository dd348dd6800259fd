import type { Environment } from '../kernel/environment.ts';
import { toId, type NetworkId } from '../model/ids.ts';
import { labelOf, type Labels } from '../model/meta.ts';
import type { Network, NetworkSpec } from '../model/network.ts';
import { isTerminalState, isStateAfter } from '../model/task-state.ts';
import { keepPlain } from '../options/keep-plain.ts';
import { foldName } from '../store/indexes.ts';
import type { Store, Tx } from '../store/store.ts';
import {
  ControlApiError,
  failedPrecondition,
  missingArgument,
  notFound,
} from './control-api-error.ts';
import { findIngressNetwork, isIngressNetwork, needsIngressNetwork } from './ingress.ts';
import { hasPrefixAmong, isAmong, matchesLabels } from './match-filters.ts';
import { predefinedLabel, validateNetworkSpec } from './validate-network-spec.ts';

/** The calls for networks. SwarmKit: manager/controlapi/network.go. */
export function createNetworkApi(env: Environment, store: Store): NetworkApi {
  return {
    create(spec) {
      validateNetworkSpec(spec);
      return store.update((tx) => createNetwork(env, tx, spec));
    },

    get(id) {
      if (id === '') throw missingArgument();
      return findNetwork(store, id);
    },

    list(filters = {}) {
      return store.list('network').filter((network) => matchesNetworkFilters(network, filters));
    },

    remove(id) {
      if (id === '') throw missingArgument();
      store.update((tx) => {
        const network = findNetwork(tx, id);
        const { labels, name } = network.spec;
        if (labelOf(labels, predefinedLabel) === 'true') {
          throw failedPrecondition(
            `network ${id} (${name}) is a swarm predefined network and cannot be removed`,
          );
        }
        if (isIngressNetwork(network)) checkIngressUnneeded(tx);
        else checkUnused(tx, id);
        tx.delete('network', id);
      });
    },
  };
}

/** See {@link createNetworkApi}. Every method throws {@link ControlApiError} when it refuses. */
export interface NetworkApi {
  create(spec: NetworkSpec | undefined): Network;
  get(id: string): Network;
  list(filters?: NetworkFilters): readonly Network[];
  /** Removes a network that no service and no live task is attached to. */
  remove(id: string): void;
}

/** Filters of {@link NetworkApi.list}: all that are given must hold. */
export interface NetworkFilters {
  readonly names?: readonly string[];
  readonly namePrefixes?: readonly string[];
  readonly idPrefixes?: readonly string[];
  readonly labels?: Labels;
}

function findNetwork(tx: Pick<Tx, 'get'>, id: string): Network {
  const network = tx.get('network', id);
  if (network === undefined) throw notFound(`network ${id} not found`);
  return network;
}

// SwarmKit: manager/controlapi/network.go, CreateNetwork. The store's error has no status here.
function createNetwork(env: Environment, tx: Tx, spec: NetworkSpec): Network {
  const ingress = spec.ingress === true ? findIngressNetwork(tx) : undefined;
  if (ingress !== undefined) {
    throw new ControlApiError(
      'already-exists',
      `ingress network (${ingress.id}) is already present`,
    );
  }
  if (tx.find('network', 'name', foldName(spec.name)).length > 0) {
    throw new ControlApiError('unknown', 'name conflicts with an existing object');
  }
  const id = toId<NetworkId>(env.ids.mint('network', spec.name));
  return tx.create('network', { id, spec: keepPlain('spec', spec) });
}

// SwarmKit: manager/controlapi/network.go, removeNetwork.
function checkUnused(tx: Tx, id: string): void {
  const [service] = tx.find('service', 'network', id);
  if (service !== undefined) {
    throw failedPrecondition(`network ${id} is in use by service ${service.id}`);
  }
  for (const task of tx.list('task')) {
    const isAttached = (task.spec.networks ?? []).some((network) => network.target === id);
    const isLive =
      !isStateAfter(task.desiredState, 'running') && !isTerminalState(task.status.state);
    if (isAttached && isLive) {
      throw failedPrecondition(`network ${id} is in use by task ${task.id}`);
    }
  }
}

// SwarmKit: manager/controlapi/network.go, removeIngressNetwork.
function checkIngressUnneeded(tx: Tx): void {
  const user = tx.list('service').find((service) => needsIngressNetwork(service.spec));
  if (user === undefined) return;
  throw failedPrecondition(
    `ingress network cannot be removed because service ${user.id} depends on it`,
  );
}

function matchesNetworkFilters(network: Network, filters: NetworkFilters): boolean {
  return (
    isAmong(network.spec.name, filters.names) &&
    hasPrefixAmong(network.spec.name, filters.namePrefixes) &&
    hasPrefixAmong(network.id, filters.idPrefixes) &&
    matchesLabels(network.spec.labels, filters.labels)
  );
}
