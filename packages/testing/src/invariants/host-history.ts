/** What users did to hosts beside the swarm, and when the managers last heard of these. */
import type { Change, HostChange, Node, Operation } from '@swarmsim/core';
import type { ClusterState } from './cluster-state.ts';

/** See the head of this file. */
export interface HostHistory {
  /** All changes of the host of a node together, and the instant of the last; absent where there was none. */
  changeOf(nodeId: string): { readonly change: HostChange; readonly at: number } | undefined;
  /** When the managers last recorded that a node registered or went down, in ms; -1 for never. */
  recordedAt(nodeId: string): number;
}

/** A history that is being written. */
export interface KeptHostHistory extends HostHistory {
  takeOperation(operation: Operation, at: number): void;
  takeRecords(changes: readonly Change[], at: number): void;
}

/** The history of the hosts from now on. */
export function createHostHistory(cluster: ClusterState): KeptHostHistory {
  const changes = new Map<string, { readonly change: HostChange; readonly at: number }>();
  const records = new Map<string, number>();
  return {
    changeOf: (nodeId) => changes.get(nodeId),
    recordedAt: (nodeId) => records.get(nodeId) ?? -1,
    takeOperation(operation, at) {
      if (operation.kind !== 'node-change-host') return;
      const node = findNode(cluster.nodes(), operation.node);
      if (node === undefined) return;
      const change = { ...changes.get(node.id)?.change, ...operation.change };
      changes.set(node.id, { change, at });
    },
    takeRecords(written, at) {
      for (const { table, id } of written) if (table === 'node') records.set(id, at);
    },
  };
}

/** The node that a user means by its id, its host name, or the beginning of its id. */
function findNode(nodes: readonly Node[], reference: string): Node | undefined {
  return (
    nodes.find(({ id }) => id === reference) ??
    nodes.find(({ description }) => description?.hostname === reference) ??
    nodes.find(({ id }) => id.startsWith(reference))
  );
}
