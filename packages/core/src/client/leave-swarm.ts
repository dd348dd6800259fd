/**
 * `docker swarm leave`: what the engine of a node does when somebody on its host says so. It asks no
 * manager whether it may, and tells none that it did. moby: daemon/cluster/swarm.go, Leave.
 *
 * Deviation: it takes no time. Containers end at once, where docker asks them to stop first, and gives
 * up after 15 s. A swarm that all managers left answers as one of which all are down.
 */
import { withManagerStatus, type RaftView } from '../control-api/raft-view.ts';
import { SwarmSimError } from '../kernel/errors.ts';
import type { NodeId } from '../model/ids.ts';
import type { Node } from '../model/node.ts';
import type { ReadTx } from '../store/store.ts';
import { nodeName } from './resolve-reference.ts';

/** Where a machine stands: in the swarm and running, in it and down, or out of it for good. */
export type HostPresence = 'running' | 'down' | 'left';

/** The machines that may leave. */
export interface LeavingHosts {
  presenceOf(nodeId: NodeId): HostPresence;
  leave(nodeId: NodeId): void;
}

/** What leaving needs. */
export interface LeaveParts {
  readonly state: ReadTx;
  readonly raft: RaftView;
  readonly hosts: LeavingHosts;
}

/**
 * Lets a node leave the swarm. Its object stays, and so does its place among the managers.
 *
 * @throws SwarmSimError `failed-precondition`.
 */
export function leaveSwarm(parts: LeaveParts, node: Node, force: boolean): void {
  const { raft, hosts } = parts;
  const presence = hosts.presenceOf(node.id);
  if (presence === 'down') throw refusal(`the engine of node ${nodeName(node)} is not running`);
  // moby: daemon/cluster/errors.go, errNoSwarm.
  if (presence === 'left') throw refusal('This node is not part of a swarm');
  if (raft.isMember(node.id) && !force) throw refusal(explainManagerRefusal(parts, node.id));
  hosts.leave(node.id);
}

/**
 * What docker says to a manager that leaves without force; the space at the end of one text is its own.
 * It has one more for a manager that is still being started, which takes no time here.
 */
function explainManagerRefusal({ state, raft }: LeaveParts, nodeId: NodeId): string {
  const start =
    'You are attempting to leave the swarm on a node that is participating as a manager. ';
  const end =
    'The only way to restore a swarm that has lost consensus is to reinitialize it with ' +
    '`--force-new-cluster`. Use `--force` to suppress this message.';
  // It asks the leader for the others; whom the leader does not reach gets no answer.
  if (!raft.isReachable(nodeId)) return start + end;
  const { reachable, unreachable } = countManagers(state, raft);
  if (!losesQuorum(reachable, unreachable)) return start + end;
  if (reachable === 1 && unreachable === 0) {
    const last = 'Removing the last manager erases all current state of the swarm. ';
    return `${start}${last}Use \`--force\` to ignore this message. `;
  }
  const left = `Removing this node leaves ${reachable - 1} managers out of ${reachable + unreachable}. `;
  return `${start}${left}Without a Raft quorum your swarm will be inaccessible. ${end}`;
}

/** moby: daemon/cluster/cluster.go, managerStats. */
function countManagers(
  state: ReadTx,
  raft: RaftView,
): { readonly reachable: number; readonly unreachable: number } {
  const statuses = state.list('node').map((node) => withManagerStatus(node, raft).managerStatus);
  const count = (reachability: string): number =>
    statuses.filter((status) => status?.reachability === reachability).length;
  return { reachable: count('reachable'), unreachable: count('unreachable') };
}

/** moby: daemon/cluster/utils.go, removingManagerCausesLossOfQuorum. */
function losesQuorum(reachable: number, unreachable: number): boolean {
  return reachable - 2 <= unreachable;
}

function refusal(message: string): SwarmSimError {
  return new SwarmSimError('failed-precondition', message);
}
