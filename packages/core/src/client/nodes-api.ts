import type { HostChange } from '../engine/host-change.ts';
import type { CredentialSpecCopy, HostCredentialSpec } from '../engine/host-credential-specs.ts';
import type { HostEvent } from '../engine/host-events.ts';
import type { NodeOptions } from '../engine/hosts.ts';
import type { NodeId } from '../model/ids.ts';
import { withManagerStatus, type RaftView } from '../control-api/raft-view.ts';
import type { ManagerStatus, Node, NodeAvailability, NodeState } from '../model/node.ts';
import type { ReadTx } from '../store/store.ts';
import type { Apply, NodeEdit } from './operation.ts';
import { nodeName, resolveReference } from './resolve-reference.ts';

/** What a node's agent holds: ids of tasks, names of configs and secrets. */
export interface Holdings {
  readonly tasks: readonly string[];
  readonly configs: readonly string[];
  readonly secrets: readonly string[];
  /** Ids of those configs and secrets. */
  readonly ids: readonly string[];
}

/** A node as a user sees it. */
export interface NodeView {
  readonly id: NodeId;
  /** Host name. */
  readonly name: string;
  readonly state: NodeState;
  readonly availability: NodeAvailability;
  /** Whether it leads, and whether it is reached, if it is a manager; else undefined. */
  readonly managerStatus: ManagerStatus | undefined;
  /** Whether its host runs, has not left, and reaches the managers, whatever these know of it yet. */
  readonly isUp: boolean;
  /** The object as the store has it. */
  readonly node: Node;
  /** What its agent has in memory now; a crashed one has nothing. */
  holdings(): Holdings;
  /** Whether its agent holds a config or secret of this name now. */
  holds(name: string): boolean;
  /** Credential specs that lie on its host: files, registry values, and those baked into images. */
  credentialSpecs(): readonly HostCredentialSpec[];
  /**
   * What its Windows wrote into its event logs about the credentials of containers, oldest first; the latest
   * 1000.
   */
  events(): readonly HostEvent[];
}

/** Nodes of the swarm. References are ids, host names or id prefixes. */
export interface NodesApi {
  /** A host joins the swarm. */
  join(options: NodeOptions): NodeView;
  /** @throws SwarmSimError `not-found` or `ambiguous`. */
  get(reference: string): NodeView;
  /** All nodes, in the order in which they joined. */
  list(): readonly NodeView[];
  /** `docker node update`. */
  update(reference: string, edit: NodeEdit): NodeView;
  /**
   * What the host has changes while it runs: CPUs, memory, engine labels and the like. Its agent looks
   * every 20 s (`nodeUpdatePeriod`), and registers again with what it found.
   */
  changeHost(reference: string, change: HostChange): void;
  /**
   * Whoever administers a host copies a credential spec to it, by hand or by script: the swarm takes no
   * part, and does not know. Containers read it when they start.
   *
   * @throws SwarmSimError `failed-precondition` where the host is down, or has no Windows;
   * `invalid-argument` for a file that is not below the folder.
   */
  writeCredentialSpec(reference: string, copy: CredentialSpecCopy): void;
  /** Deletes such a copy. @throws SwarmSimError `not-found`, and as `writeCredentialSpec`. */
  deleteCredentialSpec(reference: string, copy: Omit<CredentialSpecCopy, 'text'>): void;
  /**
   * `docker swarm leave`, typed on the node: its tasks end, and its agent never comes back. Managers are
   * not told: the node is down when its heartbeats are missed, and is there until it is removed. A
   * manager needs `force`; it stays a member of the consensus, unreachable, until it is demoted.
   *
   * @throws SwarmSimError `failed-precondition` for a manager without `force`, a node that has left
   * already, and one whose engine does not run.
   */
  leave(reference: string, options?: { readonly force?: boolean }): void;
  /** `docker node rm`; a node that is not down needs `force`. */
  remove(reference: string, options?: { readonly force?: boolean }): void;
}

/** What the simulated hosts tell about themselves. */
export interface HostQueries {
  /** Ids of what a node's agent holds. */
  holdings(nodeId: NodeId): {
    readonly tasks: readonly string[];
    readonly configs: readonly string[];
    readonly secrets: readonly string[];
  };
  /** Credential specs that lie on a node's host. */
  credentialSpecs(nodeId: NodeId): readonly HostCredentialSpec[];
  /** Event logs of a node's host. */
  events(nodeId: NodeId): readonly HostEvent[];
  /** Whether a node's host runs and reaches the managers. */
  isReachable(nodeId: NodeId): boolean;
  /** Name a node's agent knows a config or secret by. */
  nameOf(nodeId: NodeId, kind: 'config' | 'secret', id: string): string;
}

/** Makes `swarm.nodes`. */
export function createNodesApi(
  state: ReadTx,
  apply: Apply,
  { hosts, raft }: { readonly hosts: HostQueries; readonly raft: RaftView },
): NodesApi {
  const view = (node: Node): NodeView => toView(withManagerStatus(node, raft), hosts);
  return {
    join: (node) => view(apply({ kind: 'node-join', node })),
    get: (reference) => view(resolveReference(state, 'node', reference)),
    list: () => state.list('node').map(view),
    update: (node, edit) => view(apply({ kind: 'node-update', node, edit })),
    changeHost: (node, change) => apply({ kind: 'node-change-host', node, change }),
    writeCredentialSpec: (node, copy) => apply({ kind: 'credential-spec-write', node, copy }),
    deleteCredentialSpec: (node, copy) => apply({ kind: 'credential-spec-delete', node, copy }),
    leave: (node, options) => apply({ kind: 'node-leave', node, ...options }),
    remove: (node, options) => apply({ kind: 'node-remove', node, ...options }),
  };
}

function toView(node: Node, hosts: HostQueries): NodeView {
  function holdings(): Holdings {
    const { tasks, configs, secrets } = hosts.holdings(node.id);
    return {
      tasks,
      configs: configs.map((id) => hosts.nameOf(node.id, 'config', id)),
      secrets: secrets.map((id) => hosts.nameOf(node.id, 'secret', id)),
      ids: [...configs, ...secrets],
    };
  }
  return {
    id: node.id,
    name: nodeName(node),
    state: node.status.state,
    availability: node.spec.availability,
    managerStatus: node.managerStatus,
    isUp: hosts.isReachable(node.id),
    node,
    holdings,
    holds(name) {
      const { configs, secrets } = holdings();
      return configs.includes(name) || secrets.includes(name);
    },
    credentialSpecs: () => hosts.credentialSpecs(node.id),
    events: () => hosts.events(node.id),
  };
}
