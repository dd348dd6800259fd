import { describe, expect, it } from 'vitest';
import { aNode, serviceSpec } from '../../test-support/hand-driven-swarm.ts';
import { aNodeWith, reserving } from '../../test-support/placement-bench.ts';
import { comingTo, ScheduledSwarm } from '../../test-support/scheduled-swarm.ts';
import { toId, type ServiceId } from '../model/ids.ts';

const cpu = reserving({ nanoCpus: 1 });
const db = { serviceId: toId<ServiceId>('db'), spec: cpu };

// SwarmKit: manager/scheduler/scheduler.go, tick.
describe('a round', () => {
  it('places tasks of one service and version together', () => {
    const swarm = new ScheduledSwarm([aNode('a'), aNode('b')]).startScheduler();

    for (const id of ['t1', 't2', 't3', 't4']) {
      swarm.addTask(id, { spec: { placement: { maxReplicas: 2 } } });
    }
    swarm.runFor(50);

    expect([...swarm.nodesOf('t1', 't2', 't3', 't4')].sort()).toEqual(['a', 'a', 'b', 'b']);
  });

  it('asks about each version by itself', () => {
    const swarm = new ScheduledSwarm([aNode('a')]).startScheduler();

    swarm.addTask('t1', { spec: { placement: { constraints: ['node.id==x'] } } });
    swarm.addTask('t2', { specVersion: 1 });
    swarm.runFor(50);

    expect(swarm.nodesOf('t1', 't2')).toEqual(['', 'a']);
  });

  it('gives what is too little for two services to either, by seed and instant', () => {
    const winners = Array.from({ length: 20 }, (_, wait) => {
      const swarm = new ScheduledSwarm([aNodeWith('a', { nanoCpus: 1 })], {}).startScheduler();
      swarm.createService(serviceSpec('db'));
      swarm.runFor(wait);
      swarm.addTask('web', { spec: cpu });
      swarm.addTask('db', db);
      swarm.runFor(50);
      return swarm.nodesOf('web')[0] === 'a' ? 'web' : 'db';
    });

    expect(new Set(winners)).toEqual(new Set(['web', 'db']));
  });

  it('gives it to the service that came first, if ties are stable', () => {
    const swarm = new ScheduledSwarm([aNodeWith('a', { nanoCpus: 1 })]).startScheduler();
    swarm.createService(serviceSpec('db'));

    swarm.addTask('db', db);
    swarm.addTask('web', { spec: cpu });
    swarm.runFor(50);

    expect(swarm.nodesOf('db', 'web')).toEqual(['a', '']);
  });

  it('puts a lone task onto either of two equal nodes, by seed and instant', () => {
    const nodes = Array.from({ length: 20 }, (_, index) => {
      const swarm = new ScheduledSwarm([aNode('a'), aNode('b')], {}).startScheduler();
      swarm.addTask(`t${index}`);
      swarm.runFor(50);
      return swarm.nodesOf(`t${index}`)[0];
    });

    expect(new Set(nodes)).toEqual(new Set(['a', 'b']));
  });

  it('leaves a task alone that got a node while it waited', () => {
    const swarm = new ScheduledSwarm([aNode('a'), aNode('b')]).startScheduler();

    swarm.addTask('t');
    swarm.place('t', 'b');
    const { version } = swarm.task('t').meta;
    swarm.runFor(1_000);

    expect(swarm.task('t')).toMatchObject({ nodeId: 'b', meta: { version } });
  });

  it('writes no generic resources to a task that holds none', () => {
    const swarm = new ScheduledSwarm([aNode('a')]).startScheduler();

    swarm.addTask('t');
    swarm.runFor(50);

    expect(swarm.nodesOf('t')).toEqual(['a']);
    expect(swarm.task('t')).not.toHaveProperty('assignedGenericResources');
  });

  it('places groups before tasks without a version', () => {
    const swarm = new ScheduledSwarm([aNodeWith('a', { nanoCpus: 1 })]).startScheduler();
    swarm.addTask('alone', { spec: cpu, isOneOff: true });

    swarm.addTask('grouped', { spec: cpu });
    swarm.runFor(50);

    expect(swarm.nodesOf('alone', 'grouped')).toEqual(['', 'a']);
  });
});

// SwarmKit: manager/scheduler/scheduler.go, processPreassignedTasks.
describe('a task that came with its node', () => {
  it('is confirmed', () => {
    const swarm = new ScheduledSwarm([aNode('a')]).startScheduler();

    swarm.addTask('t', comingTo('a'));
    swarm.runFor(50);

    expect(swarm.task('t').status).toEqual({
      state: 'assigned',
      at: 50,
      message: 'scheduler confirmed task can run on preassigned node',
      err: '',
    });
  });

  it('is confirmed in its own words, where another is placed at the same instant', () => {
    const swarm = new ScheduledSwarm([aNode('a')]).startScheduler();

    swarm.addTask('bound', comingTo('a'));
    swarm.addTask('free');
    swarm.runFor(50);

    expect(['bound', 'free'].map((id) => swarm.task(id).status)).toMatchObject([
      { at: 50, message: 'scheduler confirmed task can run on preassigned node' },
      { at: 50, message: 'scheduler assigned task to node' },
    ]);
  });

  it('gets the bare reason, and waits', () => {
    const swarm = new ScheduledSwarm([aNodeWith('a', {})]).startScheduler();

    swarm.addTask('t', { spec: cpu, ...comingTo('a') });
    swarm.runFor(50);

    expect(swarm.task('t').status).toMatchObject({
      state: 'pending',
      err: 'insufficient resources on 1 node',
    });
  });

  it('takes what becomes free before those without a node', () => {
    const swarm = new ScheduledSwarm([aNodeWith('a', { nanoCpus: 1 })]);
    swarm.addTask('old', { state: 'running', spec: cpu, ...comingTo('a') });
    swarm.startScheduler();
    swarm.addTask('free', { spec: cpu });
    swarm.addTask('bound', { spec: cpu, ...comingTo('a') });
    swarm.runFor(1_000);

    swarm.report('old', 'failed');
    swarm.runFor(1_000);

    expect(swarm.task('bound').status.state).toBe('assigned');
    expect(swarm.nodesOf('free')).toEqual(['']);
  });

  it('is looked at in every round, even after a commit that frees nothing', () => {
    const swarm = new ScheduledSwarm([aNodeWith('a', { nanoCpus: 1 })]);
    const limited = { placement: { maxReplicas: 1 } };
    swarm.addTask('old', { state: 'running', spec: limited, ...comingTo('a') });
    swarm.startScheduler();
    swarm.addTask('t', { spec: limited, ...comingTo('a') });
    swarm.runFor(1_000);

    swarm.changeTask('old', { desiredState: 'shutdown' });
    swarm.runFor(50);

    expect(swarm.task('t').status.state).toBe('assigned');
  });

  it('keeps its last text when its node is gone', () => {
    const swarm = new ScheduledSwarm([aNodeWith('a', {})]).startScheduler();
    swarm.addTask('t', { spec: cpu, ...comingTo('a') });
    swarm.runFor(1_000);

    swarm.removeNode('a');
    swarm.putNode(aNode('b'));
    swarm.runFor(1_000);

    expect(swarm.task('t')).toMatchObject({
      nodeId: 'a',
      status: { state: 'pending', err: 'insufficient resources on 1 node' },
    });
  });
});

// SwarmKit: manager/scheduler/scheduler.go, applySchedulingDecisions.
describe('a decision', () => {
  /** Changes something at the instant of a round, before the scheduler hears of it. */
  function changeUnseen(swarm: ScheduledSwarm, change: () => void): void {
    swarm.kernel.register('test:change-unseen', change);
    swarm.kernel.schedule({
      at: swarm.kernel.now + 50,
      priority: -1,
      entry: { kind: 'test:change-unseen' },
    });
  }

  it('is taken back and made again when the task changed meanwhile', () => {
    const swarm = new ScheduledSwarm([aNodeWith('a', { nanoCpus: 1 })]).startScheduler();
    swarm.runFor(1_000);

    changeUnseen(swarm, () =>
      swarm.store.update((tx) => tx.update('task', { ...swarm.task('t'), desiredState: 'ready' })),
    );
    swarm.addTask('t', { spec: cpu });
    swarm.runFor(50);
    const early = swarm.nodesOf('t');
    swarm.runFor(50);

    expect(early).toEqual(['']);
    expect(swarm.task('t')).toMatchObject({ nodeId: 'a', desiredState: 'ready' });
  });

  it('holds nothing for a task that was removed meanwhile', () => {
    const swarm = new ScheduledSwarm([aNodeWith('a', { nanoCpus: 1 })]).startScheduler();
    swarm.runFor(1_000);

    changeUnseen(swarm, () => swarm.store.update((tx) => tx.delete('task', 't')));
    swarm.addTask('t', { spec: cpu });
    swarm.runFor(1_000);
    swarm.addTask('next', { spec: cpu });
    swarm.runFor(50);

    expect(swarm.nodesOf('next')).toEqual(['a']);
  });

  // SwarmKit: manager/scheduler/scheduler.go, deleteTask, which leaves unassignedTasks as it is.
  it('is made for a task, too, that was removed while it waited', () => {
    const swarm = new ScheduledSwarm([aNodeWith('a', { nanoCpus: 1 })]).startScheduler();
    swarm.addTask('gone', { spec: cpu });
    swarm.removeTask('gone');

    swarm.addTask('t', { spec: cpu });
    swarm.runFor(50);
    const early = swarm.task('t').status.err;
    swarm.runFor(50);

    expect(early).toBe('no suitable node (insufficient resources on 1 node)');
    expect(swarm.nodesOf('t')).toEqual(['a']);
  });
});
