import { describe, expect, it } from 'vitest';
import {
  createConfig,
  createNode,
  createTask,
  createWorld,
  n1,
  register,
  report,
  setDesired,
  type World,
} from '../../test-support/dispatcher-world.ts';
import { toId, type ClusterId, type NodeId, type TaskId } from '../model/ids.ts';
import { decideAssignments, type DecideAssignments } from './decide-assignments.ts';
import { createDispatcher } from './dispatcher.ts';

/** Each assignments message as `at type#sequence: changes`. */
function assignmentsTold({ told }: World): string[] {
  return told.flatMap(({ at, message }) => {
    if (message.kind !== 'assignments') return [];
    const changes = message.changes.map((change) => {
      if (change.action === 'remove') return `-${change.id}`;
      if (change.item === 'task') return `+${change.task.id}/${change.task.desiredState}`;
      return change.item === 'config' ? `+${change.config.id}` : `+${change.secret.id}`;
    });
    return [`${at} ${message.type}#${message.sequence}: ${changes.join(' ')}`];
  });
}

describe('a registration', () => {
  it('makes the node ready with the next batch, and opens a session then', () => {
    const world = createWorld();

    register(world.link);
    world.advance(99);
    const early = world.told.length;
    world.advance(100);

    expect(early).toBe(0);
    expect(world.told.map(({ message }) => message.kind)).toEqual(['session']);
    const node = world.store.get('node', 'n1');
    expect(node?.status).toEqual({ state: 'ready', message: '', addr: '' });
    expect(node?.description).toEqual({ hostname: 'host-1' });
  });

  it('opens a new session each time, but goes on with one that is known', () => {
    const world = createWorld();

    const first = world.open();
    const second = world.open();
    register(world.link, second);
    world.advance(world.kernel.now + 100);

    expect(second).not.toBe(first);
    expect(world.told.at(-1)?.message).toEqual({ kind: 'session', session: second });
  });

  it('is answered on the connection that it came by', () => {
    const world = createWorld();

    register(world.link);
    world.advance(world.kernel.now);
    world.link.reconnect(n1);
    register(world.link);
    world.advance(world.kernel.now + 100);

    expect(world.told.map(({ message }) => message.kind)).toEqual(['session']);
  });

  // SwarmKit: manager/dispatcher/nodes.go, CheckRateLimit.
  it('is refused when there were too many within 8 s', () => {
    const world = createWorld();

    for (let count = 0; count < 5; count += 1) {
      register(world.link);
      world.advance(world.kernel.now + 100);
    }

    expect(world.told.map(({ message }) => message.kind)).toEqual([
      'session',
      'session',
      'session',
      'refused',
      'refused',
    ]);
    expect(world.told.at(-1)?.message).toMatchObject({
      code: 'unavailable',
      message: 'node n1 exceeded rate limit count of registrations',
    });
  });

  // SwarmKit: manager/dispatcher/dispatcher.go, Session, which registers only without a known session.
  it('is never too many where it goes on with a session that is known', () => {
    const world = createWorld();
    const session = world.open();
    const before = world.told.length;

    for (let count = 0; count < 6; count += 1) {
      register(world.link, session);
      world.advance(world.kernel.now + 100);
    }

    const answers = world.told
      .slice(before)
      .filter(({ message }) => message.kind !== 'assignments');
    expect(answers.map(({ message }) => message)).toEqual(
      Array.from({ length: 6 }, () => ({ kind: 'session', session })),
    );
  });

  it('is refused for a node that the store does not have', () => {
    const world = createWorld();
    world.store.update((tx) => tx.delete('node', 'n1'));

    register(world.link);
    world.advance(1);

    expect(world.told.at(-1)?.message).toMatchObject({
      kind: 'refused',
      message: 'node not found',
    });
  });

  it('is asked for by whoever calls with a session that is not known', () => {
    const world = createWorld();
    const session = world.open();

    report(world.link, 'other', 't1', 'running');
    world.advance(200);

    expect(session).not.toBe('other');
    expect(world.told.at(-1)?.message).toMatchObject({
      kind: 'refused',
      code: 'invalid-argument',
      message: 'session invalid',
    });
  });
});

describe('assignments', () => {
  it('begin with the whole set, and go on 100 ms after the last change', () => {
    const world = createWorld();
    createConfig(world.store, 'c1');
    createTask(world.store, 't1', ['c1']);

    world.open();
    world.advance(1_000);
    createTask(world.store, 't2', ['c1']);
    world.advance(1_060);
    createTask(world.store, 't3');
    world.advance(2_000);

    expect(assignmentsTold(world)).toEqual([
      '100 complete#1: +c1 +t1/running',
      '1160 incremental#2: +t2/running +t3/running',
    ]);
  });

  it('go out at once after 100 modifications', () => {
    const world = createWorld();
    world.open();
    world.advance(1_000);

    for (let count = 0; count < 101; count += 1) createTask(world.store, `t${count}`);
    world.advance(2_000);

    const sizes = world.told.flatMap(({ at, message }) =>
      message.kind === 'assignments' ? [[at, message.changes.length]] : [],
    );
    expect(sizes).toEqual([
      [100, 0],
      [1_000, 100],
      [1_100, 1],
    ]);
  });

  it('keep a config while a task that is to stop still runs, and take it back when it ended', () => {
    const world = createWorld();
    createConfig(world.store, 'c1');
    createTask(world.store, 't1', ['c1']);
    const session = world.open();

    setDesired(world.store, 't1', 'shutdown');
    world.advance(1_000);
    const whileStopping = world.dispatcher.assignmentsOf(n1);
    report(world.link, session, 't1', 'shutdown');
    world.advance(2_000);

    expect(whileStopping).toEqual({ tasks: ['t1'], configs: ['c1'], secrets: [] });
    expect(world.dispatcher.assignmentsOf(n1)?.configs).toEqual([]);
    expect(assignmentsTold(world).slice(1)).toEqual([
      '200 incremental#2: +t1/shutdown',
      '1200 incremental#3: -c1',
    ]);
  });

  it('take back what a deleted task used', () => {
    const world = createWorld();
    createConfig(world.store, 'c1');
    createTask(world.store, 't1', ['c1']);
    world.open();

    world.store.update((tx) => tx.delete('task', 't1'));
    world.advance(1_000);

    expect(assignmentsTold(world).at(-1)).toBe('200 incremental#2: -c1 -t1');
  });

  it('follow another decider when one is given', () => {
    const hoard: DecideAssignments = (set, change, objects) =>
      decideAssignments(set, change, objects).filter(({ action }) => action === 'update');
    const world = createWorld({ deciders: { decideAssignments: hoard } });
    createConfig(world.store, 'c1');
    createTask(world.store, 't1', ['c1']);
    const session = world.open();

    report(world.link, session, 't1', 'complete');
    world.advance(1_000);

    expect(world.dispatcher.assignmentsOf(n1)?.configs).toEqual(['c1']);
  });
});

describe('status reports', () => {
  it('are recorded with the next batch, the latest of each task only', () => {
    const world = createWorld();
    createTask(world.store, 't1');
    const session = world.open();
    const { version } = world.store;

    report(world.link, session, 't1', 'accepted');
    report(world.link, session, 't1', 'preparing');
    world.advance(200);

    expect(world.store.version).toBe(version + 1);
    expect(world.store.get('task', 't1')?.status).toMatchObject({
      state: 'preparing',
      appliedAt: 200,
    });
    const confirmed = world.told.filter(({ message }) => message.kind === 'status-recorded');
    expect(confirmed.map(({ at }) => at)).toEqual([200, 200]);
  });

  it('never move a state back', () => {
    const world = createWorld();
    createTask(world.store, 't1');
    const session = world.open();

    report(world.link, session, 't1', 'failed');
    world.advance(200);
    report(world.link, session, 't1', 'shutdown');
    world.advance(300);

    expect(world.store.get('task', 't1')?.status.state).toBe('failed');
  });

  it('are refused altogether when one task belongs to another node', () => {
    const world = createWorld();
    createTask(world.store, 't1');
    createTask(world.store, 't2');
    world.store.update((tx) => {
      tx.update('task', { ...tx.get('task', 't2')!, nodeId: toId<NodeId>('n2') });
    });
    const session = world.open();

    const status = { state: 'running', at: 0, message: '', err: '' } as const;
    const updates = ['t1', 't2', 'gone'].map((id) => ({ taskId: toId<TaskId>(id), status }));
    world.link.toManagers(n1, { kind: 'status', session, updates, confirm: false });
    world.advance(300);

    expect(world.store.get('task', 't1')?.status.state).toBe('assigned');
    expect(world.told.at(-1)?.message).toMatchObject({
      code: 'permission-denied',
      message: 'cannot update a task not assigned this node',
    });
  });
});

describe('a node that falls silent', () => {
  it('goes down three periods after its last beat, and its session ends', () => {
    const world = createWorld();
    world.open();
    world.advance(60_000);

    world.link.stopBeats(n1);
    world.advance(80_000);

    const node = world.store.get('node', 'n1');
    expect(node?.status).toMatchObject({ state: 'down', message: 'heartbeat failure' });
    // Two to three periods of 4.5 to 5.5 s after the silence began, and up to 100 ms to record it.
    expect(node?.meta.updatedAt).toBeGreaterThanOrEqual(60_000 + 9_000);
    expect(node?.meta.updatedAt).toBeLessThanOrEqual(60_000 + 16_500 + 100);
    expect(world.dispatcher.assignmentsOf(n1)).toBeUndefined();
    expect(world.told.at(-1)?.message).toMatchObject({ message: 'node not registered' });
  });

  it('goes down three periods after its registration where it is never heard at all', () => {
    const world = createWorld();
    register(world.link);

    world.advance(100 + 13_499);
    const before = world.store.get('node', 'n1')?.status.state;
    world.advance(100 + 16_500 + 100);

    expect(before).toBe('ready');
    expect(world.store.get('node', 'n1')?.status.state).toBe('down');
  });

  it('stays ready when it is heard again in time', () => {
    const world = createWorld();
    const session = world.open();
    world.advance(60_000);

    world.link.stopBeats(n1);
    world.advance(65_000);
    world.link.startBeats(n1, session);
    world.advance(200_000);

    expect(world.store.get('node', 'n1')?.status.state).toBe('ready');
  });

  it('has its tasks given up after 24 h', () => {
    const world = createWorld();
    createTask(world.store, 't1');
    createTask(world.store, 't2');
    createTask(world.store, 'waiting');
    world.store.update((tx) => {
      const task = tx.get('task', 'waiting')!;
      tx.update('task', { ...task, status: { ...task.status, state: 'pending' } });
    });
    const session = world.open();
    report(world.link, session, 't2', 'complete');
    world.advance(60_000);

    world.link.stopBeats(n1);
    world.advance(60_000 + 24 * 3_600_000);
    const before = world.store.get('task', 't1')?.status.state;
    world.advance(60_000 + 24 * 3_600_000 + 17_000);

    expect(before).toBe('assigned');
    expect(world.store.get('task', 't1')?.status.state).toBe('orphaned');
    expect(world.store.get('task', 't2')?.status.state).toBe('complete');
    expect(world.store.get('task', 'waiting')?.status.state).toBe('pending');
  });

  it.each([
    { name: 'well', downMs: 0 },
    { name: 'down', downMs: 60_000 },
  ])('is known no more once it is removed, $name or not, and nothing is awaited', ({ downMs }) => {
    const world = createWorld();
    const session = world.open();
    if (downMs > 0) world.link.stopBeats(n1);
    world.advance(world.kernel.now + downMs);

    world.store.update((tx) => tx.delete('node', 'n1'));
    world.link.stopBeats(n1);
    world.advance(world.kernel.now + 100);
    const due = world.kernel.nextAt;
    report(world.link, session, 't1', 'running');
    world.advance(world.kernel.now + 100);

    expect(due).toBeUndefined();
    expect(world.told.at(-1)?.message).toMatchObject({ message: 'node not registered' });
  });

  it('follows the heartbeat period of the cluster', () => {
    const world = createWorld();
    world.store.update((tx) => {
      tx.create('cluster', {
        id: toId<ClusterId>('cluster'),
        spec: {
          name: 'default',
          orchestration: { taskHistoryRetentionLimit: 5 },
          dispatcher: { heartbeatPeriodMs: 60_000 },
        },
      });
    });
    world.open();
    world.advance(600_000);

    world.link.stopBeats(n1);
    world.advance(600_000 + 2 * 59_500);
    const before = world.store.get('node', 'n1')?.status.state;
    world.advance(600_000 + 3 * 60_500 + 100);

    expect(before).toBe('ready');
    expect(world.store.get('node', 'n1')?.status.state).toBe('down');
  });
});

describe('a new leader', () => {
  it('knows no node but those that are down, and waits six periods for them', () => {
    const world = createWorld();
    const n2 = toId<NodeId>('n2');
    createNode(world.store, n2);
    world.store.update((tx) => {
      const node = tx.get('node', 'n2')!;
      tx.update('node', { ...node, status: { ...node.status, state: 'down', message: 'x' } });
    });
    world.open();
    world.endTerm();

    createDispatcher(world.kernel.openScope(), world.store, world.link);
    const known = world.store.get('node', 'n1')?.status;
    world.advance(world.kernel.now + 6 * 5_500 + 100);

    expect(known).toMatchObject({
      state: 'unknown',
      message: 'Node moved to "unknown" state due to leadership change in cluster',
    });
    const lost = world.store.get('node', 'n1');
    expect(lost?.status.message).toBe('heartbeat failure for node in "unknown" state');
    expect(lost?.meta.updatedAt).toBeGreaterThanOrEqual(6 * 4_500);
    expect(world.store.get('node', 'n2')?.status.message).toBe('x');
  });

  it('finds sessions ended', () => {
    const world = createWorld();
    world.open();

    world.endTerm();
    world.advance(200);

    expect(world.told.at(-1)?.message).toMatchObject({ kind: 'refused', code: 'aborted' });
  });
});
