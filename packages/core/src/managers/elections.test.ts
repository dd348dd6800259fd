import { describe, expect, it } from 'vitest';
import { Kernel } from '../kernel/kernel.ts';
import { toId, type NodeId } from '../model/ids.ts';
import type { Consensus, HostReach } from './consensus.ts';
import { createElections } from './elections.ts';

const well: HostReach = { isUp: true, cutUp: false, cutDown: false };

interface Room {
  readonly raft: Consensus;
  /** What was told, with its instant. */
  readonly told: readonly (readonly [number, string])[];
  readonly set: (id: string, host: Partial<HostReach>) => void;
  readonly commit: () => void;
  readonly runTo: (at: number) => void;
}

/** Managers `a`, `b`, `c`..., of which `a` leads. */
function room(count: number, seed = 1): Room {
  const kernel = new Kernel({ seed });
  const hosts = new Map<string, HostReach>();
  const told: [number, string][] = [];
  let version = 1;
  const tell = (what: string): void => void told.push([kernel.now, what]);
  const raft = createElections(kernel, {
    hostOf: (id) => hosts.get(id) ?? well,
    version: () => version,
    events: {
      elected: (id) => tell(`elected ${id}`),
      lost: () => tell('lost'),
      stalled: () => tell('stalled'),
      resumed: () => tell('resumed'),
    },
  });
  for (const id of 'abcdefg'.slice(0, count)) raft.add(toId<NodeId>(id));
  return {
    raft,
    told,
    set(id, host) {
      const before = hosts.get(id) ?? well;
      hosts.set(id, { ...before, ...host });
      if (host.isUp === undefined) raft.pathChanged();
      else raft.hostChanged(toId(id));
    },
    commit: () => void (version += 1),
    runTo(at) {
      while ((kernel.nextAt ?? Infinity) <= at) kernel.step();
      kernel.moveTo(at);
    },
  };
}

const cut = { cutUp: true, cutDown: true };
const repaired = { cutUp: false, cutDown: false };

describe('Elections', () => {
  it('let the first member lead, and tell nobody', () => {
    const { raft, told } = room(3);

    expect(raft.leaderId).toBe('a');
    expect(raft.lookUp()).toBe('found');
    expect(told).toEqual([]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('replace a leader that dies within 20 s (seed %i)', (seed) => {
    const { raft, told, set, runTo } = room(3, seed);
    runTo(30_000);

    set('a', { isUp: false });
    runTo(60_000);

    expect(told[0]).toEqual([30_000, 'lost']);
    const [electedAt = 0, elected] = told[1] ?? [];
    expect(elected).toMatch(/^elected [bc]$/);
    // The last beat came at most a second ago; the patience is 10 to 19 ticks.
    expect(electedAt).toBeGreaterThan(38_000);
    expect(electedAt).toBeLessThanOrEqual(50_000);
    expect(told).toHaveLength(2);
    expect(raft.leaderId).not.toBe('a');
  });

  it('elect nobody without a majority, and say so after more than ten ticks', () => {
    const { raft, told, set, runTo } = room(3);
    set('a', { isUp: false });
    set('b', { isUp: false });

    expect(raft.lookUp()).toBe('wait');
    runTo(9_000);
    expect(raft.lookUp()).toBe('wait');
    runTo(31_000);

    expect(raft.lookUp()).toBe('lost');
    expect(told.map(([, what]) => what)).toEqual(['lost']);
  });

  it('elect one as soon as a majority is back', () => {
    const { raft, set, runTo } = room(3);
    set('a', { isUp: false });
    set('b', { isUp: false });
    runTo(100_000);

    set('b', { isUp: true });
    runTo(200_000);

    expect(raft.lookUp()).toBe('found');
    expect(['b', 'c']).toContain(raft.leaderId);
  });

  it('never let a member lead that misses what a majority has', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const { raft, set, commit, runTo } = room(3, seed);
      set('b', { isUp: false });
      commit();
      set('a', { isUp: false });
      set('b', { isUp: true });
      runTo(600_000);

      expect(raft.leaderId).toBe('c');
    }
  });

  it('let a lone manager that restarts lead at once', () => {
    const { raft, told, set, runTo } = room(1);

    set('a', { isUp: false });
    expect(raft.lookUp()).toBe('lost');
    set('a', { isUp: true });
    runTo(0);

    expect(told).toEqual([
      [0, 'lost'],
      [0, 'elected a'],
    ]);
  });

  // etcd: raft/raft.go, MsgCheckQuorum.
  it('stall a leader without a majority, which steps down when it looks the second time', () => {
    const { raft, told, set, runTo } = room(3);
    runTo(12_000);

    set('b', { isUp: false });
    expect(told).toEqual([]);
    set('c', { isUp: false });

    expect(told).toEqual([[12_000, 'stalled']]);
    expect(raft.leaderId).toBe('a');
    expect(raft.lookUp()).toBe('wait');
    runTo(30_000);
    expect(told.at(-1)).toEqual([30_000, 'lost']);
    expect(raft.leaderId).toBeUndefined();
  });

  it('let a stalled leader go on if the majority is back in time', () => {
    const { raft, told, set, runTo } = room(3);
    runTo(12_000);
    set('a', cut);
    runTo(15_000);

    set('a', repaired);
    runTo(60_000);

    expect(told).toEqual([
      [12_000, 'stalled'],
      [15_000, 'resumed'],
    ]);
    expect(raft.leaderId).toBe('a');
  });

  it('have the majority elect another while the leader is cut off', () => {
    const { raft, told, set, runTo } = room(5);
    set('a', cut);
    runTo(20_000);

    expect(told.map(([, what]) => what.replace(/ .$/, ' ?'))).toEqual(['stalled', 'elected ?']);
    expect(raft.isReachable(toId('a'))).toBe(false);
  });

  it('keep the leader when a follower restarts', () => {
    const { told, set, runTo } = room(3);
    set('b', { isUp: false });
    runTo(60_000);
    set('b', { isUp: true });
    runTo(120_000);

    expect(told).toEqual([]);
  });

  // etcd: raft/raft.go, Step: an answer of a higher term. SwarmKit leaves PreVote off.
  it('depose the leader when a follower comes back that campaigned alone', () => {
    const { told, set, runTo } = room(3);
    set('b', cut);
    runTo(60_000);
    expect(told).toEqual([]);

    set('b', repaired);
    runTo(61_000);
    expect(told.map(([, what]) => what)).toEqual(['lost']);
    runTo(300_000);

    expect(told).toHaveLength(2);
  });

  // etcd: raft/raft.go, Step (inLease). At each of these instants its own patience may end first.
  it('give no vote to a follower that comes back while the others hear the leader', () => {
    for (let backAt = 60_000; backAt < 80_000; backAt += 100) {
      const { told, set, runTo } = room(3);
      set('b', cut);
      runTo(backAt);

      set('b', repaired);
      runTo(backAt + 1_000);

      // Only a leader that has stepped down is replaced.
      expect(told[0]?.[1]).toBe('lost');
    }
  });

  it('do not mind a follower that was cut off for a moment', () => {
    const { told, set, runTo } = room(3);
    set('b', cut);
    runTo(8_000);
    set('b', repaired);
    runTo(60_000);

    expect(told).toEqual([]);
  });

  it('hand leadership over at once', () => {
    const { raft, told, runTo } = room(3);

    expect(raft.transfer()).toBe(true);
    runTo(0);

    expect(told).toEqual([[0, 'elected b']]);
  });

  it('have nobody to hand over to where no follower is reached', () => {
    const { raft, set } = room(2);
    set('b', { isUp: false });

    expect(raft.transfer()).toBe(false);
  });

  it('count those that are reached before one may go', () => {
    const { raft, set } = room(3);
    expect(raft.canRemove(toId('a'))).toBe(true);

    set('c', cut);

    expect(raft.canRemove(toId('b'))).toBe(false);
    expect(raft.canRemove(toId('c'))).toBe(true);
    raft.remove(toId('c'));
    expect(raft.isMember(toId('c'))).toBe(false);
    expect(raft.canRemove(toId('b'))).toBe(true);
  });
});
