/** What becomes of sessions, and of what they wait for, when several things meet. */
import { describe, expect, it } from 'vitest';
import {
  createNode,
  createTask,
  createWorld,
  n1,
  register,
  report,
  type World,
} from '../../test-support/dispatcher-world.ts';
import { toId, type ClusterId, type NodeId, type TaskId } from '../model/ids.ts';
import { createDispatcher } from './dispatcher.ts';

const dayMs = 24 * 3_600_000;

function createCluster({ store }: World, heartbeatPeriodMs: number): void {
  store.update((tx) => {
    tx.create('cluster', {
      id: toId<ClusterId>('cluster'),
      spec: {
        name: 'default',
        orchestration: { taskHistoryRetentionLimit: 5 },
        dispatcher: { heartbeatPeriodMs },
      },
    });
  });
}

function setPeriod({ store }: World, heartbeatPeriodMs: number): void {
  store.update((tx) => {
    const cluster = tx.get('cluster', 'cluster')!;
    tx.update('cluster', {
      ...cluster,
      spec: { ...cluster.spec, dispatcher: { heartbeatPeriodMs } },
    });
  });
}

function nodeState({ store }: World): string | undefined {
  return store.get('node', 'n1')?.status.state;
}

/** The periods that heartbeats sent by hand are answered with. */
function periodsTold(world: World, session: string, count: number): readonly number[] {
  const before = world.told.length;
  for (let sent = 0; sent < count; sent += 1) {
    world.link.toManagers(n1, { kind: 'heartbeat', session });
    world.advance(world.kernel.now + 10);
  }
  return world.told
    .slice(before)
    .flatMap(({ message }) => (message.kind === 'heartbeat-period' ? [message.periodMs] : []));
}

// SwarmKit: manager/dispatcher/dispatcher.go, Heartbeat, and period.go.
describe('a heartbeat', () => {
  it('is answered with a period of the cluster, half a second more or less', () => {
    const world = createWorld({}, 'eager');
    const periods = periodsTold(world, world.open(), 40);

    expect(periods).toHaveLength(40);
    expect(Math.min(...periods)).toBeGreaterThanOrEqual(4_500);
    expect(Math.max(...periods)).toBeLessThanOrEqual(5_500);
    expect(new Set(periods).size).toBeGreaterThan(10);
  });

  it('puts off the failure of its node', () => {
    const world = createWorld({}, 'eager');
    register(world.link);
    world.advance(100);
    const session = world.told.at(-1)?.message.session ?? '';

    for (let at = 10_000; at <= 50_000; at += 10_000) {
      world.advance(at);
      world.link.toManagers(n1, { kind: 'heartbeat', session });
    }
    world.advance(50_000 + 13_499);
    const before = nodeState(world);
    world.advance(50_000 + 16_500 + 100);

    expect([before, nodeState(world)]).toEqual(['ready', 'down']);
  });

  it.each([
    { name: 'the cluster’s period', period: 60_000, options: {} },
    { name: 'the usual period where the cluster’s is 0', period: 5_000, options: {}, clusters: 0 },
    {
      name: 'the dispatcher’s own period before the cluster’s',
      period: 9_000,
      options: { heartbeatPeriodMs: 9_000 },
    },
  ])('follows $name', ({ period, options, clusters = 60_000 }) => {
    const world = createWorld({ ...options, heartbeatEpsilonMs: 0 }, 'eager');
    createCluster(world, clusters);

    expect(periodsTold(world, world.open(), 1)).toEqual([period]);
  });

  it('follows a period that changes', () => {
    const world = createWorld({ heartbeatEpsilonMs: 0 }, 'eager');
    createCluster(world, 7_000);
    const session = world.open();
    const before = periodsTold(world, session, 1);

    setPeriod(world, 8_000);
    world.advance(world.kernel.now);

    expect([before, periodsTold(world, session, 1)]).toEqual([[7_000], [8_000]]);
  });

  it('is refused for a session that is not the node’s', () => {
    const world = createWorld({}, 'eager');
    world.open();

    expect(periodsTold(world, 'other', 1)).toEqual([]);
    expect(world.told.at(-1)?.message).toMatchObject({ message: 'session invalid' });
  });
});

// SwarmKit: manager/dispatcher/dispatcher.go, Session and register.
describe('a session', () => {
  it('gives way to a registration that comes before it is taken up again', () => {
    const world = createWorld();
    const session = world.open();
    const before = world.told.length;

    register(world.link);
    register(world.link, session);
    world.advance(world.kernel.now + 100);

    const answers = world.told.slice(before).map(({ message }) => message);
    expect(answers.map(({ kind }) => kind)).toEqual(['session', 'refused']);
    expect(answers[0]?.session).not.toBe(session);
    expect(answers[1]).toMatchObject({ session, message: 'session invalid' });
  });

  it('has no assignments before it asks for them', () => {
    const world = createWorld();
    createTask(world.store, 't1');
    world.open();

    register(world.link);
    world.advance(world.kernel.now + 100);
    createTask(world.store, 't2');
    world.advance(world.kernel.now + 1_000);

    expect(world.dispatcher.assignmentsOf(n1)).toBeUndefined();
    expect(world.told.filter(({ message }) => message.kind === 'assignments')).toHaveLength(1);
  });

  it('cannot be taken up by a name that is not known', () => {
    const world = createWorld();

    register(world.link, 'former');
    world.advance(100);

    expect(world.told.map(({ message }) => message.kind)).toEqual(['session']);
    expect(world.told.at(-1)?.message.session).not.toBe('former');
  });

  it('counts the registrations of those before it', () => {
    const world = createWorld();
    for (let count = 0; count < 3; count += 1) world.open();

    world.advance(world.kernel.now + 8_001);
    for (let count = 0; count < 3; count += 1) world.open();
    register(world.link);
    world.advance(world.kernel.now + 100);

    expect(world.told.at(-1)?.message).toMatchObject({ kind: 'refused', code: 'unavailable' });
  });

  it('is told nothing of reports that were recorded after it had ended', () => {
    const world = createWorld();
    createTask(world.store, 't1');
    const session = world.open();
    report(world.link, session, 't1', 'running');
    world.advance(world.kernel.now);
    const before = world.told.length;

    world.store.update((tx) => tx.delete('node', 'n1'));
    world.advance(world.kernel.now + 100);

    expect(world.told.slice(before)).toEqual([]);
    expect(world.store.get('task', 't1')?.status.state).toBe('running');
  });

  it('lets a node report a task that it was given and that is another’s in the store', () => {
    const world = createWorld();
    createTask(world.store, 't1');
    const session = world.open();
    const status = { state: 'running', at: 0, message: '', err: '' } as const;

    world.store.update((tx) => {
      tx.update('task', { ...tx.get('task', 't1')!, nodeId: toId<NodeId>('n2') });
    });
    const updates = [{ taskId: toId<TaskId>('t1'), status }];
    world.link.toManagers(n1, { kind: 'status', session, updates, confirm: false });
    world.advance(world.kernel.now + 100);

    expect(world.told.some(({ message }) => message.kind === 'refused')).toBe(false);
  });

  it('shows what its node has been given, and nothing of other nodes', () => {
    const world = createWorld();
    createTask(world.store, 't1');
    world.open();

    expect(world.dispatcher.assignedTask(n1, 't1')?.id).toBe('t1');
    expect(world.dispatcher.assignedTask(n1, 't2')).toBeUndefined();
    expect(world.dispatcher.assignmentsOf(toId<NodeId>('n2'))).toBeUndefined();
  });
});

// SwarmKit: manager/dispatcher/dispatcher.go, markNodesUnknown and moveTasksToOrphaned.
describe('a node that is down', () => {
  /** The node is down since about a minute, with a task. */
  function silentWorld(): World {
    const world = createWorld();
    createTask(world.store, 't1');
    const session = world.open();
    report(world.link, session, 't1', 'running');
    world.advance(30_000);
    world.link.stopBeats(n1);
    world.advance(60_000);
    return world;
  }

  it('keeps its tasks when it is back within a day', () => {
    const world = silentWorld();

    world.open();
    world.advance(world.kernel.now + 2 * dayMs);

    expect([nodeState(world), world.store.get('task', 't1')?.status.state]).toEqual([
      'ready',
      'running',
    ]);
  });

  it('is given a day more by a new leader', () => {
    const world = silentWorld();
    world.advance(dayMs);
    world.endTerm();
    createDispatcher(world.kernel.openScope(), world.store, world.link);

    world.advance(2 * dayMs - 1);
    const before = world.store.get('task', 't1')?.status;
    world.advance(2 * dayMs);

    expect(before?.state).toBe('running');
    expect(world.store.get('task', 't1')?.status).toEqual({ ...before, state: 'orphaned' });
  });

  it('is not made unknown by a new leader, and others are', () => {
    const world = silentWorld();
    createNode(world.store, toId<NodeId>('n2'));
    world.endTerm();

    createDispatcher(world.kernel.openScope(), world.store, world.link);

    const states = world.store.list('node').map(({ status }) => status.state);
    expect(states).toEqual(['down', 'unknown']);
  });
});
