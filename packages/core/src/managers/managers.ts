/**
 * The managers of a swarm. It starts a leader's term when one of them is elected, holds it while no
 * majority answers, and ends it when the leader is lost; it makes promoted nodes members of the
 * consensus. It never votes, and changes nothing in the store. SwarmKit: manager/manager.go,
 * handleLeadershipEvents; node/node.go, superviseManager.
 */
import type { Environment } from '../kernel/environment.ts';
import type { Link } from '../link/link.ts';
import type { Node } from '../model/node.ts';
import type { Store } from '../store/store.ts';
import type { Consensus } from './consensus.ts';
import { createElections } from './elections.ts';
import { createLeaderPath } from './leader-path.ts';
import { followPromotions } from './promotions.ts';
import { createStandingLeader } from './standing-leader.ts';

/** See the head of this file. */
export interface Managers<Term extends ManagersTerm> {
  readonly raft: Consensus;
  /** The link, as hosts and faults use it: its managers' end is where the leader is. */
  readonly link: Link;
  /** The term of the present leader; undefined while there is none. */
  term(): Term | undefined;
  /** A node joined; one with the role of a manager is a member at once. */
  welcome(node: Node): Node;
}

/** What managers do with a leader's term. */
export interface ManagersTerm {
  /** The leader can commit nothing for now. */
  hold(): void;
  release(): void;
  stop(): void;
}

/** Options of {@link createManagers}. */
export interface ManagersOptions<Term extends ManagersTerm> {
  /** Whether managers are nodes, and may fail; else a control plane is there without any. */
  readonly areNodes: boolean;
  readonly startTerm: (raft: Consensus) => Term;
}

/** Makes the managers, and starts the first leader's term. */
export function createManagers<Term extends ManagersTerm>(
  env: Environment,
  store: Store,
  link: Link,
  options: ManagersOptions<Term>,
): Managers<Term> {
  let term: Term | undefined;
  const path = createLeaderPath(env, link, {
    leaderId: () => raft.leaderId,
    hostChanged: (nodeId) => raft.hostChanged(nodeId),
    pathChanged: () => raft.pathChanged(),
  });
  const raft: Consensus = options.areNodes
    ? createElections(env, {
        hostOf: (nodeId) => path.hostOf(nodeId),
        version: () => store.version,
        events: { elected, lost, stalled: () => term?.hold(), resumed: () => term?.release() },
      })
    : createStandingLeader(env, (nodeId) => path.hostOf(nodeId).isUp);
  followPromotions(env, store, { raft, hostOf: (nodeId) => path.hostOf(nodeId) });

  function elected(): void {
    term?.stop();
    term = options.startTerm(raft);
    path.leaderMoved();
  }

  function lost(): void {
    term?.stop();
    term = undefined;
    path.leaderMoved();
  }

  term = options.startTerm(raft);
  return {
    raft,
    link: path.link,
    term: () => term,
    welcome(node) {
      if (node.role === 'manager') raft.add(node.id);
      return node;
    },
  };
}
