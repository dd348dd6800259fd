import { describe, expect, it } from 'vitest';
import { aNode } from '../../test-support/hand-driven-swarm.ts';
import { aNodeWith, reserving } from '../../test-support/placement-bench.ts';
import { comingTo, ScheduledSwarm } from '../../test-support/scheduled-swarm.ts';
import { toId, type ServiceId, type TaskId } from '../model/ids.ts';

const cpu = reserving({ nanoCpus: 1 });
const t = toId<TaskId>('t');

// SwarmKit: manager/scheduler/pipeline.go, Process and Explain; scheduler.go, nodeLess.
describe('explain', () => {
  it('says of each node what refuses the task, or what it is ranked by', () => {
    const swarm = new ScheduledSwarm([
      aNode('paused', { spec: { role: 'worker', availability: 'pause' } }),
      aNodeWith('small', {}),
      aNodeWith('large', { nanoCpus: 9 }),
    ]);
    swarm.addTask('own', { state: 'running', ...comingTo('large') });
    swarm.addTask('other', {
      state: 'running',
      serviceId: toId<ServiceId>('db'),
      ...comingTo('large'),
    });
    swarm.startScheduler();

    swarm.addTask('t', { spec: cpu });

    expect(swarm.scheduler.explain(t)).toEqual({
      taskId: 't',
      nodes: [
        {
          kind: 'refused',
          nodeId: 'paused',
          filter: 'ready',
          text: '1 node not available for new tasks',
        },
        {
          kind: 'refused',
          nodeId: 'small',
          filter: 'resource',
          text: 'insufficient resources on 1 node',
        },
        { kind: 'suitable', nodeId: 'large', recentFailures: 0, serviceTasks: 1, totalTasks: 2 },
      ],
      text: '',
    });
  });

  it('has the text that the task gets where no node takes it', () => {
    const swarm = new ScheduledSwarm([aNodeWith('a', {}), aNodeWith('b', {})]).startScheduler();
    swarm.addTask('t', { spec: cpu });
    swarm.runFor(50);

    const { text } = swarm.scheduler.explain(t);

    expect(text).toBe('no suitable node (insufficient resources on 2 nodes)');
    expect(swarm.task('t').status.err).toBe(text);
  });

  it('has a text without reasons where there are no nodes', () => {
    const swarm = new ScheduledSwarm().startScheduler();
    swarm.addTask('t');

    expect(swarm.scheduler.explain(t)).toEqual({
      taskId: 't',
      nodes: [],
      text: 'no suitable node',
    });
  });

  it('tells of the own node alone, in bare words, of a task that came with it', () => {
    const swarm = new ScheduledSwarm([aNodeWith('a', {}), aNodeWith('b', {})]).startScheduler();
    swarm.addTask('t', { spec: cpu, ...comingTo('b') });
    swarm.runFor(50);

    const { nodes, text } = swarm.scheduler.explain(t);

    expect(nodes.map(({ nodeId }) => nodeId)).toEqual(['b']);
    expect(text).toBe('insufficient resources on 1 node');
    expect(swarm.task('t').status.err).toBe(text);
  });

  it('has nothing to say of a task whose own node is gone', () => {
    const swarm = new ScheduledSwarm([aNode('a')]).startScheduler();
    swarm.addTask('t', comingTo('gone'));

    expect(swarm.scheduler.explain(t)).toEqual({ taskId: 't', nodes: [], text: '' });
  });

  it('counts the failures of the task’s service and version', () => {
    const swarm = new ScheduledSwarm([aNode('a')]).startScheduler();
    swarm.addTask('old');
    swarm.runFor(50);

    swarm.report('old', 'failed');
    swarm.addTask('t');

    expect(swarm.scheduler.explain(t).nodes).toMatchObject([{ recentFailures: 1 }]);
  });

  it('does not hold against a task what it takes itself on the node that it has', () => {
    const swarm = new ScheduledSwarm([aNodeWith('a', { nanoCpus: 1 }), aNodeWith('b', {})]);
    swarm.startScheduler();
    swarm.addTask('t', { spec: cpu });
    swarm.runFor(50);

    const { nodes, text } = swarm.scheduler.explain(t);

    expect(swarm.nodesOf('t')).toEqual(['a']);
    expect(nodes).toMatchObject([
      { nodeId: 'a', kind: 'suitable', serviceTasks: 0, totalTasks: 0 },
      { nodeId: 'b', kind: 'refused', filter: 'resource' },
    ]);
    expect(text).toBe('');
  });

  it('asks every node, too, about a task that the allocator has not finished', () => {
    const swarm = new ScheduledSwarm([aNode('a'), aNodeWith('b', {})]).startScheduler();
    swarm.addTask('t', { state: 'new', spec: cpu });

    expect(swarm.scheduler.explain(t)).toMatchObject({
      nodes: [{ nodeId: 'a' }, { nodeId: 'b' }],
      text: 'no suitable node (insufficient resources on 2 nodes)',
    });
  });

  it('counts on the node of a task the others there, and none from elsewhere', () => {
    const swarm = new ScheduledSwarm([aNode('a'), aNode('b')]).startScheduler();
    for (const id of ['on-a', 'also-on-a']) {
      swarm.addTask(id, { state: 'running', ...comingTo('a') });
    }
    swarm.addTask('on-b', { state: 'running', ...comingTo('b') });
    swarm.addTask('t', { state: 'running', ...comingTo('b') });

    expect(swarm.scheduler.explain(t).nodes).toMatchObject([
      { nodeId: 'a', serviceTasks: 2, totalTasks: 2 },
      { nodeId: 'b', serviceTasks: 1, totalTasks: 1 },
    ]);
  });

  it('holds against a task what others take on its node', () => {
    const swarm = new ScheduledSwarm([aNodeWith('a', { nanoCpus: 2 })]).startScheduler();
    swarm.addTask('t', { spec: cpu });
    swarm.addTask('u', { spec: cpu });
    swarm.runFor(50);
    swarm.putNode(aNodeWith('a', { nanoCpus: 1 }));

    const { text } = swarm.scheduler.explain(t);

    expect(swarm.nodesOf('t', 'u')).toEqual(['a', 'a']);
    expect(text).toBe('no suitable node (insufficient resources on 1 node)');
  });

  it('changes nothing', () => {
    const swarm = new ScheduledSwarm([aNodeWith('a', { nanoCpus: 1 })]).startScheduler();
    swarm.addTask('t', { spec: cpu });
    const before = swarm.store.version;

    const first = swarm.scheduler.explain(t);
    const second = swarm.scheduler.explain(t);

    expect(second).toEqual(first);
    expect(swarm.store.version).toBe(before);
    expect(swarm.nodesOf('t')).toEqual(['']);
  });

  it('refuses a task that is not there', () => {
    const swarm = new ScheduledSwarm().startScheduler();

    expect(() => swarm.scheduler.explain(t)).toThrow(
      expect.objectContaining({ code: 'not-found', message: 'task t not found' }),
    );
  });
});
