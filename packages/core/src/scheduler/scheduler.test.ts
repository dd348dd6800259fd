import { describe, expect, it } from 'vitest';
import { aNode, serviceSpec } from '../../test-support/hand-driven-swarm.ts';
import { aNodeWith, reserving } from '../../test-support/placement-bench.ts';
import { comingTo, ScheduledSwarm } from '../../test-support/scheduled-swarm.ts';
import type { Node } from '../model/node.ts';

function paused(id: string): Node {
  return aNode(id, { spec: { role: 'worker', availability: 'pause' } });
}

// SwarmKit: manager/scheduler/scheduler.go, Run.
describe('a scheduler that starts', () => {
  it('places what waits at once', () => {
    const swarm = new ScheduledSwarm([aNode('a')]);
    swarm.addTask('t');
    swarm.runFor(7);

    swarm.startScheduler();

    expect(swarm.task('t')).toMatchObject({
      nodeId: 'a',
      status: { state: 'assigned', at: 7, message: 'scheduler assigned task to node', err: '' },
    });
  });

  it('confirms tasks that came with a node first', () => {
    const swarm = new ScheduledSwarm([aNodeWith('a', { nanoCpus: 1 })]);
    swarm.addTask('free', { spec: reserving({ nanoCpus: 1 }) });
    swarm.addTask('bound', { spec: reserving({ nanoCpus: 1 }), ...comingTo('a') });

    swarm.startScheduler();

    expect(swarm.task('bound').status).toMatchObject({
      state: 'assigned',
      message: 'scheduler confirmed task can run on preassigned node',
    });
    expect(swarm.nodesOf('free')).toEqual(['']);
  });

  it('looks again at what it left waiting only once that may help', () => {
    const swarm = new ScheduledSwarm([paused('a'), paused('b')]);
    swarm.addTask('t');
    swarm.startScheduler();
    swarm.runFor(1_000);
    swarm.startScheduler();

    swarm.removeNode('b');
    swarm.runFor(1_000);

    expect(swarm.task('t').status.err).toBe(
      'no suitable node (2 nodes not available for new tasks)',
    );
  });

  it('does nothing more once it was stopped', () => {
    const swarm = new ScheduledSwarm([aNode('a')]).startScheduler();

    swarm.scheduler.stop();
    swarm.addTask('t');
    swarm.runFor(5_000);

    expect(swarm.nodesOf('t')).toEqual(['']);
  });
});

// SwarmKit: manager/scheduler/scheduler.go, commitDebounceGap and maxLatency.
describe('the debounce', () => {
  function placedAt(swarm: ScheduledSwarm, id: string): number {
    return swarm.task(id).status.at;
  }

  it('ends 50 ms after the commit', () => {
    const swarm = new ScheduledSwarm([aNode('a')]).startScheduler();
    swarm.runFor(100);

    swarm.addTask('t');
    swarm.runFor(49);
    const early = swarm.nodesOf('t');
    swarm.runFor(1);

    expect(early).toEqual(['']);
    expect(swarm.nodesOf('t')).toEqual(['a']);
    expect(placedAt(swarm, 't')).toBe(150);
  });

  it('begins anew with every commit, whatever it is about', () => {
    const swarm = new ScheduledSwarm([aNode('a')]).startScheduler();

    swarm.addTask('t');
    swarm.runFor(40);
    swarm.createService(serviceSpec('other'));
    swarm.runFor(200);

    expect(placedAt(swarm, 't')).toBe(90);
  });

  it.each([
    { everyMs: 25, at: 1_025 },
    { everyMs: 40, at: 1_040 },
    { everyMs: 49, at: 1_029 },
    { everyMs: 50, at: 50 },
  ])('ends at $at ms under a commit every $everyMs ms, however many follow', ({ everyMs, at }) => {
    const swarm = new ScheduledSwarm([aNode('a')]).startScheduler();

    swarm.addTask('t');
    for (let count = 1; count * everyMs < 2_000; count += 1) {
      swarm.runFor(everyMs);
      swarm.createService(serviceSpec(`other-${count}`));
    }

    expect(placedAt(swarm, 't')).toBe(at);
  });

  it('leaves nothing due once its second has passed', () => {
    const swarm = new ScheduledSwarm([aNode('a')]).startScheduler();

    // The last of these ends the debounce, and its round has nothing to write.
    for (let count = 1; count * 25 <= 1_050; count += 1) {
      swarm.runFor(25);
      swarm.createService(serviceSpec(`other-${count}`));
    }
    swarm.runFor(8_950);
    swarm.addTask('t');
    swarm.runFor(1_000);

    expect(placedAt(swarm, 't')).toBe(10_050);
  });

  it('counts its second from the first commit after a round', () => {
    const swarm = new ScheduledSwarm([aNode('a')]).startScheduler();

    swarm.runFor(10_000);
    swarm.addTask('t');
    swarm.runFor(49);
    swarm.createService(serviceSpec('other'));
    swarm.runFor(100);

    expect(placedAt(swarm, 't')).toBe(10_099);
  });

  it('places all that came together', () => {
    const swarm = new ScheduledSwarm([aNode('a'), aNode('b')]).startScheduler();

    for (const id of ['t1', 't2', 't3', 't4']) swarm.addTask(id);
    swarm.runFor(50);

    expect([...swarm.nodesOf('t1', 't2', 't3', 't4')].sort()).toEqual(['a', 'a', 'b', 'b']);
  });
});

// SwarmKit: manager/scheduler/scheduler.go, Run: what sets tickRequired.
describe('a task without a node', () => {
  /** One node that is full, and a task that waits for it. */
  function waitingSwarm(): ScheduledSwarm {
    const swarm = new ScheduledSwarm([aNodeWith('a', { nanoCpus: 1 })]);
    swarm.addTask('old', { state: 'running', spec: reserving({ nanoCpus: 1 }), ...comingTo('a') });
    swarm.startScheduler();
    swarm.addTask('t', { spec: reserving({ nanoCpus: 1 }) });
    swarm.runFor(1_000);
    return swarm;
  }

  it('is told why', () => {
    const swarm = waitingSwarm();

    expect(swarm.task('t').status).toEqual({
      state: 'pending',
      at: 50,
      message: '',
      err: 'no suitable node (insufficient resources on 1 node)',
    });
  });

  it('is not told the same again', () => {
    const swarm = waitingSwarm();
    const before = swarm.task('t').meta.version;

    swarm.changeNode('a', {});
    swarm.runFor(1_000);

    expect(swarm.task('t').meta.version).toBe(before);
  });

  it('is told what is new', () => {
    const swarm = waitingSwarm();

    swarm.putNode(paused('b'));
    swarm.putNode(paused('c'));
    swarm.runFor(1_000);

    expect(swarm.task('t').status.err).toBe(
      'no suitable node (2 nodes not available for new tasks; insufficient resources on 1 node)',
    );
  });

  it.each([
    {
      name: 'a node joins',
      act: (swarm: ScheduledSwarm) => swarm.putNode(aNodeWith('b', { nanoCpus: 1 })),
    },
    {
      name: 'a node changes',
      act: (swarm: ScheduledSwarm) => swarm.putNode(aNodeWith('a', { nanoCpus: 2 })),
    },
    { name: 'another task ends', act: (swarm: ScheduledSwarm) => swarm.report('old', 'complete') },
    { name: 'another task is removed', act: (swarm: ScheduledSwarm) => swarm.removeTask('old') },
  ])('is looked at again when $name', ({ act }) => {
    const swarm = waitingSwarm();

    act(swarm);
    swarm.runFor(50);

    expect(swarm.nodesOf('t')).not.toEqual(['']);
  });

  it.each([
    { name: 'a node is removed', act: () => undefined },
    {
      name: 'a task arrives with a node',
      act: (swarm: ScheduledSwarm) => swarm.addTask('u', { state: 'running', ...comingTo('b') }),
    },
    {
      name: 'another task is to shut down',
      act: (swarm: ScheduledSwarm) => swarm.changeTask('on-b', { desiredState: 'shutdown' }),
    },
    {
      name: 'another task goes on',
      act: (swarm: ScheduledSwarm) => swarm.report('on-b', 'running'),
    },
    {
      name: 'a service changes',
      act: (swarm: ScheduledSwarm) => swarm.updateService('web', serviceSpec('web')),
    },
    {
      name: 'another service is made',
      act: (swarm: ScheduledSwarm) => void swarm.createService(serviceSpec('db')),
    },
    {
      name: 'another task waits for the allocator',
      act: (swarm: ScheduledSwarm) => {
        swarm.addTask('u', { state: 'new' });
        swarm.changeTask('u', { desiredState: 'ready' });
      },
    },
    {
      name: 'another task waits for the node that it came with',
      act: (swarm: ScheduledSwarm) => {
        swarm.addTask('u', { state: 'new', ...comingTo('b') });
        swarm.report('u', 'pending');
      },
    },
    {
      name: 'a task starts that nobody waited for',
      act: (swarm: ScheduledSwarm) => {
        swarm.addTask('u', { state: 'new', ...comingTo('b') });
        swarm.report('u', 'starting');
      },
    },
    {
      name: 'a task changes, and goes, that had ended',
      act: (swarm: ScheduledSwarm) => {
        swarm.addTask('u', { state: 'complete', ...comingTo('b') });
        swarm.changeTask('u', { desiredState: 'remove' });
        swarm.removeTask('u');
      },
    },
    {
      name: 'another task is removed that holds nothing',
      act: (swarm: ScheduledSwarm) => swarm.removeTask('on-b'),
    },
  ])('is not looked at again when $name, so its text may be old', ({ act }) => {
    const swarm = waitingSwarm();
    swarm.putNode(paused('b'));
    swarm.addTask('on-b', { state: 'ready', ...comingTo('b') });
    swarm.runFor(1_000);
    const { err } = swarm.task('t').status;

    swarm.removeNode('b');
    act(swarm);
    swarm.runFor(1_000);

    expect(err).toBe(
      'no suitable node (1 node not available for new tasks; insufficient resources on 1 node)',
    );
    expect(swarm.task('t').status.err).toBe(err);
  });

  it('has a text without reasons when there are no nodes', () => {
    const swarm = new ScheduledSwarm().startScheduler();

    swarm.addTask('t');
    swarm.runFor(50);

    expect(swarm.task('t').status.err).toBe('no suitable node');
  });

  it('has no text any more once it is placed', () => {
    const swarm = waitingSwarm();

    swarm.removeTask('old');
    swarm.runFor(50);

    expect(swarm.task('t').status).toMatchObject({ state: 'assigned', err: '' });
  });
});

// SwarmKit: manager/scheduler/scheduler.go, noSuitableNode.
describe('a task of an older version', () => {
  function outdatedSwarm(): ScheduledSwarm {
    const swarm = new ScheduledSwarm([paused('a')]).startScheduler();
    swarm.addTask('t');
    swarm.runFor(1_000);
    swarm.updateService('web', serviceSpec('web', { task: { forceUpdate: 1 } }));
    return swarm;
  }

  it('ends as shut down when it is wanted no more and has no node', () => {
    const swarm = outdatedSwarm();

    swarm.changeTask('t', { desiredState: 'shutdown' });
    swarm.runFor(50);

    expect(swarm.task('t')).toMatchObject({
      nodeId: '',
      status: { state: 'shutdown', at: 1_050, err: '' },
    });
  });

  it('is looked at no more, once it found no node', () => {
    const swarm = outdatedSwarm();

    swarm.putNode(paused('b'));
    swarm.runFor(1_000);
    swarm.putNode(aNode('a'));
    swarm.runFor(1_000);

    expect(swarm.task('t')).toMatchObject({
      nodeId: '',
      status: { state: 'pending', err: 'no suitable node (1 node not available for new tasks)' },
    });
  });

  it('gets a node all the same if there is one', () => {
    const swarm = outdatedSwarm();

    swarm.putNode(aNode('a'));
    swarm.runFor(1_000);

    expect(swarm.nodesOf('t')).toEqual(['a']);
  });
});
