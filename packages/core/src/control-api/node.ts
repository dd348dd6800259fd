import type { Environment } from '../kernel/environment.ts';
import type { Labels } from '../model/meta.ts';
import type { Node, NodeRole, NodeSpec } from '../model/node.ts';
import { isStateFrom } from '../model/task-state.ts';
import { keepPlain } from '../options/keep-plain.ts';
import type { ReadTx, Store, Tx } from '../store/store.ts';
import { checkVersion } from './check-version.ts';
import { controlApiDeciders, type ControlApiDeciders } from './control-api-deciders.ts';
import {
  ControlApiError,
  failedPrecondition,
  missingArgument,
  notFound,
} from './control-api-error.ts';
import { hasPrefixAmong, isAmong, matchesLabels } from './match-filters.ts';
import { viewOfRoles, withManagerStatus, type RaftView } from './raft-view.ts';
import { clusterName } from './validate-cluster-spec.ts';

/** The calls for nodes. SwarmKit: manager/controlapi/node.go. */
export function createNodeApi(
  env: Environment,
  store: Store,
  raft: RaftView = viewOfRoles(store),
  deciders: ControlApiDeciders = controlApiDeciders,
): NodeApi {
  return {
    get(id) {
      if (id === '') throw missingArgument();
      return withManagerStatus(findNode(store, id), raft);
    },

    list(filters = {}) {
      const nodes = store.list('node').filter((node) => matchesNodeFilters(node, filters));
      return nodes.map((node) => withManagerStatus(node, raft));
    },

    update(id, version, spec) {
      if (id === '' || version === undefined || spec === undefined) throw missingArgument();
      return store.update((tx) => {
        const node = findNode(tx, id);
        if (node.spec.role === 'manager' && spec.role === 'worker') checkDemotion(tx, node, raft);
        checkVersion(node, version, deciders.decideVersion);
        return tx.update('node', { ...node, spec: keepPlain('spec', spec) });
      });
    },

    remove(id, { force = false } = {}) {
      if (id === '') throw missingArgument();
      store.update((tx) => {
        const node = findNode(tx, id);
        const refusal = deciders.decideNodeRemoval({
          node,
          force,
          isMember: raft.isMember(node.id),
        });
        if (refusal !== undefined) throw failedPrecondition(refusal);
        rememberRemovedNode(tx);
        orphanTasks(env, tx, id);
        tx.delete('node', id);
      });
    },
  };
}

/** See {@link createNodeApi}. Every method throws {@link ControlApiError} when it refuses. */
export interface NodeApi {
  get(id: string): Node;
  list(filters?: NodeFilters): readonly Node[];
  /** Replaces the whole spec. A wanted role comes into force later. */
  update(id: string, version: number | undefined, spec: NodeSpec | undefined): Node;
  /** Removes a worker that is not ready, or with `force` any worker; its tasks become orphans. */
  remove(id: string, options?: { readonly force?: boolean }): void;
}

/** Filters of {@link NodeApi.list}: all that are given must hold. */
export interface NodeFilters {
  /** Host names. */
  readonly names?: readonly string[];
  readonly namePrefixes?: readonly string[];
  readonly idPrefixes?: readonly string[];
  /** Labels that the engine reports. */
  readonly engineLabels?: Labels;
  /** Labels that the cluster's user set. */
  readonly nodeLabels?: Labels;
  readonly roles?: readonly NodeRole[];
  /** Every node of a simulated cluster is accepted. */
  readonly memberships?: readonly ('pending' | 'accepted')[];
}

function findNode(tx: Pick<ReadTx, 'get'>, id: string): Node {
  const node = tx.get('node', id);
  if (node === undefined) throw notFound(`node ${id} not found`);
  return node;
}

// SwarmKit: manager/controlapi/node.go, UpdateNode, and manager/state/raft/raft.go, CanRemoveMember.
function checkDemotion(tx: ReadTx, node: Node, raft: RaftView): void {
  const managers = tx.find('node', 'role', 'manager');
  if (managers.length === 1 && managers[0]?.id === node.id) {
    throw failedPrecondition('attempting to demote the last manager of the swarm');
  }
  if (!raft.isMember(node.id)) throw notFound("can't find manager in raft memberlist");
  if (!raft.canRemove(node.id)) {
    throw failedPrecondition(
      "can't remove member from the raft: this would result in a loss of quorum",
    );
  }
}

/** The cluster keeps a list of removed nodes, so removing one gives it a new version. */
function rememberRemovedNode(tx: Tx): void {
  const [cluster] = tx.find('cluster', 'name', clusterName);
  if (cluster === undefined) {
    throw new ControlApiError('internal', 'could not fetch cluster object');
  }
  tx.update('cluster', cluster);
}

// SwarmKit: manager/controlapi/node.go, orphanNodeTasks. Nobody will report on these tasks again.
function orphanTasks(env: Environment, tx: Tx, nodeId: string): void {
  for (const task of tx.find('task', 'node', nodeId)) {
    if (isStateFrom(task.status.state, 'complete')) continue;
    const message = 'Task belonged to a node that has been deleted';
    tx.changeTask(task, { status: { state: 'orphaned', at: env.now, message, err: '' } });
  }
}

function matchesNodeFilters(node: Node, filters: NodeFilters): boolean {
  const hostname = node.description?.hostname;
  return (
    isAmong(hostname, filters.names) &&
    (isNone(filters.namePrefixes) ||
      (hostname !== undefined && hasPrefixAmong(hostname, filters.namePrefixes))) &&
    hasPrefixAmong(node.id, filters.idPrefixes) &&
    matchesLabels(node.description?.engine?.labels, filters.engineLabels) &&
    matchesLabels(node.spec.labels, filters.nodeLabels) &&
    isAmong(node.role, filters.roles) &&
    isAmong('accepted', filters.memberships)
  );
}

function isNone(values: readonly unknown[] | undefined): boolean {
  return values === undefined || values.length === 0;
}
