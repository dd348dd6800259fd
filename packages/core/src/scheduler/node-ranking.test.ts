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
import type { Task } from '../model/task.ts';

/** Tasks of the service, and tasks of another one. */
function tasks(prefix: string, own: number, other: number): readonly Task[] {
  return Array.from({ length: own + other }, (_, index) => ({
    ...aWaitingTask(`${prefix}-${index}`),
    serviceId: toId<ServiceId>(index < own ? 'web' : 'db'),
  }));
}

interface Load {
  readonly own?: number;
  readonly other?: number;
  readonly failures?: number;
}

/** The node that one more task of the service goes to. */
function better(a: Load, b: Load): string | undefined {
  const bench = new PlacementBench([aNode('a'), aNode('b')]);
  bench.book('a', ...tasks('a', a.own ?? 0, a.other ?? 0));
  bench.book('b', ...tasks('b', b.own ?? 0, b.other ?? 0));
  const faulty: Record<string, number> = {};
  if (a.failures !== undefined) faulty['a'] = a.failures;
  if (b.failures !== undefined) faulty['b'] = b.failures;
  return bench.place(waitingTasks(1), { faulty }).order[0];
}

// SwarmKit: manager/scheduler/scheduler.go, scheduleTaskGroup, nodeLess.
describe('of two nodes the better one', () => {
  it.each([
    { name: 'has fewer tasks of the service', a: { own: 2 }, b: { own: 1 }, wins: 'b' },
    { name: 'has fewer of those, and more tasks', a: { own: 1 }, b: { other: 9 }, wins: 'b' },
    {
      name: 'has fewer tasks, with as many of the service',
      a: { own: 1, other: 2 },
      b: { own: 1, other: 1 },
      wins: 'b',
    },
    { name: 'joined first, if nothing tells them apart', a: { own: 1 }, b: { own: 1 }, wins: 'a' },
    { name: 'did not fail too often', a: { failures: 5 }, b: { own: 9 }, wins: 'b' },
    {
      name: 'failed less often, both having failed too often',
      a: { failures: 6 },
      b: { failures: 5, own: 9 },
      wins: 'b',
    },
    {
      name: 'has fewer tasks of the service, with as many failures',
      a: { failures: 5, own: 1 },
      b: { failures: 5 },
      wins: 'b',
    },
  ])('$name', ({ a, b, wins }) => {
    expect(better(a, b)).toBe(wins);
  });

  // Each gets two; then both have as many of the service, and only the others tell them apart.
  it('has fewer of all tasks, too, once both took some of a group', () => {
    const bench = new PlacementBench([aNode('a'), aNode('b')]);
    bench.book('a', ...tasks('a', 0, 3)).book('b', ...tasks('b', 0, 1));

    expect(bench.place(waitingTasks(5)).perNode).toEqual({ a: 2, b: 3 });
  });

  it('is not the one with more CPU and memory', () => {
    const bench = new PlacementBench([
      aNodeWith('small', { nanoCpus: 10, memoryBytes: 10 }),
      aNodeWith('large', { nanoCpus: 1_000, memoryBytes: 1_000 }),
    ]);

    const spec = reserving({ nanoCpus: 1, memoryBytes: 1 });
    const one = bench.place([aWaitingTask('one', spec)]);
    const many = bench.place(waitingTasks(5, spec));

    expect(one.order).toEqual(['small']);
    expect(many.perNode).toEqual({ small: 2, large: 3 });
  });

  // SwarmKit: manager/scheduler/nodeinfo.go, addTask and removeTask.
  it('is the one whose tasks ended, or are to shut down', () => {
    const bench = new PlacementBench([aNode('a'), aNode('b')]);
    bench.book('a', ...tasks('a', 1, 0)).book('b', ...tasks('b', 2, 0));

    bench.wish('b-0', 'shutdown');
    bench.release('b-1');

    expect(bench.place(waitingTasks(1)).order).toEqual(['b']);
  });

  it('counts a task once, whether it ended or was to shut down first', () => {
    const bench = new PlacementBench([aNode('a'), aNode('b')]);
    bench.book('a', ...tasks('a', 2, 0)).book('b', ...tasks('b', 1, 0));

    bench.wish('a-0', 'shutdown');
    bench.release('a-0');

    expect(bench.place(waitingTasks(1)).order).toEqual(['a']);
    expect(bench.place([aWaitingTask('next')]).order).toEqual(['b']);
  });

  it('counts a task again that is wanted again', () => {
    const bench = new PlacementBench([aNode('a'), aNode('b')]);
    bench.book('a', ...tasks('a', 1, 0));

    bench.wish('a-0', 'shutdown');
    bench.wish('a-0', 'running');

    expect(bench.place(waitingTasks(1)).order).toEqual(['b']);
  });
});
