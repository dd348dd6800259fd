import { describe, expect, it } from 'vitest';
import { aNode } from '../../test-support/hand-driven-swarm.ts';
import { aWaitingTask, PlacementBench, waitingTasks } from '../../test-support/placement-bench.ts';

/** Tasks that the nodes n0, n1 ... have already: no two as many, and in no order. */
const loads = [6, 2, 9, 0, 11, 4, 7, 1, 10, 3, 8, 5];

function benchOf(seed: number): PlacementBench {
  const bench = new PlacementBench(
    loads.map((_, index) => aNode(`n${index}`)),
    { seed },
  );
  for (const [index, load] of loads.entries()) {
    // Of another service, so that they tell nodes apart without making one of them fill up.
    for (let task = 0; task < load; task += 1) {
      bench.book(`n${index}`, { ...aWaitingTask(`old-${index}-${task}`), serviceId: '' });
    }
  }
  return bench;
}

// SwarmKit: manager/scheduler/nodeset.go, tree; nodeheap.go.
describe('the nodes of a group', () => {
  it.each([1, 2, 3, 5, 8, 12])('are the best %i of all, whatever the order of visits', (count) => {
    const best = [...loads.keys()]
      .sort((a, b) => (loads[a] ?? 0) - (loads[b] ?? 0))
      .slice(0, count)
      .map((index) => `n${index}`);

    for (let seed = 0; seed < 10; seed += 1) {
      const { perNode } = benchOf(seed).place(waitingTasks(count));

      expect(Object.keys(perNode).sort()).toEqual([...best].sort());
    }
  });

  it('are only as many as it has tasks, where equal nodes are many', () => {
    const bench = new PlacementBench(
      Array.from({ length: 40 }, (_, index) => aNode(`n${index}`)),
      { seed: 3 },
    );

    const { perNode } = bench.place(waitingTasks(25));

    expect(Object.values(perNode)).toEqual(Array.from({ length: 25 }, () => 1));
  });
});
