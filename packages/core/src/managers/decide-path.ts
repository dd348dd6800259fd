import type { HostReach } from './consensus.ts';

/** Which ways of a path are cut, as its node sees it. */
export type Cut = Pick<HostReach, 'cutUp' | 'cutDown'>;

/**
 * Decides what is cut of the path between a node and the leader: what either end cannot send, and what
 * the other cannot hear. A node that is the leader's own host hears itself; where there is no leader,
 * only the node's end counts.
 */
export function decidePath(node: Cut, leader: Cut | undefined, isLeader: boolean): Cut {
  if (isLeader) return { cutUp: false, cutDown: false };
  return {
    cutUp: node.cutUp || leader?.cutDown === true,
    cutDown: node.cutDown || leader?.cutUp === true,
  };
}
