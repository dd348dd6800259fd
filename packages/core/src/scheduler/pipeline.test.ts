import { describe, expect, it } from 'vitest';
import { aNode } from '../../test-support/hand-driven-swarm.ts';
import {
  aNodeWith,
  aWaitingTask,
  PlacementBench,
  reserving,
  waitingTasks,
} from '../../test-support/placement-bench.ts';
import { toId, type ServiceId } from '../model/ids.ts';
import type { Node } from '../model/node.ts';
import type { Task } from '../model/task.ts';
import { defaultFilters, explainFailures, noSuitableNodeText } from './pipeline.ts';

const texts = [
  '1 node not available for new tasks',
  'insufficient resources on 1 node',
  'missing plugin on 1 node',
  'scheduling constraints not satisfied on 1 node',
  'unsupported platform on 1 node',
  'host-mode port already in use on 1 node',
  'max replicas per node limit exceed',
];

/** A task that every filter has something to say about. */
const demanding: Task = {
  ...aWaitingTask('demanding', {
    runtime: {
      kind: 'container',
      image: 'app',
      mounts: [{ type: 'volume', target: '/d', volumeOptions: { driver: { name: 'nfs' } } }],
    },
    placement: {
      constraints: ['node.labels.zone==x'],
      platforms: [{ os: 'linux', architecture: 'amd64' }],
      maxReplicas: 1,
    },
    ...reserving({ nanoCpus: 2 }),
  }),
  endpoint: {
    ports: [{ protocol: 'tcp', targetPort: 80, publishedPort: 80, publishMode: 'host' }],
  },
};

/** A node that the filters refuse from the given position on, and that those before it pass. */
function benchRefusingFrom(position: number): PlacementBench {
  const passes = (filter: number): boolean => filter < position;
  const node: Node = aNode('a', {
    spec: {
      role: 'worker',
      availability: passes(0) ? 'active' : 'pause',
      labels: { zone: passes(3) ? 'x' : 'y' },
    },
    description: {
      hostname: 'a',
      resources: { nanoCpus: passes(1) ? 2 : 1, memoryBytes: 0 },
      engine: { plugins: passes(2) ? [{ type: 'Volume', name: 'nfs' }] : [] },
      platform: { os: passes(4) ? 'linux' : 'windows', architecture: 'amd64' },
    },
  });
  const bench = new PlacementBench([node]);
  const other = { ...aWaitingTask('other'), serviceId: toId<ServiceId>('db') };
  if (!passes(5)) bench.book('a', { ...other, endpoint: demanding.endpoint ?? {} });
  if (!passes(6)) bench.book('a', aWaitingTask('same'));
  return bench;
}

// SwarmKit: manager/scheduler/pipeline.go, defaultFilters and Process.
describe('the filters', () => {
  it.each(texts.map((text, position) => ({ name: text, position })))(
    'count a node at the first that refuses it: $name',
    ({ name, position }) => {
      const bench = benchRefusingFrom(position);

      expect(bench.explain(demanding, ['a'])).toBe(name);
    },
  );

  it('pass a node that none of them refuses', () => {
    const bench = benchRefusingFrom(defaultFilters.length);

    expect(bench.explain(demanding, ['a'])).toBe('');
    expect(bench.place([demanding]).order).toEqual(['a']);
  });
});

// SwarmKit: manager/scheduler/pipeline.go, Explain.
describe('explainFailures', () => {
  it.each([
    { name: 'nothing where no node failed', counts: [0, 0, 0, 0, 0, 0, 0], text: '' },
    {
      name: 'one node in the singular',
      counts: [1, 0, 0, 0, 0, 0, 0],
      text: '1 node not available for new tasks',
    },
    {
      name: 'the reason of most nodes first',
      counts: [1, 3, 0, 2, 0, 0, 0],
      text: 'insufficient resources on 3 nodes; scheduling constraints not satisfied on 2 nodes; 1 node not available for new tasks',
    },
    {
      name: 'equal reasons in the order of the filters',
      counts: [2, 2, 2, 2, 2, 2, 2],
      text: '2 nodes not available for new tasks; insufficient resources on 2 nodes; missing plugin on 2 nodes; scheduling constraints not satisfied on 2 nodes; unsupported platform on 2 nodes; host-mode port already in use on 2 nodes; max replicas per node limit exceed',
    },
    {
      name: 'the reason without a number by its number all the same',
      counts: [1, 0, 0, 0, 0, 0, 2],
      text: 'max replicas per node limit exceed; 1 node not available for new tasks',
    },
  ])('tells $name', ({ counts, text }) => {
    expect(explainFailures(defaultFilters, Int32Array.from(counts))).toBe(text);
  });
});

// SwarmKit: manager/scheduler/pipeline.go, Process.
describe('the counts of an explanation', () => {
  const paused = (id: string): Node =>
    aNode(id, { spec: { role: 'worker', availability: 'pause' } });

  it('start anew whenever a node passes', () => {
    const bench = new PlacementBench([paused('a'), paused('b'), aNode('c'), paused('d')]);

    expect(bench.explain(aWaitingTask('t'), ['a', 'b', 'c', 'd'])).toBe(texts[0]);
  });

  it('are gone when the last node passes', () => {
    const bench = new PlacementBench([paused('a'), aNode('b')]);

    expect(bench.explain(aWaitingTask('t'), ['a', 'b'])).toBe('');
  });

  it('tell of a group’s leftovers only what was seen after the last success', () => {
    const bench = new PlacementBench([paused('a'), aNodeWith('b', { nanoCpus: 1 }), paused('c')]);

    const { unplaced, explanation } = bench.place(waitingTasks(2, reserving({ nanoCpus: 1 })));

    expect(unplaced).toBe(1);
    expect(explanation).toBe(`${texts[0]}; ${texts[1]}`);
  });
});

// SwarmKit: manager/scheduler/scheduler.go, noSuitableNode.
describe('noSuitableNodeText', () => {
  it('puts the reasons into brackets', () => {
    expect(noSuitableNodeText('why')).toBe('no suitable node (why)');
  });

  it('stands alone without reasons, as it does without nodes', () => {
    const { explanation } = new PlacementBench([]).place(waitingTasks(1));

    expect(noSuitableNodeText(explanation)).toBe('no suitable node');
  });
});
