import { describe, expect, it } from 'vitest';
import { aNode } from '../../../test-support/hand-driven-swarm.ts';
import { aWaitingTask, PlacementBench } from '../../../test-support/placement-bench.ts';
import { readyFilter } from './ready-filter.ts';

// SwarmKit: manager/scheduler/filter.go, ReadyFilter.
describe('readyFilter', () => {
  it.each([
    { state: 'ready', availability: 'active', passes: true },
    { state: 'ready', availability: 'pause', passes: false },
    { state: 'ready', availability: 'drain', passes: false },
    { state: 'down', availability: 'active', passes: false },
    { state: 'unknown', availability: 'active', passes: false },
    { state: 'disconnected', availability: 'active', passes: false },
  ] as const)(
    'says $passes to a node that is $state and on $availability',
    ({ state, availability, passes }) => {
      const node = aNode('a', {
        spec: { role: 'worker', availability },
        status: { state, message: '', addr: '' },
      });
      const bench = new PlacementBench([node]);

      expect(bench.check(readyFilter, aWaitingTask('t'), 'a')).toBe(passes);
    },
  );

  it('follows the node', () => {
    const bench = new PlacementBench([aNode('a')]);

    bench.nodes.put(aNode('a', { spec: { role: 'worker', availability: 'pause' } }));

    expect(bench.check(readyFilter, aWaitingTask('t'), 'a')).toBe(false);
  });

  it('speaks of one node and of many', () => {
    expect(readyFilter.explain(1)).toBe('1 node not available for new tasks');
    expect(readyFilter.explain(2)).toBe('2 nodes not available for new tasks');
  });
});
