import { describe, expect, it } from 'vitest';
import type { HostReach } from './consensus.ts';
import {
  canLoseMember,
  electionTimeoutTicks,
  grantsVote,
  lastTick,
  meets,
  quorumOf,
  reaches,
  stepDownAt,
  tickAfter,
} from './decide-election.ts';

const well: HostReach = { isUp: true, cutUp: false, cutDown: false };
const down: HostReach = { ...well, isUp: false };
const mute: HostReach = { ...well, cutUp: true };
const deaf: HostReach = { ...well, cutDown: true };

describe('quorumOf', () => {
  it.each([
    [1, 1],
    [2, 2],
    [3, 2],
    [4, 3],
    [5, 3],
    [7, 4],
  ])('of %i members is %i', (members, quorum) => {
    expect(quorumOf(members)).toBe(quorum);
  });
});

// SwarmKit: manager/state/raft/raft.go, CanRemoveMember.
describe('canLoseMember', () => {
  it.each([
    { name: 'one of three, all well', members: 3, reachable: 2, can: true },
    { name: 'one of three, another lost', members: 3, reachable: 1, can: false },
    { name: 'one of two, all well', members: 2, reachable: 1, can: true },
    { name: 'one of two, the other lost', members: 2, reachable: 0, can: false },
    { name: 'one of five, another lost', members: 5, reachable: 3, can: true },
    { name: 'one of four, two others lost', members: 4, reachable: 1, can: false },
    { name: 'the only one', members: 1, reachable: 0, can: false },
  ])('$name: $can', ({ members, reachable, can }) => {
    expect(canLoseMember(members, reachable)).toBe(can);
  });
});

describe('reaches', () => {
  it.each([
    { name: 'two that are well', from: well, to: well, does: true },
    { name: 'one that is down', from: down, to: well, does: false },
    { name: 'to one that is down', from: well, to: down, does: false },
    { name: 'one that cannot send', from: mute, to: well, does: false },
    { name: 'to one that cannot send', from: well, to: mute, does: true },
    { name: 'one that cannot hear', from: deaf, to: well, does: true },
    { name: 'to one that cannot hear', from: well, to: deaf, does: false },
  ])('$name: $does', ({ from, to, does }) => {
    expect(reaches(from, to)).toBe(does);
    expect(meets(from, to)).toBe(does && reaches(to, from));
  });
});

// SwarmKit: manager/state/raft/raft.go, DefaultNodeConfig; etcd draws the rest.
describe('the clock of a manager', () => {
  it('lets 10 to 19 ticks pass without a leader', () => {
    expect([0, 0.5, 0.999].map(electionTimeoutTicks)).toEqual([10, 15, 19]);
  });

  it('ticks every second since its phase', () => {
    expect(lastTick(300, 5_299)).toBe(4_300);
    expect(lastTick(300, 5_300)).toBe(5_300);
    expect(tickAfter(300, 5_299, 1)).toBe(5_300);
    expect(tickAfter(300, 5_300, 1)).toBe(6_300);
    expect(tickAfter(300, 5_300, 10)).toBe(15_300);
  });

  it('ticks first at its phase, if that is still to come', () => {
    expect(tickAfter(300, 0, 1)).toBe(300);
  });
});

// etcd: raft/raft.go, stepLeader, MsgCheckQuorum.
describe('stepDownAt', () => {
  it.each([
    [0, 20_000],
    [9_999, 20_000],
    [10_000, 30_000],
    [12_000, 30_000],
  ])('of a leader since 0 that is alone from %i on is %i', (at, steppedDown) => {
    expect(stepDownAt(0, at)).toBe(steppedDown);
  });
});

describe('grantsVote', () => {
  it.each([
    { name: 'a newer term, the same log', voter: [1, 5], candidate: [2, 5], grants: true },
    { name: 'a newer term, a longer log', voter: [1, 5], candidate: [2, 6], grants: true },
    { name: 'a newer term, a shorter log', voter: [1, 5], candidate: [2, 4], grants: false },
    { name: 'a term voted in already', voter: [2, 5], candidate: [2, 5], grants: false },
    { name: 'a term gone by', voter: [3, 5], candidate: [2, 5], grants: false },
  ])('$name: $grants', ({ voter, candidate, grants }) => {
    const ballot = ([term = 0, log = 0]: readonly number[]) => ({ term, log });

    expect(grantsVote(ballot(voter), ballot(candidate))).toBe(grants);
  });
});
