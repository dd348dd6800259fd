/**
 * Elections by bounds: no message of raft is simulated, only what they come to. Who hears the leader
 * waits; who does not campaigns when its randomised patience ends; a majority of those that it
 * reaches, and that have no more than it has, makes it the leader. Timing, terms and the check for a
 * quorum are those of etcd's raft as SwarmKit sets it. SwarmKit: manager/state/raft/raft.go.
 *
 * Deviation: votes arrive at once, so that two candidates never split them, and a follower that has
 * just stopped hearing its leader votes a moment sooner than its lease allows.
 */
import type { Cell, Environment } from '../kernel/environment.ts';
import { type NodeId } from '../model/ids.ts';
import type { Consensus, ConsensusEvents, HostReach, LeaderLookup } from './consensus.ts';
import { canLoseMember, grantsVote, lastTick, stepDownAt, tickAfter } from './decide-election.ts';
import { decideLookUp } from './decide-lookup.ts';
import {
  createElectionState,
  createMember,
  type ElectionEntry,
  type ElectionState,
  type Member,
  type TransferEntry,
} from './election-state.ts';
import { createPatience, type Patience } from './patience.ts';
import { Roster } from './roster.ts';

/** What elections need to know besides their members. */
export interface ElectionParts {
  hostOf(nodeId: NodeId): HostReach;
  /** Version of the last commit. */
  version(): number;
  readonly events: ConsensusEvents;
}

/** Makes the consensus of managers that may fail. It has no member yet. */
export function createElections(env: Environment, parts: ElectionParts): Consensus {
  return new Elections(env, parts);
}

class Elections implements Consensus {
  readonly #env: Environment;
  readonly #parts: ElectionParts;
  readonly #patience: Patience;
  readonly #cell: Cell<ElectionState>;
  readonly #roster: Roster;

  constructor(env: Environment, parts: ElectionParts) {
    this.#env = env;
    this.#parts = parts;
    this.#patience = createPatience(env);
    this.#cell = env.cell('managers:elections', createElectionState());
    this.#roster = new Roster(
      () => this.#state,
      (id) => parts.hostOf(id),
    );
    env.register<ElectionEntry>('managers:campaign', ({ member }) => this.#campaign(member));
    env.register<ElectionEntry>('managers:step-down', () => this.#stepDown());
    env.register<ElectionEntry>('managers:depose', () => this.#depose());
    env.register<TransferEntry>('managers:transfer', ({ to }) => this.#takeOver(to));
  }

  get #state(): ElectionState {
    return this.#cell.value;
  }

  get leaderId(): NodeId | undefined {
    return this.#roster.leader?.id;
  }

  lookUp(): LeaderLookup {
    // Whoever is to be the first manager makes the swarm.
    if (this.#roster.all.length === 0) return 'found';
    if (this.#roster.leader !== undefined && !this.#state.isStalled) return 'found';
    return decideLookUp(this.#roster.all, (member) => this.#roster.hostOf(member), this.#env.now);
  }

  isMember(nodeId: NodeId): boolean {
    return this.#roster.find(nodeId) !== undefined;
  }

  memberIds(): readonly NodeId[] {
    return this.#roster.all.map(({ id }) => id);
  }

  isReachable(nodeId: NodeId): boolean {
    const member = this.#roster.find(nodeId);
    return member !== undefined && this.#roster.isReachable(member);
  }

  canRemove(nodeId: NodeId): boolean {
    const members = this.#roster.all;
    const others = members.filter(({ id }) => id !== nodeId && this.isReachable(id));
    return canLoseMember(members.length, others.length);
  }

  add(nodeId: NodeId): void {
    if (this.isMember(nodeId)) return;
    const state = this.#state;
    const isFirst = this.#roster.all.length === 0;
    const term = this.#roster.leader?.term ?? 1;
    const member = createMember(nodeId, this.#patience.startClock(nodeId), term);
    state.members[nodeId] = member;
    if (isFirst) {
      state.leaderId = nodeId;
      state.ledSince = this.#env.now;
      state.beatPhase = member.phase;
    }
    this.#review();
  }

  remove(nodeId: NodeId): void {
    const member = this.#roster.find(nodeId);
    if (member === undefined) return;
    this.#patience.stop(member);
    const wasLeader = this.#state.leaderId === nodeId;
    delete this.#state.members[nodeId];
    if (wasLeader) this.#lose();
    this.#review();
  }

  // SwarmKit: raft.go, TransferLeadership: to the member that has been active the longest.
  transfer(): boolean {
    const [heir] = this.#roster.all
      .filter((member) => member.id !== this.#state.leaderId && this.#roster.isFollowing(member))
      .sort((a, b) => a.activeAt - b.activeAt);
    if (heir === undefined) return false;
    const entry: TransferEntry = { kind: 'managers:transfer', to: heir.id };
    this.#env.schedule({ at: this.#env.now, entry });
    return true;
  }

  hostChanged(nodeId: NodeId): void {
    const member = this.#roster.find(nodeId);
    if (member === undefined) return;
    this.#patience.stop(member);
    member.isHearing = false;
    member.leaderlessAt = -1;
    if (!this.#roster.hostOf(member).isUp) {
      this.#stopFollowing(member);
      if (this.#state.leaderId === nodeId) this.#lose();
    } else {
      member.phase = this.#patience.startClock(nodeId);
      // SwarmKit: raft.go, Run: the only member need not wait.
      if (this.#roster.all.length === 1) this.#patience.end(member);
    }
    this.#review();
  }

  pathChanged(): void {
    this.#review();
  }

  /** Brings everybody's patience, and the leader's, in line with who reaches whom now. */
  #review(): void {
    for (const member of this.#roster.all) {
      if (member.id === this.#state.leaderId || !this.#roster.hostOf(member).isUp) continue;
      this.#reviewFollower(member);
    }
    this.#reviewLeader();
  }

  #reviewFollower(member: Member): void {
    const leader = this.#roster.leader;
    const wasHearing = member.isHearing;
    member.isHearing = this.#roster.isHearing(member);
    if (member.isHearing && leader !== undefined) {
      member.term = leader.term;
      member.leaderlessAt = -1;
      this.#patience.stop(member);
    } else if (member.timer === 0) {
      const { beatPhase } = this.#state;
      this.#patience.wait(member, wasHearing ? lastTick(beatPhase, this.#env.now) : this.#env.now);
    }
    if (!this.#roster.isFollowing(member)) this.#stopFollowing(member);
    else if (member.log >= 0) {
      member.log = -1;
      member.activeAt = this.#env.now;
    }
  }

  #reviewLeader(): void {
    const leader = this.#roster.leader;
    if (leader === undefined) return;
    const { now } = this.#env;
    const state = this.#state;
    const followers = this.#roster.all.filter((member) => this.#roster.isFollowing(member));
    const isStalled = followers.length < this.#roster.quorum;
    if (isStalled !== state.isStalled) {
      state.isStalled = isStalled;
      if (isStalled) {
        const at = stepDownAt(state.ledSince, now);
        state.stallTimer = this.#schedule('managers:step-down', at);
        this.#parts.events.stalled();
      } else {
        this.#env.cancel(state.stallTimer);
        this.#parts.events.resumed();
      }
    }
    if (state.deposeTimer !== 0 || this.#roster.termAround(leader) <= leader.term) return;
    const at = tickAfter(leader.phase, now, 1);
    state.deposeTimer = this.#schedule('managers:depose', at);
  }

  #stopFollowing(member: Member): void {
    if (member.log < 0) member.log = this.#parts.version();
  }

  #campaign(id: NodeId | ''): void {
    const candidate = this.#roster.find(id);
    if (candidate === undefined) return;
    const { now } = this.#env;
    candidate.timer = 0;
    candidate.term += 1;
    if (candidate.leaderlessAt < 0) candidate.leaderlessAt = now;
    const ballot = { term: candidate.term, log: this.#logOf(candidate) };
    let votes = 1;
    for (const voter of this.#roster.all) {
      // Who hears a leader does not listen to candidates. etcd: raft.go, Step, inLease.
      const isListening = voter !== candidate && !voter.isHearing && voter !== this.#roster.leader;
      if (!isListening || !this.#roster.meets(voter, candidate)) continue;
      if (grantsVote({ term: voter.term, log: this.#logOf(voter) }, ballot)) votes += 1;
      this.#hearOfTerm(voter, candidate);
    }
    if (votes >= this.#roster.quorum) this.#lead(candidate);
    else this.#patience.wait(candidate, now);
  }

  /** A higher term makes a follower, which waits anew. etcd: raft.go, becomeFollower. */
  #hearOfTerm(voter: Member, candidate: Member): void {
    if (voter.term > candidate.term) {
      candidate.term = voter.term;
    } else if (voter.term < candidate.term) {
      voter.term = candidate.term;
      if (voter.leaderlessAt < 0) voter.leaderlessAt = this.#env.now;
      this.#patience.wait(voter, this.#env.now);
    }
  }

  #lead(member: Member): void {
    const state = this.#state;
    this.#clearLeader();
    this.#patience.stop(member);
    member.leaderlessAt = -1;
    member.isHearing = false;
    member.log = -1;
    state.leaderId = member.id;
    state.ledSince = this.#env.now;
    state.beatPhase = member.phase;
    this.#review();
    this.#parts.events.elected(member.id);
  }

  #stepDown(): void {
    const leader = this.#roster.leader;
    if (leader !== undefined) leader.leaderlessAt = this.#env.now;
    this.#lose();
    this.#review();
  }

  /** A manager that campaigned by itself comes back with a term beyond the leader's. */
  #depose(): void {
    this.#state.deposeTimer = 0;
    const leader = this.#roster.leader;
    if (leader === undefined) return;
    const term = this.#roster.termAround(leader);
    if (term <= leader.term) return;
    leader.term = term;
    this.#stepDown();
  }

  /** SwarmKit: raft.go, Run: the leader's components stop as soon as it knows. */
  #lose(): void {
    this.#clearLeader();
    this.#parts.events.lost();
  }

  #clearLeader(): void {
    const state = this.#state;
    for (const timer of [state.stallTimer, state.deposeTimer]) this.#env.cancel(timer);
    state.stallTimer = 0;
    state.deposeTimer = 0;
    state.isStalled = false;
    state.leaderId = '';
  }

  #takeOver(to: NodeId): void {
    const heir = this.#roster.find(to);
    if (heir === undefined || !this.#roster.isFollowing(heir)) return;
    heir.term += 1;
    this.#lead(heir);
  }

  #logOf(member: Member): number {
    return member.log < 0 ? this.#parts.version() : member.log;
  }

  #schedule(kind: ElectionEntry['kind'], at: number): number {
    const entry: ElectionEntry = { kind, member: '' };
    return this.#env.schedule({ at: Math.max(at, this.#env.now), entry });
  }
}
