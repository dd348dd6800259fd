import { describe, expect, it } from 'vitest';
import { aNode } from '../../../test-support/hand-driven-swarm.ts';
import { aWaitingTask, PlacementBench } from '../../../test-support/placement-bench.ts';
import { toId, type ServiceId } from '../../model/ids.ts';
import type { Task } from '../../model/task.ts';
import { maxReplicasFilter } from './max-replicas-filter.ts';

function limited(id: string, maxReplicas: number): Task {
  return aWaitingTask(id, { placement: { maxReplicas } });
}

// SwarmKit: manager/scheduler/filter.go, MaxReplicasFilter.
describe('maxReplicasFilter', () => {
  it.each([
    { count: 1, passes: true },
    { count: 2, passes: false },
    { count: 3, passes: false },
  ])('says $passes where $count tasks of at most 2 are', ({ count, passes }) => {
    const bench = new PlacementBench([aNode('a')]);
    for (let index = 0; index < count; index += 1) bench.book('a', limited(`old-${index}`, 2));

    expect(bench.check(maxReplicasFilter, limited('t', 2), 'a')).toBe(passes);
  });

  it('counts the tasks of the service alone, and of the node alone', () => {
    const bench = new PlacementBench([aNode('a'), aNode('b')]);

    bench.book('a', { ...limited('other', 1), serviceId: toId<ServiceId>('db') });
    bench.book('b', limited('elsewhere', 1));

    expect(bench.check(maxReplicasFilter, limited('t', 1), 'a')).toBe(true);
  });

  // SwarmKit: manager/scheduler/nodeinfo.go, addTask.
  it('does not count a task that is to shut down, though it still runs', () => {
    const bench = new PlacementBench([aNode('a')]).book('a', limited('old', 1));

    bench.wish('old', 'shutdown');

    expect(bench.check(maxReplicasFilter, limited('t', 1), 'a')).toBe(true);
  });

  it('has nothing to say without a limit', () => {
    const bench = new PlacementBench([aNode('a')]);

    expect(bench.check(maxReplicasFilter, limited('t', 0), 'a')).toBeUndefined();
    expect(bench.check(maxReplicasFilter, aWaitingTask('t'), 'a')).toBeUndefined();
  });

  it('names no number of nodes', () => {
    expect(maxReplicasFilter.explain(1)).toBe('max replicas per node limit exceed');
    expect(maxReplicasFilter.explain(2)).toBe('max replicas per node limit exceed');
  });

  it('takes tasks for different that have different limits', () => {
    expect(maxReplicasFilter.inputs(limited('t', 1))).not.toBe(
      maxReplicasFilter.inputs(limited('t', 2)),
    );
  });
});
