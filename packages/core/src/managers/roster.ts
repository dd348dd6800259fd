import type { NodeId } from '../model/ids.ts';
import type { HostReach } from './consensus.ts';
import { meets, quorumOf, reaches } from './decide-election.ts';
import type { ElectionState, Member } from './election-state.ts';

/** The members as they stand to each other now. It changes nothing. */
export class Roster {
  readonly #state: () => ElectionState;
  readonly #reach: (nodeId: NodeId) => HostReach;

  constructor(state: () => ElectionState, reach: (nodeId: NodeId) => HostReach) {
    this.#state = state;
    this.#reach = reach;
  }

  get all(): readonly Member[] {
    return Object.values(this.#state().members);
  }

  get quorum(): number {
    return quorumOf(this.all.length);
  }

  get leader(): Member | undefined {
    return this.find(this.#state().leaderId);
  }

  find(id: NodeId | ''): Member | undefined {
    return this.#state().members[id];
  }

  hostOf({ id }: Member): HostReach {
    return this.#reach(id);
  }

  meets(one: Member, other: Member): boolean {
    return one === other || meets(this.hostOf(one), this.hostOf(other));
  }

  /** Whether what the leader sends comes to a member, and is not of a term gone by. */
  isHearing(member: Member): boolean {
    const { leader } = this;
    if (leader === undefined || member.term > leader.term) return false;
    return member !== leader && reaches(this.hostOf(leader), this.hostOf(member));
  }

  /** Whether a member hears the leader, and the leader hears it; the leader follows itself. */
  isFollowing(member: Member): boolean {
    const { leader } = this;
    if (leader === undefined || member.term > leader.term) return false;
    return this.meets(leader, member);
  }

  isReachable(member: Member): boolean {
    const { leader } = this;
    return leader !== undefined && this.meets(leader, member);
  }

  /** The highest term that the leader hears of. */
  termAround(leader: Member): number {
    let highest = leader.term;
    for (const member of this.all) {
      if (this.meets(leader, member)) highest = Math.max(highest, member.term);
    }
    return highest;
  }
}
