import type { Node } from '../model/node.ts';

/** What brings a node closer to the role that is wanted of it. */
export type RoleDecision =
  /** Nothing to do any more. */
  | 'done'
  /** Nothing that could be done now: look again later. */
  | 'wait'
  | 'promote'
  | 'demote'
  | 'remove-member'
  | 'transfer-leadership';

/** Where a node stands among the members of the consensus. */
export interface Membership {
  readonly isMember: boolean;
  readonly isLeader: boolean;
  readonly canRemove: boolean;
}

/**
 * Decides the next step towards a node's role. A manager leaves the members first, and is a worker
 * only when it is none of them any more. SwarmKit: manager/role_manager.go, reconcileRole.
 */
export function decideRole(node: Node, membership: Membership): RoleDecision {
  if (node.role === node.spec.role) return 'done';
  if (node.spec.role === 'manager') return 'promote';
  return membership.isMember ? decideEviction(membership) : 'demote';
}

/** Decides how a member leaves. SwarmKit: manager/role_manager.go, evictRemovedNode, removeMember. */
export function decideEviction(membership: Membership): RoleDecision {
  if (!membership.isMember) return 'done';
  if (!membership.canRemove) return 'wait';
  return membership.isLeader ? 'transfer-leadership' : 'remove-member';
}
