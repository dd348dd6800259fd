import { lostQuorumTicks, raftTickMs } from '../model/defaults.ts';
import type { HostReach, LeaderLookup } from './consensus.ts';
import { meets } from './decide-election.ts';
import type { Member } from './election-state.ts';

/**
 * Decides what a client finds that asks for a leader while none answers. It asks a manager that is
 * in touch with most of the others. SwarmKit: manager/state/raft/raft.go, LeaderConn.
 */
export function decideLookUp(
  members: readonly Member[],
  hostOf: (member: Member) => HostReach,
  now: number,
): LeaderLookup {
  const running = members.filter((member) => hostOf(member).isUp);
  let asked: Member | undefined;
  let most = -1;
  for (const member of running) {
    const peers = running.filter((other) => meets(hostOf(member), hostOf(other))).length;
    if (peers > most) asked = member;
    most = Math.max(most, peers);
  }
  if (asked === undefined) return 'lost';
  const { leaderlessAt } = asked;
  const isLost = leaderlessAt >= 0 && now - leaderlessAt > lostQuorumTicks * raftTickMs;
  return isLost ? 'lost' : 'wait';
}
