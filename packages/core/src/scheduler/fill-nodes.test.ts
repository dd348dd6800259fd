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

/** Nodes a, b, c ... that have so many tasks of the service already, and of another one. */
function benchWith(own: readonly number[], other: readonly number[] = []): PlacementBench {
  const ids = own.map((_, index) => String.fromCharCode(0x61 + index));
  const bench = new PlacementBench(ids.map((id) => aNode(id)));
  for (const [index, id] of ids.entries()) {
    bench.book(id, ...older(id, own[index] ?? 0), ...older(`other-${id}`, other[index] ?? 0, ''));
  }
  return bench;
}

function older(name: string, count: number, serviceId: Task['serviceId'] = web): readonly Task[] {
  return Array.from({ length: count }, (_, index) => ({
    ...aWaitingTask(`old-${name}-${index}`),
    serviceId,
  }));
}

const web = toId<ServiceId>('web');

// SwarmKit: manager/scheduler/scheduler.go, scheduleNTasksOnNodes.
describe('the order in which nodes are filled', () => {
  it.each([
    { name: 'begins with the best node', has: [2, 1, 0], tasks: 3, order: 'c c b' },
    { name: 'stays until the next node is better', has: [0, 2, 5], tasks: 4, order: 'a a a b' },
    { name: 'moves on to each next node', has: [0, 1, 2], tasks: 6, order: 'a a b b c a' },
    { name: 'goes round from the last node on', has: [0, 3], tasks: 8, order: 'a a a a b a b a' },
    { name: 'takes all on one node', has: [4], tasks: 3, order: 'a a a' },
    { name: 'takes the best nodes of many', has: [3, 1, 4, 0, 5], tasks: 3, order: 'd d b' },
  ])('$name', ({ has, tasks, order }) => {
    expect(benchWith(has).place(waitingTasks(tasks)).order.join(' ')).toBe(order);
  });

  it('takes turns where the service has as many everywhere', () => {
    const { order } = benchWith([0, 0, 0], [0, 1, 2]).place(waitingTasks(5));

    expect(order.join(' ')).toBe('a b c a b');
  });

  it('looks at all tasks where the service has as many on both', () => {
    expect(benchWith([0, 0], [1, 0]).place(waitingTasks(3)).order).toEqual(['b', 'a', 'b']);
  });

  it('passes over nodes that are full', () => {
    const bench = new PlacementBench([
      aNodeWith('a', { nanoCpus: 2 }),
      aNodeWith('b', { nanoCpus: 1 }),
      aNodeWith('c', { nanoCpus: 4 }),
    ]);
    bench.book('b', ...older('b', 1, '')).book('c', ...older('c', 2, ''));

    const { order, unplaced } = bench.place(waitingTasks(9, reserving({ nanoCpus: 1 })));

    expect(order.join(' ')).toBe('a b c a c c c');
    expect(unplaced).toBe(2);
  });

  it('leaves a node that is full before the next one is better', () => {
    const bench = new PlacementBench([
      aNodeWith('a', { nanoCpus: 1 }),
      aNodeWith('b', { nanoCpus: 9 }),
    ]);
    bench.book('b', ...older('b', 2));

    const { order } = bench.place(waitingTasks(2, reserving({ nanoCpus: 1 })));

    expect(order).toEqual(['a', 'b']);
  });
});

// SwarmKit: manager/scheduler/scheduler.go, scheduleNTasksOnNodes: it moves on only to a better node.
describe('a node that failed too often', () => {
  it('gets nothing, and the last good node gets all that is too much', () => {
    const { perNode } = benchWith([0, 0, 0]).place(waitingTasks(8), { faulty: { b: 5 } });

    expect(perNode).toEqual({ a: 1, c: 7 });
  });

  it('gets everything where all failed, and it the least', () => {
    const faulty = { a: 6, b: 5, c: 7 };

    expect(benchWith([0, 0, 0]).place(waitingTasks(6), { faulty }).perNode).toEqual({ b: 6 });
  });

  it('shares with the others where all failed as often', () => {
    const faulty = { a: 5, b: 5, c: 5 };

    expect(benchWith([0, 0, 0]).place(waitingTasks(6), { faulty }).perNode).toEqual({
      a: 2,
      b: 2,
      c: 2,
    });
  });

  it('takes what good nodes have no room for', () => {
    const bench = new PlacementBench([
      aNodeWith('bad', { nanoCpus: 9 }),
      aNodeWith('good', { nanoCpus: 2 }),
    ]);

    const { perNode } = bench.place(waitingTasks(4, reserving({ nanoCpus: 1 })), {
      faulty: { bad: 5 },
    });

    expect(perNode).toEqual({ good: 2, bad: 2 });
  });
});
