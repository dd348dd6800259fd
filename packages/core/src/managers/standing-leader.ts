import type { NodeId } from '../model/ids.ts';
import type { Cell, Environment } from '../kernel/environment.ts';
import type { Consensus } from './consensus.ts';
import { canLoseMember } from './decide-election.ts';

/**
 * A control plane that is there without a manager, and never fails. Nodes may be promoted and demoted,
 * and are counted as members; none of them ever leads.
 */
export function createStandingLeader(
  env: Environment,
  isUp: (nodeId: NodeId) => boolean,
): Consensus {
  const cell: Cell<readonly NodeId[]> = env.cell('managers:members', []);
  return {
    leaderId: undefined,
    lookUp: () => 'found',
    isMember: (nodeId) => cell.value.includes(nodeId),
    memberIds: () => cell.value,
    isReachable: (nodeId) => isUp(nodeId),
    canRemove(nodeId) {
      const others = cell.value.filter((id) => id !== nodeId && isUp(id));
      return canLoseMember(cell.value.length, others.length);
    },
    add(nodeId) {
      if (!cell.value.includes(nodeId)) cell.value = [...cell.value, nodeId];
    },
    remove(nodeId) {
      cell.value = cell.value.filter((id) => id !== nodeId);
    },
    transfer: () => false,
    hostChanged: () => undefined,
    pathChanged: () => undefined,
  };
}
