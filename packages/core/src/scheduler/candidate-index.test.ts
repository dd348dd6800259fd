import { describe, expect, it } from 'vitest';
import { aNode } from '../../test-support/hand-driven-swarm.ts';
import { aNodeWith, reserving } from '../../test-support/placement-bench.ts';
import { comingTo, ScheduledSwarm } from '../../test-support/scheduled-swarm.ts';

// SwarmKit visits every node anew for every such task, so each change must be seen.
describe.each([
  { crowd: 0, name: 'alone' },
  { crowd: 30, name: 'among many nodes that take none' },
])('the best node for a task without a spec version, $name', ({ crowd }) => {
  const bystanders = Array.from({ length: crowd }, (_, index) =>
    aNode(`z${index}`, { spec: { role: 'worker', availability: 'pause' } }),
  );

  it.each([
    {
      name: 'is another when the best one is paused',
      act: (swarm: ScheduledSwarm) => swarm.changeNode('a', {}, { availability: 'pause' }),
      goesTo: 'b',
    },
    {
      name: 'is another when the best one leaves',
      act: (swarm: ScheduledSwarm) => swarm.removeNode('a'),
      goesTo: 'b',
    },
    {
      name: 'is a node that joins',
      act: (swarm: ScheduledSwarm) => swarm.putNode(aNodeWith('c', { nanoCpus: 9 })),
      goesTo: 'c',
    },
    {
      name: 'is a node whose tasks ended',
      act: (swarm: ScheduledSwarm) => {
        for (const id of ['on-b', 'also-on-b']) swarm.report(id, 'complete');
      },
      goesTo: 'b',
    },
    {
      name: 'is a node whose tasks are to shut down',
      act: (swarm: ScheduledSwarm) => {
        for (const id of ['on-b', 'also-on-b']) swarm.changeTask(id, { desiredState: 'shutdown' });
      },
      goesTo: 'b',
    },
    {
      name: 'is another when the best one has no resources left',
      act: (swarm: ScheduledSwarm) => swarm.putNode(aNodeWith('a', { nanoCpus: 1 })),
      goesTo: 'b',
    },
    {
      name: 'is another when tasks were put on the best one',
      act: (swarm: ScheduledSwarm) => {
        swarm.addTask('more-1', { state: 'running', ...comingTo('a') });
        swarm.addTask('more-2', { state: 'running', ...comingTo('a') });
      },
      goesTo: 'b',
    },
  ])('$name', ({ act, goesTo }) => {
    const swarm = new ScheduledSwarm([
      aNodeWith('a', { nanoCpus: 9 }),
      aNodeWith('b', { nanoCpus: 9 }),
      ...bystanders,
    ]).startScheduler();
    const spec = reserving({ nanoCpus: 1 });
    for (const id of ['on-a', 'on-b', 'also-on-a']) swarm.addOneOff(id, spec);
    swarm.runFor(50);
    swarm.addTask('also-on-b', { state: 'running', spec, ...comingTo('b') });
    swarm.report('also-on-a', 'complete');
    swarm.runFor(1_000);

    act(swarm);
    swarm.addOneOff('t', spec);
    swarm.runFor(50);

    expect(swarm.nodesOf('on-a', 'on-b', 't')).toEqual(['a', 'b', goesTo]);
  });

  it('is none, with a text about the nodes as they are', () => {
    const swarm = new ScheduledSwarm([aNodeWith('a', {}), ...bystanders]).startScheduler();
    const spec = reserving({ nanoCpus: 1 });
    swarm.addOneOff('t1', spec);
    swarm.runFor(50);

    swarm.changeNode('a', {}, { availability: 'pause' });
    swarm.runFor(50);

    const count = crowd === 0 ? '1 node' : `${crowd + 1} nodes`;
    expect(swarm.task('t1').status.err).toBe(
      `no suitable node (${count} not available for new tasks)`,
    );
  });
});

describe('the best node for a task without a spec version', () => {
  it('is found after more changes than anyone remembers', () => {
    const swarm = new ScheduledSwarm([aNode('a'), aNode('b')]).startScheduler();
    swarm.addOneOff('t1');
    swarm.runFor(50);

    swarm.changeNode('b', {}, { availability: 'pause' });
    for (let count = 0; count < 5_000; count += 1) swarm.putNode(aNode('a'));
    swarm.addOneOff('t2');
    swarm.runFor(1_050);

    expect(swarm.nodesOf('t1', 't2')).toEqual(['a', 'a']);
  });

  it('is any of the equal ones, by the seed', () => {
    const swarm = new ScheduledSwarm(
      ['a', 'b', 'c', 'd'].map((id) => aNode(id)),
      {},
    );
    const chosen = new Set<string | undefined>();
    swarm.startScheduler();

    for (let count = 0; count < 40; count += 1) {
      swarm.addOneOff(`t${count}`);
      swarm.runFor(50);
      chosen.add(swarm.nodesOf(`t${count}`)[0]);
      swarm.removeTask(`t${count}`);
      swarm.runFor(50);
    }

    expect(chosen.size).toBe(4);
  });
});
