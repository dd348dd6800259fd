import { describe, expect, it } from 'vitest';
import { aNode } from '../../../test-support/hand-driven-swarm.ts';
import {
  aNodeWith,
  aWaitingTask,
  PlacementBench,
  reserving,
} from '../../../test-support/placement-bench.ts';
import type { GenericResource, Resources } from '../../model/resources.ts';
import { resourceFilter } from './resource-filter.ts';

function counted(resource: string, value: number): GenericResource {
  return { kind: 'discrete', resource, value };
}

function fits(has: Partial<Resources>, wants: Partial<Resources>): boolean | undefined {
  const bench = new PlacementBench([aNodeWith('a', has)]);
  return bench.check(resourceFilter, aWaitingTask('t', reserving(wants)), 'a');
}

// SwarmKit: manager/scheduler/filter.go, ResourceFilter.
describe('resourceFilter', () => {
  it.each([
    { name: 'reserves nothing', spec: {} },
    { name: 'reserves zero of everything', spec: reserving({ generic: [] }) },
    { name: 'has limits only', spec: { resources: { limits: { nanoCpus: 9, memoryBytes: 9 } } } },
  ])('has nothing to say about a task that $name', ({ spec }) => {
    const bench = new PlacementBench([aNode('a')]);

    expect(bench.check(resourceFilter, aWaitingTask('t', spec), 'a')).toBeUndefined();
  });

  it.each([
    { name: 'all of the CPU', has: { nanoCpus: 5 }, wants: { nanoCpus: 5 }, isEnough: true },
    { name: 'more CPU', has: { nanoCpus: 5 }, wants: { nanoCpus: 6 }, isEnough: false },
    {
      name: 'all of the memory',
      has: { memoryBytes: 5 },
      wants: { memoryBytes: 5 },
      isEnough: true,
    },
    { name: 'more memory', has: { memoryBytes: 5 }, wants: { memoryBytes: 6 }, isEnough: false },
    {
      name: 'memory where there is only CPU',
      has: { nanoCpus: 9 },
      wants: { nanoCpus: 1, memoryBytes: 1 },
      isEnough: false,
    },
    {
      name: 'all of a generic resource',
      has: { generic: [counted('gpu', 2)] },
      wants: { generic: [counted('gpu', 2)] },
      isEnough: true,
    },
    {
      name: 'more CPU beside a generic resource that is there',
      has: { nanoCpus: 5, generic: [counted('gpu', 2)] },
      wants: { nanoCpus: 6, generic: [counted('gpu', 1)] },
      isEnough: false,
    },
    {
      name: 'one generic resource too many',
      has: { generic: [counted('gpu', 2)] },
      wants: { generic: [counted('gpu', 1), counted('fpga', 1)] },
      isEnough: false,
    },
  ])('says $isEnough to a task that reserves $name', ({ has, wants, isEnough }) => {
    expect(fits(has, wants)).toBe(isEnough);
  });

  // SwarmKit: manager/scheduler/scheduler.go, createOrUpdateNode.
  it('finds nothing on a node that describes no resources', () => {
    const bench = new PlacementBench([aNode('a')]);

    expect(bench.check(resourceFilter, aWaitingTask('t', reserving({ nanoCpus: 1 })), 'a')).toBe(
      false,
    );
  });

  it('counts what other tasks reserve, until they end', () => {
    const bench = new PlacementBench([aNodeWith('a', { nanoCpus: 5, memoryBytes: 5 })]);
    const spec = reserving({ nanoCpus: 3, memoryBytes: 3 });

    bench.book('a', aWaitingTask('old', spec));
    const isBusy = bench.check(resourceFilter, aWaitingTask('t', spec), 'a');
    bench.release('old');
    const isFree = bench.check(resourceFilter, aWaitingTask('t', spec), 'a');

    expect([isBusy, isFree]).toEqual([false, true]);
  });

  // SwarmKit: manager/scheduler/nodeinfo.go, addTask.
  it('counts what a task reserves that is to shut down and still runs', () => {
    const bench = new PlacementBench([aNodeWith('a', { nanoCpus: 5 })]);
    const spec = reserving({ nanoCpus: 3 });

    bench.book('a', aWaitingTask('old', spec));
    bench.wish('old', 'shutdown');

    expect(bench.check(resourceFilter, aWaitingTask('t', spec), 'a')).toBe(false);
  });

  // SwarmKit: manager/scheduler/scheduler.go, createOrUpdateNode.
  it.each([
    { of: 'nanoCpus', other: 'memoryBytes' },
    { of: 'memoryBytes', other: 'nanoCpus' },
  ] as const)('reckons $of anew when the node changes, even to less than nothing', (names) => {
    const bench = new PlacementBench([aNodeWith('a', { [names.of]: 5 })]);
    const wants = (resources: Partial<Resources>): boolean | undefined =>
      bench.check(resourceFilter, aWaitingTask('t', reserving(resources)), 'a');

    const old = ['one', 'two'].map((id) => aWaitingTask(id, reserving({ [names.of]: 2 })));
    bench.book('a', ...old);
    bench.nodes.put(aNodeWith('a', { [names.of]: 3, [names.other]: 1 }));
    const onSmaller = wants({ [names.other]: 1 });
    bench.nodes.put(aNodeWith('a', { [names.of]: 9 }));

    expect(onSmaller).toBe(false);
    expect([wants({ [names.of]: 5 }), wants({ [names.of]: 6 })]).toEqual([true, false]);
  });

  it('speaks of one node and of many', () => {
    expect(resourceFilter.explain(1)).toBe('insufficient resources on 1 node');
    expect(resourceFilter.explain(2)).toBe('insufficient resources on 2 nodes');
  });

  it.each([
    { name: 'CPU', resources: { nanoCpus: 2 } },
    { name: 'memory', resources: { memoryBytes: 2 } },
    { name: 'a kind', resources: { nanoCpus: 1, generic: [counted('fpga', 1)] } },
    { name: 'an amount', resources: { nanoCpus: 1, generic: [counted('gpu', 2)] } },
  ])('takes tasks for different that differ in $name', ({ resources }) => {
    const one = aWaitingTask('t', reserving({ nanoCpus: 1, generic: [counted('gpu', 1)] }));
    const other = aWaitingTask('t', reserving(resources));

    expect(resourceFilter.inputs(other)).not.toBe(resourceFilter.inputs(one));
  });
});
