/** The arithmetic of elections: majorities, and when which manager's patience ends. */
import { raftElectionTicks, raftTickMs } from '../model/defaults.ts';
import type { HostReach } from './consensus.ts';

/** How many of so many members are a majority. etcd: raft/quorum/majority.go, VoteResult. */
export function quorumOf(members: number): number {
  return Math.floor(members / 2) + 1;
}

/**
 * Whether a member may go, given how many of the others can be reached.
 * SwarmKit: manager/state/raft/raft.go, CanRemoveMember.
 */
export function canLoseMember(members: number, reachableOthers: number): boolean {
  return reachableOthers >= quorumOf(members - 1);
}

/** Whether a message gets from one host to another. */
export function reaches(from: HostReach, to: HostReach): boolean {
  return from.isUp && to.isUp && !from.cutUp && !to.cutDown;
}

/** Whether two hosts reach each other. */
export function meets(one: HostReach, other: HostReach): boolean {
  return reaches(one, other) && reaches(other, one);
}

/** How many ticks a follower waits without a leader. etcd: raft.go, resetRandomizedElectionTimeout. */
export function electionTimeoutTicks(fraction: number): number {
  return raftElectionTicks + Math.floor(fraction * raftElectionTicks);
}

/** The n-th tick after an instant, of a clock that ticks since `phase`. */
export function tickAfter(phase: number, at: number, ticks: number): number {
  return phase + (Math.floor((at - phase) / raftTickMs) + ticks) * raftTickMs;
}

/** The last tick at or before an instant, of a clock that ticks since `phase`. */
export function lastTick(phase: number, at: number): number {
  return tickAfter(phase, at, 0);
}

/**
 * When a leader that no majority answers any more steps down. It looks once per election timeout
 * whether it heard a majority since it looked last, so the second look is the one that finds nobody.
 * etcd: raft.go, tickHeartbeat and stepLeader (MsgCheckQuorum).
 */
export function stepDownAt(ledSince: number, at: number): number {
  const periodMs = raftElectionTicks * raftTickMs;
  return ledSince + (Math.floor((at - ledSince) / periodMs) + 2) * periodMs;
}

/** What a voter knows of itself or of a candidate. */
export interface Ballot {
  readonly term: number;
  /** Version of the last commit that it has. */
  readonly log: number;
}

/** A voter votes once per term, and for nobody who has less than itself. etcd: raft.go, Step. */
export function grantsVote(voter: Ballot, candidate: Ballot): boolean {
  return voter.term < candidate.term && voter.log <= candidate.log;
}
