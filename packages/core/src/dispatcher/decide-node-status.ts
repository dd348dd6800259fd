import type { Node, NodeDescription, NodeState } from '../model/node.ts';

/** A change of a node's status, waiting to be recorded. */
export interface NodeStatusChange {
  readonly state: NodeState;
  readonly message: string;
  /** What the node reports about itself when it registers. */
  readonly description?: NodeDescription;
}

/**
 * The record of a node after it registered or was found down; what it reports about itself replaces
 * what it reported before. SwarmKit: manager/dispatcher/dispatcher.go, processUpdates.
 */
export function decideNodeStatus(node: Node, change: NodeStatusChange): Node {
  const { state, message, description = node.description } = change;
  const { id, meta, spec, role } = node;
  const status = { ...node.status, state, message };
  return { id, meta, spec, role, status, ...(description !== undefined && { description }) };
}
