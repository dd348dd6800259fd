import type { NodeId } from '../model/ids.ts';
import type { Node } from '../model/node.ts';
import type { ReadTx } from '../store/store.ts';

/** What the control API asks of the managers' consensus. */
export interface RaftView {
  /** The member that leads; undefined where no node does. */
  readonly leaderId: NodeId | undefined;
  isMember(nodeId: NodeId): boolean;
  isReachable(nodeId: NodeId): boolean;
  /** Whether the others would still be a majority without this one. */
  canRemove(nodeId: NodeId): boolean;
}

/** Where a store is all there is: members are the nodes whose role in force is manager. */
export function viewOfRoles(state: ReadTx): RaftView {
  const isReachable = (nodeId: NodeId): boolean =>
    state.get('node', nodeId)?.status.state !== 'down';
  return {
    leaderId: undefined,
    isMember: (nodeId) => state.get('node', nodeId)?.role === 'manager',
    isReachable,
    canRemove(nodeId) {
      const others = state.find('node', 'role', 'manager').filter(({ id }) => id !== nodeId);
      const reachable = others.filter(({ id }) => isReachable(id)).length;
      return reachable >= Math.floor(others.length / 2) + 1;
    },
  };
}

/** The node as answers show it. SwarmKit: manager/controlapi/node.go, GetNode and ListNodes. */
export function withManagerStatus(node: Node, raft: RaftView): Node {
  if (!raft.isMember(node.id)) return node;
  const reachability = raft.isReachable(node.id) ? 'reachable' : 'unreachable';
  return { ...node, managerStatus: { leader: raft.leaderId === node.id, reachability } };
}
