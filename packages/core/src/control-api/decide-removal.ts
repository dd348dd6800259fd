/** What may be removed. SwarmKit: manager/controlapi/{config,secret,node}.go. */
import type { Node } from '../model/node.ts';
import type { Service } from '../model/service.ts';
import { describeUsers } from './describe-users.ts';

/**
 * Why a config or secret may not be removed: services whose spec references it. Tasks and previous specs
 * do not count. SwarmKit: config.go, RemoveConfig; secret.go, RemoveSecret.
 */
export function decideObjectRemoval(users: readonly Service[]): string | undefined {
  return users.length === 0 ? undefined : describeUsers(users);
}

/** What {@link decideNodeRemoval} decides from. */
export interface NodeRemoval {
  readonly node: Node;
  readonly force: boolean;
  /** Whether the node is a member of the managers' consensus. */
  readonly isMember: boolean;
}

/** Why a node may not be removed. SwarmKit: node.go, RemoveNode. */
export function decideNodeRemoval({ node, force, isMember }: NodeRemoval): string | undefined {
  if (node.spec.role === 'manager' && isMember) {
    return (
      `node ${node.id} is a cluster manager and is a member of the raft cluster. ` +
      'It must be demoted to worker before removal'
    );
  }
  if (force || node.status.state !== 'ready') return undefined;
  return `node ${node.id} is not down and can't be removed`;
}
