import { describe, expect, it } from 'vitest';
import { aNode } from '../../test-support/hand-driven-swarm.ts';
import { aNodeWith, reserving } from '../../test-support/placement-bench.ts';
import { comingTo, ScheduledSwarm } from '../../test-support/scheduled-swarm.ts';
import type { PortConfig } from '../model/endpoint.ts';
import type { GenericResource } from '../model/resources.ts';
import type { TaskState } from '../model/task-state.ts';
import type { NodeVerdict } from './explain-task.ts';

const cpu = reserving({ nanoCpus: 1 });
const named = (value: string): GenericResource => ({ kind: 'named', resource: 'gpu', value });
const gpu = reserving({ generic: [{ kind: 'discrete', resource: 'gpu', value: 1 }] });

/** What the scheduler would go by on a node. */
function verdictOn(swarm: ScheduledSwarm, nodeId: string, taskId: string): NodeVerdict | undefined {
  return swarm.scheduler
    .explain(taskIdOf(swarm, taskId))
    .nodes.find((node) => node.nodeId === nodeId);
}

function taskIdOf(swarm: ScheduledSwarm, id: string): ReturnType<ScheduledSwarm['task']>['id'] {
  return swarm.task(id).id;
}

// SwarmKit: manager/scheduler/scheduler.go, setupTasksList.
describe('what a new leader finds', () => {
  it.each([
    { state: 'new', isBooked: false },
    { state: 'pending', isBooked: true },
    { state: 'assigned', isBooked: true },
    { state: 'running', isBooked: true },
    { state: 'complete', isBooked: false },
    { state: 'failed', isBooked: false },
    { state: 'orphaned', isBooked: false },
  ] as const)('of a task on a node in state $state: booked is $isBooked', ({ state, isBooked }) => {
    const swarm = new ScheduledSwarm([aNodeWith('a', { nanoCpus: 1 })]);
    swarm.addTask('old', { state, spec: cpu, ...comingTo('a') });
    swarm.addTask('t', { spec: cpu });

    swarm.startScheduler();

    expect(swarm.nodesOf('t')).toEqual([isBooked ? '' : 'a']);
  });

  it('counts the tasks that are wanted, though all that run hold what they reserve', () => {
    const swarm = new ScheduledSwarm([aNodeWith('a', { nanoCpus: 2 })]);
    const old = { state: 'running', spec: cpu, ...comingTo('a') } as const;
    swarm.addTask('wanted', old);
    swarm.addTask('unwanted', { ...old, desiredState: 'shutdown' });
    swarm.startScheduler();

    swarm.addTask('t');
    swarm.addTask('greedy', { spec: cpu });

    expect(verdictOn(swarm, 'a', 't')).toMatchObject({ serviceTasks: 1, totalTasks: 1 });
    expect(verdictOn(swarm, 'a', 'greedy')).toMatchObject({ kind: 'refused', filter: 'resource' });
  });

  it('leaves a waiting task alone that is not wanted any more', () => {
    const swarm = new ScheduledSwarm([aNode('a')]);
    swarm.addTask('t', { desiredState: 'shutdown' });

    swarm.startScheduler();
    swarm.runFor(1_000);

    expect(swarm.task('t')).toMatchObject({ nodeId: '', status: { state: 'pending', err: '' } });
  });

  // SwarmKit: manager/scheduler/nodeinfo.go, addTask, which claims anew whatever was claimed.
  it('claims generic resources anew, whatever tasks hold', () => {
    const swarm = new ScheduledSwarm([aNodeWith('a', { generic: [named('A'), named('B')] })]);
    const held = { assignedGenericResources: [named('B')], ...comingTo('a') };
    swarm.addTask('old', { state: 'running', spec: gpu, ...held });

    swarm.startScheduler();
    swarm.addTask('t', { spec: gpu });
    swarm.runFor(50);

    expect(swarm.task('t').assignedGenericResources).toEqual([named('B')]);
  });
});

// SwarmKit: manager/scheduler/scheduler.go, createTask and updateTask.
describe('a task', () => {
  it('waits for the allocator before it gets a node', () => {
    const swarm = new ScheduledSwarm([aNode('a')]).startScheduler();

    swarm.addTask('t', { state: 'new' });
    swarm.changeTask('t', { desiredState: 'ready' });
    swarm.runFor(1_000);
    const early = swarm.nodesOf('t');
    swarm.changeTask('t', { status: { state: 'pending', at: 0, message: '', err: '' } });
    swarm.runFor(50);

    expect(early).toEqual(['']);
    expect(swarm.nodesOf('t')).toEqual(['a']);
  });

  it('gets no node once it has ended', () => {
    const swarm = new ScheduledSwarm([aNode('a')]).startScheduler();

    swarm.addTask('t', { state: 'shutdown' });
    swarm.runFor(1_000);

    expect(swarm.nodesOf('t')).toEqual(['']);
  });

  it('is given the generic resources that it claimed', () => {
    const swarm = new ScheduledSwarm([aNodeWith('a', { generic: [named('A')] })]).startScheduler();

    swarm.addTask('t', { spec: gpu });
    swarm.runFor(50);

    expect(swarm.task('t').assignedGenericResources).toEqual([named('A')]);
  });
});

// SwarmKit: manager/scheduler/scheduler.go, createTask and updateTask, which add it to its node.
describe('a task that arrives on a node', () => {
  it('keeps its state, and holds what it reserves', () => {
    const swarm = new ScheduledSwarm([aNodeWith('a', { nanoCpus: 1 })]).startScheduler();

    swarm.addTask('old', { state: 'running', spec: cpu, ...comingTo('a') });
    swarm.addTask('t', { spec: cpu });
    swarm.runFor(50);

    expect(swarm.task('old').status.state).toBe('running');
    expect(swarm.nodesOf('t')).toEqual(['']);
  });

  it('holds it, too, if it was not followed before', () => {
    const swarm = new ScheduledSwarm([aNodeWith('a', { nanoCpus: 1 })]).startScheduler();

    swarm.addTask('old', { state: 'new', spec: cpu, ...comingTo('a') });
    swarm.report('old', 'starting');
    swarm.addTask('t', { spec: cpu });
    swarm.runFor(50);

    expect(swarm.nodesOf('t')).toEqual(['']);
  });

  it('holds it again after its node was gone, from its next change on', () => {
    const swarm = new ScheduledSwarm([aNodeWith('a', { nanoCpus: 1 })]).startScheduler();
    swarm.addTask('old', { state: 'starting', spec: cpu, ...comingTo('a') });

    swarm.removeNode('a');
    swarm.putNode(aNodeWith('a', { nanoCpus: 1 }));
    swarm.report('old', 'running');
    swarm.addTask('t', { spec: cpu });
    swarm.runFor(50);

    expect(swarm.nodesOf('t')).toEqual(['']);
  });

  it('gives back the generic resources that it took when it ends, however it changed', () => {
    const swarm = new ScheduledSwarm([aNodeWith('a', { generic: [named('A')] })]).startScheduler();
    swarm.addTask('old', { state: 'starting', spec: gpu, ...comingTo('a') });
    swarm.addTask('t', { spec: gpu });
    swarm.runFor(50);
    const early = swarm.nodesOf('t');

    swarm.report('old', 'running');
    swarm.report('old', 'complete');
    swarm.runFor(50);

    expect(early).toEqual(['']);
    expect(swarm.task('t')).toMatchObject({ nodeId: 'a', assignedGenericResources: [named('A')] });
  });
});

// SwarmKit: manager/scheduler/nodeinfo.go, addTask.
describe('a task that is to shut down and still runs', () => {
  const port: PortConfig = {
    protocol: 'tcp',
    targetPort: 80,
    publishedPort: 80,
    publishMode: 'host',
  };

  function swarmWithOld(): ScheduledSwarm {
    const swarm = new ScheduledSwarm([aNodeWith('a', { nanoCpus: 1 }), aNodeWith('b', {})]);
    swarm.addTask('old', {
      state: 'running',
      spec: cpu,
      endpoint: { ports: [port] },
      ...comingTo('a'),
    });
    swarm.startScheduler();
    swarm.changeTask('old', { desiredState: 'shutdown' });
    return swarm;
  }

  it('holds its CPU until it has ended', () => {
    const swarm = swarmWithOld();

    swarm.addTask('t', { spec: cpu });
    swarm.runFor(1_000);
    const early = swarm.nodesOf('t');
    swarm.report('old', 'shutdown');
    swarm.runFor(50);

    expect(early).toEqual(['']);
    expect(swarm.nodesOf('t')).toEqual(['a']);
  });

  it('holds its host port', () => {
    const swarm = swarmWithOld();

    swarm.addTask('t', { endpoint: { ports: [port] } });
    swarm.runFor(50);

    expect(swarm.nodesOf('t')).toEqual(['b']);
  });

  it('does not count for spreading or for a limit per node', () => {
    const swarm = swarmWithOld();

    swarm.addTask('t', { spec: { placement: { maxReplicas: 1 } } });

    expect(verdictOn(swarm, 'a', 't')).toMatchObject({ serviceTasks: 0, totalTasks: 0 });
    swarm.runFor(50);
    expect(swarm.nodesOf('t')).toEqual(['a']);
  });

  it('has no other task looked at again', () => {
    const swarm = new ScheduledSwarm([aNode('a')]);
    const limited = { placement: { maxReplicas: 1 } };
    swarm.addTask('old', { state: 'running', spec: limited, ...comingTo('a') });
    swarm.startScheduler();
    swarm.addTask('t', { spec: limited });
    swarm.runFor(1_000);

    swarm.changeTask('old', { desiredState: 'shutdown' });
    swarm.runFor(1_000);
    const early = swarm.nodesOf('t');
    swarm.changeNode('a', {});
    swarm.runFor(50);

    expect(early).toEqual(['']);
    expect(swarm.nodesOf('t')).toEqual(['a']);
  });
});

// SwarmKit: manager/scheduler/scheduler.go, updateTask, and nodeinfo.go, taskFailed.
describe('the failures of a service on a node', () => {
  const ids = ['f1', 'f2', 'f3', 'f4', 'f5'];

  /** Five tasks of the service run on node a and end so; another one asks what came of it. */
  function swarmAfter(
    state: TaskState,
    options: { readonly isBound?: boolean } = {},
  ): ScheduledSwarm {
    const swarm = new ScheduledSwarm([aNode('a')]).startScheduler();
    for (const id of ids) swarm.addTask(id, options.isBound === true ? comingTo('a') : {});
    swarm.runFor(100);
    for (const id of ids) swarm.report(id, state);
    swarm.putNode(aNode('b'));
    swarm.addTask('b1', { state: 'running', ...comingTo('b') });
    swarm.addTask('t');
    return swarm;
  }

  it.each([
    { state: 'failed', recentFailures: 5, goesTo: 'b' },
    { state: 'rejected', recentFailures: 5, goesTo: 'b' },
    { state: 'complete', recentFailures: 0, goesTo: 'a' },
    { state: 'shutdown', recentFailures: 0, goesTo: 'a' },
    { state: 'orphaned', recentFailures: 0, goesTo: 'a' },
  ] as const)(
    'are $recentFailures after tasks that were $state',
    ({ state, recentFailures, goesTo }) => {
      const swarm = swarmAfter(state);

      expect(verdictOn(swarm, 'a', 't')).toMatchObject({ recentFailures });
      swarm.runFor(50);
      expect(swarm.nodesOf('t')).toEqual([goesTo]);
    },
  );

  it('are not counted of tasks that came with the node', () => {
    const swarm = swarmAfter('failed', { isBound: true });

    expect(verdictOn(swarm, 'a', 't')).toMatchObject({ recentFailures: 0 });
  });

  // SwarmKit: manager/scheduler/scheduler.go, setupTasksList, which cannot tell that they did.
  it('are counted of such tasks, too, by a leader that came later', () => {
    const swarm = new ScheduledSwarm([aNode('a')]).startScheduler();
    swarm.addTask('old', comingTo('a'));
    swarm.runFor(100);

    swarm.startScheduler();
    swarm.report('old', 'failed');
    swarm.addTask('t');

    expect(verdictOn(swarm, 'a', 't')).toMatchObject({ recentFailures: 1 });
  });

  it('are counted once for each task', () => {
    const swarm = swarmAfter('failed');

    for (const id of ids) swarm.changeTask(id, { desiredState: 'shutdown' });

    expect(verdictOn(swarm, 'a', 't')).toMatchObject({ recentFailures: 5 });
  });

  it('do not keep another version of the service away', () => {
    const swarm = swarmAfter('failed');

    swarm.addTask('next', { specVersion: 1 });

    expect(verdictOn(swarm, 'a', 'next')).toMatchObject({ recentFailures: 0 });
  });

  it('are forgotten after five minutes', () => {
    const swarm = swarmAfter('failed');
    swarm.runFor(5 * 60 * 1_000 + 1);

    swarm.addTask('later');
    swarm.runFor(50);

    expect(swarm.nodesOf('later')).toEqual(['a']);
  });

  it('are not counted while the node is gone', () => {
    const swarm = new ScheduledSwarm([aNode('a')]).startScheduler();
    swarm.addTask('old');
    swarm.runFor(50);

    swarm.removeNode('a');
    swarm.report('old', 'failed');
    swarm.putNode(aNode('a'));
    swarm.addTask('t');

    expect(verdictOn(swarm, 'a', 't')).toMatchObject({ recentFailures: 0 });
  });

  it('are forgotten when the node leaves', () => {
    const swarm = swarmAfter('failed');

    swarm.removeNode('a');
    swarm.putNode(aNode('a'));

    expect(verdictOn(swarm, 'a', 't')).toMatchObject({ recentFailures: 0 });
  });

  it('are unknown to the next leader', () => {
    const swarm = swarmAfter('failed');

    swarm.startScheduler();

    expect(swarm.nodesOf('t')).toEqual(['a']);
  });
});
