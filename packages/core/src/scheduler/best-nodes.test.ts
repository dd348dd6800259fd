import { describe, expect, it } from 'vitest';
import { aNode } from '../../test-support/hand-driven-swarm.ts';
import { aWaitingTask, PlacementBench, waitingTasks } from '../../test-support/placement-bench.ts';
import { BestNodes } from './best-nodes.ts';
import { decideRank } from './decide-rank.ts';
import { NodeRanking } from './node-ranking.ts';

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

// SwarmKit: manager/scheduler/decision_tree.go, orderedNodes; it is asked once for each round of a branch.
describe('the nodes of a group, asked for again', () => {
  const always = (): boolean => true;

  /** The nodes of the bench, all of them among the best and ordered once, and how to load one more. */
  function orderedNodes(): { readonly best: BestNodes; load(slot: number): void } {
    const { nodes } = benchOf(0);
    const counts = new Map<number, number>();
    const standing = { counts, faulty: new Map(), decideRank };
    const ranking = new NodeRanking(nodes, standing, new Float64Array(nodes.capacity));
    const best = new BestNodes(ranking, loads.length);
    for (const slot of loads.keys()) best.offer(slot, always);
    best.ordered(always);
    return {
      best,
      load(slot) {
        counts.set(slot, 1);
        ranking.refresh(slot);
      },
    };
  }

  const byLoad = [...loads.keys()].sort((a, b) => (loads[a] ?? 0) - (loads[b] ?? 0));

  it('are in the same order if nothing changed', () => {
    expect(orderedNodes().best.ordered(always)).toEqual(byLoad);
  });

  it('are ranked anew', () => {
    const { best, load } = orderedNodes();
    const taken = byLoad.slice(0, 3);

    for (const slot of taken) load(slot);

    expect(best.ordered(always)).toEqual([...byLoad.slice(3), ...taken]);
  });

  it.each([
    { name: 'the best one', gone: [0] },
    { name: 'the worst one', gone: [11] },
    { name: 'some', gone: [0, 4, 5, 10, 11] },
    { name: 'all but one', gone: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
    { name: 'all', gone: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
  ])('are without $name, where those pass no more', ({ gone }) => {
    const isGone = (slot: number): boolean => gone.includes(byLoad.indexOf(slot));

    const order = orderedNodes().best.ordered((slot) => !isGone(slot));

    expect(order).toEqual(byLoad.filter((slot) => !isGone(slot)));
  });

  it('are asked from the best on, with the last one moved to the place of one that is gone', () => {
    const asked: number[] = [];
    const [first = -1, second = -1] = byLoad;

    orderedNodes().best.ordered((slot) => {
      asked.push(slot);
      return slot !== second;
    });

    const last = byLoad.at(-1);
    expect(asked).toEqual([first, second, last, ...byLoad.slice(2, -1)]);
  });
});
