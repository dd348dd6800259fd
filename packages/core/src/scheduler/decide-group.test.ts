import { describe, expect, it } from 'vitest';
import { aNode } from '../../test-support/hand-driven-swarm.ts';
import {
  aNodeWith,
  aWaitingTask,
  PlacementBench,
  reserving,
  waitingTasks,
} from '../../test-support/placement-bench.ts';
import { constraintFilter } from './filters/constraint-filter.ts';

// SwarmKit: manager/scheduler/scheduler.go, scheduleTaskGroup.
describe('decideGroup', () => {
  it('lets each task see what those before it took', () => {
    const bench = new PlacementBench([
      aNodeWith('a', { memoryBytes: 5 }),
      aNodeWith('b', { memoryBytes: 3 }),
    ]);
    bench.book('b', { ...aWaitingTask('other'), serviceId: '' });

    const placed = bench.place(waitingTasks(5, reserving({ memoryBytes: 2 })));

    expect(placed.order).toEqual(['a', 'b', 'a']);
    expect(placed.unplaced).toBe(2);
    expect(placed.explanation).toBe('insufficient resources on 2 nodes');
  });

  // SwarmKit: manager/scheduler/scheduler.go, scheduleNTasksOnNodes, failedConstraints.
  it('does not ask a node again that was full before the last success', () => {
    const bench = new PlacementBench([
      aNodeWith('a', { memoryBytes: 5 }),
      aNodeWith('b', { memoryBytes: 3 }),
    ]);
    bench.book('a', { ...aWaitingTask('other'), serviceId: '' });

    const placed = bench.place(waitingTasks(5, reserving({ memoryBytes: 2 })));

    expect(placed.order).toEqual(['b', 'a', 'a']);
    expect(placed.explanation).toBe('insufficient resources on 1 node');
  });

  it('lets the next group see it, too', () => {
    const bench = new PlacementBench([aNodeWith('a', { memoryBytes: 3 })]);
    const spec = reserving({ memoryBytes: 2 });

    const first = bench.place([aWaitingTask('one', spec)]);
    const second = bench.place([aWaitingTask('two', spec)]);

    expect(first.order).toEqual(['a']);
    expect(second.explanation).toBe('insufficient resources on 1 node');
  });

  it('has nothing to explain when all are placed', () => {
    const paused = aNode('a', { spec: { role: 'worker', availability: 'pause' } });
    const bench = new PlacementBench([aNode('b'), paused]);

    expect(bench.place(waitingTasks(2))).toEqual({
      order: ['b', 'b'],
      perNode: { b: 2 },
      unplaced: 0,
      explanation: '',
    });
  });

  it('places nothing without nodes', () => {
    expect(new PlacementBench([]).place(waitingTasks(2))).toEqual({
      order: [],
      perNode: {},
      unplaced: 2,
      explanation: '',
    });
  });

  it('keeps to a limit of tasks per node within the group', () => {
    const bench = new PlacementBench([aNode('a'), aNode('b')]);

    const placed = bench.place(waitingTasks(5, { placement: { maxReplicas: 2 } }));

    expect(placed.perNode).toEqual({ a: 2, b: 2 });
    expect(placed.explanation).toBe('max replicas per node limit exceed');
  });

  it('gives a host port of each node to one task', () => {
    const ports = [
      { protocol: 'tcp', targetPort: 80, publishedPort: 80, publishMode: 'host' },
    ] as const;
    const bench = new PlacementBench([aNode('a'), aNode('b')]);

    const placed = bench.place(waitingTasks(3).map((task) => ({ ...task, endpoint: { ports } })));

    expect(placed.perNode).toEqual({ a: 1, b: 1 });
    expect(placed.explanation).toBe('host-mode port already in use on 2 nodes');
  });

  it('asks only the filters that it is given', () => {
    const paused = aNode('a', { spec: { role: 'worker', availability: 'pause' } });

    const placed = new PlacementBench([paused]).place(waitingTasks(1), {
      filters: [constraintFilter],
    });

    expect(placed.order).toEqual(['a']);
  });

  it('refuses an empty group', () => {
    expect(() => new PlacementBench([]).place([])).toThrow('a group has at least one task');
  });
});
