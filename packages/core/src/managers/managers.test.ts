/** Managers in a whole swarm: what users see of leaders that come and go. */
import { describe, expect, it } from 'vitest';
import type { Swarm } from '../client/swarm.ts';
import { linuxNodes } from '../engine/hosts.ts';
import { createSwarm } from '../swarm.ts';

const workers = ['w1', 'w2', 'w3'];
const lostQuorum =
  "The swarm does not have a leader. It's possible that too few managers are online. " +
  'Make sure more than half of the managers are online.';

function newSwarm(managers: number, seed = 1): Swarm {
  const swarm = createSwarm({ seed, managers, nodes: linuxNodes(workers) });
  swarm.services.create({ name: 'web', image: 'app:1', replicas: 3 });
  swarm.settle();
  return swarm;
}

function leaderOf(swarm: Swarm): string | undefined {
  return swarm.nodes.list().find(({ managerStatus }) => managerStatus?.leader === true)?.name;
}

function runningTasks(swarm: Swarm): readonly string[] {
  return swarm.tasks.list({ service: 'web', state: 'running' }).map(({ id }) => id);
}

/** Goes on until calls are answered again; the instant, at most two minutes later. */
function awaitLeader(swarm: Swarm): number {
  for (let step = 0; step < 1_200; step += 1) {
    swarm.advance(100);
    try {
      swarm.services.list();
      return swarm.now;
    } catch {
      continue;
    }
  }
  throw new Error('no leader was elected');
}

describe('a swarm of managers', () => {
  it('lets the first manager lead, and shows where each stands', () => {
    const swarm = createSwarm({ managers: 3, nodes: linuxNodes(['w1']) });
    swarm.advance('1s');
    const statuses = swarm.nodes.list().map(({ name, managerStatus }) => [name, managerStatus]);

    expect(statuses).toEqual([
      ['manager-1', { leader: true, reachability: 'reachable' }],
      ['manager-2', { leader: false, reachability: 'reachable' }],
      ['manager-3', { leader: false, reachability: 'reachable' }],
      ['w1', undefined],
    ]);
    const [first] = swarm.controlApi.nodes.list();
    expect(first?.managerStatus).toEqual({ leader: true, reachability: 'reachable' });
  });

  it('takes nodes of the role as managers, the first of them before all others', () => {
    const nodes = [...linuxNodes(['a']), ...linuxNodes(['b', 'c'], { role: 'manager' })];

    const swarm = createSwarm({ nodes });
    swarm.advance('1s');

    expect(swarm.nodes.list().map(({ name }) => name)).toEqual(['b', 'a', 'c']);
    expect(leaderOf(swarm)).toBe('b');
  });

  it.each([0, 8, 1.5])('refuses to make %d managers', (managers) => {
    expect(() => createSwarm({ managers })).toThrow(`managers must be 1 to 7, not ${managers}`);
  });

  it('has a control plane that never fails where no manager is there', () => {
    const swarm = createSwarm({ nodes: linuxNodes(['a', 'b']) });
    swarm.advance('1s');
    swarm.faults.crash('a');
    swarm.faults.partition('b');
    swarm.advance('1m');

    expect(swarm.nodes.list().map(({ state }) => state)).toEqual(['down', 'down']);
  });
});

// SwarmKit: manager/dispatcher/dispatcher.go, markNodesUnknown; raft.go for the timing.
describe('a leader that dies', () => {
  it('is replaced, and no task is moved for it', () => {
    const swarm = newSwarm(3);
    const running = runningTasks(swarm);
    const crashedAt = swarm.now;
    const unknown: string[] = [];
    swarm.events$.subscribe(({ change }) => {
      if (change.table !== 'node' || change.after === undefined) return;
      const { status } = swarm.controlApi.nodes.get(change.id);
      if (status.state === 'unknown') unknown.push(status.message);
    });

    swarm.faults.crash('manager-1');
    const electedAt = awaitLeader(swarm);
    expect(electedAt - crashedAt).toBeGreaterThan(8_000);
    expect(electedAt - crashedAt).toBeLessThanOrEqual(20_100);
    expect(new Set(unknown)).toEqual(
      new Set(['Node moved to "unknown" state due to leadership change in cluster']),
    );
    swarm.advance('13s');

    expect(swarm.nodes.list().map(({ name, state }) => [name, state])).toEqual([
      ['manager-1', 'unknown'],
      ['manager-2', 'ready'],
      ['manager-3', 'ready'],
      ['w1', 'ready'],
      ['w2', 'ready'],
      ['w3', 'ready'],
    ]);
    expect(swarm.nodes.get('manager-1').managerStatus?.reachability).toBe('unreachable');
    expect(runningTasks(swarm)).toEqual(running);
  });

  it('is down for its successor after twice the grace period', () => {
    const swarm = newSwarm(3);
    swarm.faults.crash('manager-1');
    const electedAt = awaitLeader(swarm);

    swarm.advanceTo(electedAt + 26_000);
    expect(swarm.nodes.get('manager-1').state).toBe('unknown');
    swarm.advanceTo(electedAt + 33_500);

    expect(swarm.nodes.get('manager-1').node.status).toMatchObject({
      state: 'down',
      message: 'heartbeat failure for node in "unknown" state',
    });
  });

  it('takes the 24 hours of a node that is down along', () => {
    const swarm = newSwarm(3);
    swarm.faults.crash('w1');
    swarm.advance('23h');
    swarm.faults.restart('manager-1');
    awaitLeader(swarm);
    const orphans = (): number => swarm.tasks.list({ state: 'orphaned' }).length;

    swarm.advance('23h');
    expect(orphans()).toBe(0);
    swarm.advance('2h');

    expect(orphans()).toBe(1);
  });

  it('leaves an update to its successor, which goes on with what is left', () => {
    const swarm = newSwarm(3);
    swarm.services.update('web', (draft) => {
      draft.image = 'app:2';
      draft.update = { delay: '20s' };
    });
    swarm.advance('10s');
    swarm.faults.crash('manager-1');
    awaitLeader(swarm);
    expect(swarm.services.get('web').updateStatus?.state).toBe('updating');

    swarm.advance('3m');

    expect(swarm.services.get('web').updateStatus?.state).toBe('completed');
    expect(runningTasks(swarm)).toHaveLength(3);
  });

  it('comes back as a follower', () => {
    const swarm = newSwarm(3);
    swarm.faults.crash('manager-1');
    awaitLeader(swarm);
    const leader = leaderOf(swarm);

    swarm.faults.restart('manager-1');
    swarm.advance('1m');

    expect(leaderOf(swarm)).toBe(leader);
    expect(swarm.nodes.get('manager-1')).toMatchObject({
      state: 'ready',
      managerStatus: { leader: false, reachability: 'reachable' },
    });
  });
});

describe('a leader that is cut off', () => {
  it('goes on where it was if it is back before it steps down', () => {
    const swarm = newSwarm(3);
    swarm.faults.partition('manager-1');
    swarm.advance('2s');
    expect(() => swarm.services.list()).toThrow('context deadline exceeded');

    swarm.faults.repair('manager-1');
    swarm.advance('1s');

    expect(leaderOf(swarm)).toBe('manager-1');
    expect(swarm.nodes.list().map(({ state }) => state)).not.toContain('unknown');
  });

  it('stands still meanwhile, and goes on when it is back', () => {
    const swarm = newSwarm(3);
    swarm.services.create({ name: 'late', image: 'app:1', replicas: 2 });
    swarm.faults.partition('manager-1');
    const before = swarm.stateHash();
    swarm.advance('3s');
    expect(swarm.stateHash()).toBe(before);

    swarm.faults.repair('manager-1');
    swarm.advance('3s');

    expect(swarm.tasks.list({ service: 'late', state: 'running' })).toHaveLength(2);
  });

  it('takes no node along: the others register with its successor', () => {
    const swarm = newSwarm(3);
    swarm.faults.partition('manager-1');
    awaitLeader(swarm);
    swarm.advance('20s');

    expect(workers.map((name) => swarm.nodes.get(name).state)).toEqual(['ready', 'ready', 'ready']);
  });

  it('commits nothing any more', () => {
    const swarm = newSwarm(3);
    swarm.faults.partition('manager-1');
    const before = swarm.stateHash();
    swarm.faults.exitTask('web.1', { exitCode: 1 });

    swarm.advance('8s');

    expect(swarm.stateHash()).toBe(before);
    swarm.advance('1m');
    expect(leaderOf(swarm)).not.toBe('manager-1');
    expect(runningTasks(swarm)).toHaveLength(3);
  });
});

// SwarmKit: manager/state/raft/raft.go, LeaderConn; moby: daemon/cluster/cluster.go.
describe('a swarm without a quorum', () => {
  it('answers every call, reads included, with what a client gets', () => {
    const swarm = newSwarm(3);
    swarm.faults.crash('manager-1');
    swarm.faults.crash('manager-2');

    const calls = [
      () => swarm.nodes.list(),
      () => swarm.services.get('web'),
      () => swarm.services.scale('web', 5),
      () => swarm.configs.create({ name: 'c', data: 'x' }),
      () => swarm.tasks.list(),
      () => swarm.explain('web.1'),
      () => swarm.nodes.update('w1', { availability: 'drain' }),
      () => swarm.controlApi.services.list(),
      () => swarm.controlApi.nodes.remove('w1'),
    ];
    const waiting = {
      code: 'deadline-exceeded',
      message: 'context deadline exceeded',
      waitMs: 20_000,
    };
    for (const call of calls) expect(call).toThrow(expect.objectContaining(waiting));
    swarm.advance('32s');

    const before = swarm.stateHash();
    const lost = { code: 'unknown', message: lostQuorum, waitMs: 0 };
    for (const call of calls) expect(call).toThrow(expect.objectContaining(lost));
    expect(swarm.stateHash()).toBe(before);
  });

  it('lets tasks run on, and goes on with them when the quorum is back', () => {
    const swarm = newSwarm(3);
    const running = runningTasks(swarm);
    swarm.faults.crash('manager-1');
    swarm.faults.crash('manager-2');
    swarm.advance('1h');
    for (const id of running) expect(swarm.containers.find(id)?.state).toBe('running');

    swarm.faults.restart('manager-1');
    awaitLeader(swarm);
    swarm.advance('20s');

    expect(leaderOf(swarm)).toBe('manager-3');
    expect(runningTasks(swarm)).toEqual(running);
    expect(swarm.services.scale('web', 4).spec.mode).toMatchObject({ replicas: 4 });
  });

  it('lets observers and step hooks look on', () => {
    const swarm = newSwarm(3);
    const seen: number[] = [];
    swarm.faults.crash('manager-1');
    swarm.onStep(() => void seen.push(swarm.tasks.list().length));

    swarm.advance('5s');

    expect(new Set(seen)).toEqual(new Set([3]));
  });
});

// SwarmKit: manager/controlapi/node.go, UpdateNode and RemoveNode; manager/role_manager.go.
describe('promotion and demotion', () => {
  it('makes a worker a manager, which is a member as soon as it has its certificate', () => {
    const swarm = newSwarm(1);

    swarm.nodes.update('w1', { role: 'manager' });
    swarm.advance(100);
    expect(swarm.nodes.get('w1').node.role).toBe('manager');
    expect(swarm.nodes.get('w1').managerStatus).toBeUndefined();
    swarm.advance(500);

    expect(swarm.nodes.get('w1').managerStatus).toEqual({
      leader: false,
      reachability: 'reachable',
    });
  });

  it('lets a promoted node join when its host is up again', () => {
    const swarm = newSwarm(1);
    swarm.faults.crash('w1');

    swarm.nodes.update('w1', { role: 'manager' });
    swarm.advance('10s');
    expect(swarm.nodes.get('w1').managerStatus).toBeUndefined();
    swarm.faults.restart('w1');
    swarm.advance('6s');

    expect(swarm.nodes.get('w1').managerStatus?.reachability).toBe('reachable');
  });

  it('takes a manager out of the members first, and makes it a worker later', () => {
    const swarm = newSwarm(3);

    swarm.nodes.update('manager-3', { role: 'worker' });
    swarm.advance(100);
    expect(swarm.nodes.get('manager-3')).toMatchObject({ managerStatus: undefined });
    expect(swarm.nodes.get('manager-3').node.role).toBe('manager');
    swarm.advance('5s');

    expect(swarm.nodes.get('manager-3').node.role).toBe('worker');
    swarm.advance('10m');
    expect(swarm.nodes.get('manager-3').managerStatus).toBeUndefined();
  });

  it('does not let a demoted manager join again before it is a worker', () => {
    const swarm = newSwarm(3);
    swarm.nodes.update('manager-3', { role: 'worker' });
    swarm.advance(100);
    swarm.nodes.update('manager-3', { labels: { zone: 'a' } });

    swarm.advance('3s');

    expect(swarm.nodes.get('manager-3').managerStatus).toBeUndefined();
  });

  it('does not let a node join that is removed before it has its certificate', () => {
    const swarm = newSwarm(1);
    swarm.nodes.update('w1', { role: 'manager' });
    swarm.advance(100);
    expect(() => swarm.nodes.update('w1', { role: 'worker' })).toThrow(
      "can't find manager in raft memberlist",
    );

    swarm.nodes.remove('w1', { force: true });
    swarm.advance('1m');

    // With one more member, one alone would be no majority.
    expect(leaderOf(swarm)).toBe('manager-1');
  });

  it('does not let a demoted manager join again when its host restarts, or can be reached again', () => {
    const swarm = newSwarm(3);
    swarm.faults.partition('manager-3');
    swarm.nodes.update('manager-3', { role: 'worker' });
    swarm.advance(100);

    swarm.faults.repair('manager-3');
    swarm.faults.restart('manager-3');
    swarm.advance('1m');

    expect(swarm.nodes.get('manager-3')).toMatchObject({
      state: 'ready',
      managerStatus: undefined,
    });
  });

  it('lets a demoted manager join again once it is promoted again', () => {
    const swarm = newSwarm(3);
    swarm.nodes.update('manager-3', { role: 'worker' });
    swarm.advance('10s');

    for (const role of ['manager', 'worker', 'manager'] as const) {
      swarm.nodes.update('manager-3', { role });
      swarm.advance('10s');
    }

    expect(swarm.nodes.get('manager-3').managerStatus?.reachability).toBe('reachable');
  });

  it('lets nobody join without a leader', () => {
    const swarm = newSwarm(1);
    swarm.faults.crash('manager-1');
    const [late] = linuxNodes(['late']);

    expect(() => late && swarm.nodes.join(late)).toThrow(lostQuorum);
  });

  it('hands leadership over before the leader is demoted', () => {
    const swarm = newSwarm(3);

    swarm.nodes.update('manager-1', { role: 'worker' });
    swarm.advance(100);
    expect(leaderOf(swarm)).toBe('manager-2');
    swarm.advance('10s');

    expect(swarm.nodes.get('manager-1')).toMatchObject({ managerStatus: undefined });
    expect(swarm.nodes.get('manager-1').node.role).toBe('worker');
  });

  it('refuses to demote the last manager, and one that the quorum needs', () => {
    const alone = newSwarm(1);
    expect(() => alone.nodes.update('manager-1', { role: 'worker' })).toThrow(
      'attempting to demote the last manager of the swarm',
    );

    const swarm = newSwarm(3);
    swarm.faults.crash('manager-3');
    swarm.advance('1s');

    expect(() => swarm.nodes.update('manager-2', { role: 'worker' })).toThrow(
      "can't remove member from the raft: this would result in a loss of quorum",
    );
    swarm.nodes.update('manager-3', { role: 'worker' });
  });

  it('refuses to remove a manager, and removes it once it is demoted', () => {
    const swarm = newSwarm(3);
    const { id } = swarm.nodes.get('manager-3');
    expect(() => swarm.nodes.remove('manager-3', { force: true })).toThrow(
      `node ${id} is a cluster manager and is a member of the raft cluster. ` +
        'It must be demoted to worker before removal',
    );

    swarm.nodes.update('manager-3', { role: 'worker' });
    swarm.nodes.remove('manager-3', { force: true });
    swarm.advance('1s');

    expect(swarm.nodes.list().map(({ name }) => name)).not.toContain('manager-3');
    swarm.faults.crash('manager-1');
    swarm.advance('40s');
    expect(() => swarm.nodes.list()).toThrow(lostQuorum);
  });

  it('does not count a removed manager for the quorum', () => {
    const swarm = newSwarm(4);
    swarm.nodes.update('manager-4', { role: 'worker' });
    swarm.nodes.remove('manager-4', { force: true });
    swarm.advance('1s');

    swarm.faults.crash('manager-1');
    swarm.advance('1m');

    expect(leaderOf(swarm)).toMatch(/^manager-[23]$/);
  });

  it('leaves the place of a removed manager to the next leader, which ends it', () => {
    const swarm = newSwarm(6);
    swarm.nodes.update('manager-6', { role: 'worker' });
    swarm.nodes.remove('manager-6', { force: true });
    swarm.faults.crash('manager-1');
    awaitLeader(swarm);
    const leader = leaderOf(swarm) ?? '';
    swarm.advance('10s');

    swarm.faults.crash(leader);
    swarm.advance('1m');

    expect(leaderOf(swarm)).toMatch(/^manager-[2-5]$/);
  });
});
