import { describe, expect, it } from 'vitest';
import { aNode } from '../../test-support/hand-driven-swarm.ts';
import {
  aLabelledNode,
  aWaitingTask,
  PlacementBench,
  reserving,
  waitingTasks,
} from '../../test-support/placement-bench.ts';
import type { Node } from '../model/node.ts';
import type { Task } from '../model/task.ts';

/** Tasks that spread over labels, outermost first. */
function spreading(count: number, ...descriptors: readonly string[]): readonly Task[] {
  const preferences = descriptors.map((spread) => ({ spread }));
  return waitingTasks(count, { placement: { preferences } });
}

/** Tasks that spread over zones and reserve one CPU each. */
function reservingInZones(count: number): readonly Task[] {
  const placement = { preferences: [{ spread: 'node.labels.zone' }] };
  return waitingTasks(count, { placement, ...reserving({ nanoCpus: 1 }) });
}

function inZone(id: string, zone: string, nanoCpus = 1_000): Node {
  const resources = { nanoCpus, memoryBytes: 0 };
  return { ...aLabelledNode(id, { zone }), description: { hostname: id, resources } };
}

function drained(node: Node): Node {
  return { ...node, spec: { ...node.spec, availability: 'drain' } };
}

/** Tasks of the service that are there already. */
function older(count: number, prefix: string): readonly Task[] {
  return Array.from({ length: count }, (_, index) => aWaitingTask(`${prefix}-${index}`));
}

// SwarmKit: manager/scheduler/nodeset.go, tree; scheduler.go, scheduleNTasksOnSubtree.
describe('spread preferences', () => {
  it('share tasks between the values of a label, however many nodes have each', () => {
    const nodes = [inZone('a', 'x'), inZone('b', 'x'), inZone('c', 'x'), inZone('d', 'y')];
    const bench = new PlacementBench(nodes);

    const { perNode } = bench.place(spreading(6, 'node.labels.zone'));

    expect(perNode).toEqual({ a: 1, b: 1, c: 1, d: 3 });
  });

  it('count the tasks that a branch has already', () => {
    const bench = new PlacementBench([inZone('a', 'x'), inZone('b', 'y')]);
    bench.book('a', ...older(3, 'old'));

    const { perNode } = bench.place(spreading(5, 'node.labels.zone'));

    expect(perNode).toEqual({ a: 1, b: 4 });
  });

  it('share the part of each branch out again at the next level', () => {
    const at = (id: string, zone: string, rack: string): Node => aLabelledNode(id, { zone, rack });
    const bench = new PlacementBench([
      at('x1', 'x', '1'),
      at('x2a', 'x', '2'),
      at('x2b', 'x', '2'),
      at('y1', 'y', '1'),
    ]);

    const { perNode } = bench.place(spreading(8, 'node.labels.zone', 'node.labels.rack'));

    expect(perNode).toEqual({ x1: 2, x2a: 1, x2b: 1, y1: 4 });
  });

  it('go by the order of the levels', () => {
    const at = (id: string, zone: string, rack: string): Node => aLabelledNode(id, { zone, rack });
    const bench = new PlacementBench([at('x1', 'x', '1'), at('x2', 'x', '2'), at('y1', 'y', '1')]);

    const { perNode } = bench.place(spreading(8, 'node.labels.rack', 'node.labels.zone'));

    expect(perNode).toEqual({ x1: 2, x2: 4, y1: 2 });
  });

  it('read the labels of engines, too', () => {
    const onDisk = (id: string, disk: string): Node =>
      aNode(id, { description: { hostname: id, engine: { labels: { disk } } } });
    const bench = new PlacementBench([onDisk('a', 'ssd'), onDisk('b', 'ssd'), onDisk('c', 'hdd')]);

    const { perNode } = bench.place(spreading(4, 'engine.labels.disk'));

    expect(perNode).toEqual({ a: 1, b: 1, c: 2 });
  });

  it('put nodes without the label, and with an empty one, into one branch', () => {
    const bench = new PlacementBench([
      aNode('none'),
      aLabelledNode('other', { rack: '1' }),
      aLabelledNode('empty', { zone: '' }),
      inZone('x', 'x'),
    ]);

    const { perNode } = bench.place(spreading(6, 'node.labels.zone'));

    expect(perNode).toEqual({ none: 1, other: 1, empty: 1, x: 3 });
  });

  it.each([
    { name: 'the prefix in any case', spread: 'NODE.Labels.zone', isKnown: true },
    { name: 'a label in its own case only', spread: 'node.labels.Zone', isKnown: false },
    { name: 'no descriptor without a label', spread: 'node.labels.', isKnown: false },
    { name: 'no other property of nodes', spread: 'node.id', isKnown: false },
    { name: 'no empty descriptor', spread: '', isKnown: false },
  ])('know $name', ({ spread, isKnown }) => {
    const bench = new PlacementBench([inZone('a', 'x'), inZone('b', 'x'), inZone('c', 'y')]);

    const { perNode } = bench.place(spreading(12, spread));

    expect(perNode).toEqual(isKnown ? { a: 3, b: 3, c: 6 } : { a: 4, b: 4, c: 4 });
  });

  it('pass over a level that they do not know', () => {
    const bench = new PlacementBench([inZone('a', 'x'), inZone('b', 'x'), inZone('c', 'y')]);

    const { perNode } = bench.place(spreading(4, 'node.hostname', 'node.labels.zone'));

    expect(perNode).toEqual({ a: 1, b: 1, c: 2 });
  });

  it('tell values apart that differ in case', () => {
    const bench = new PlacementBench([inZone('a', 'x'), inZone('b', 'x'), inZone('c', 'X')]);

    expect(bench.place(spreading(4, 'node.labels.zone')).perNode).toEqual({ a: 1, b: 1, c: 2 });
  });

  it('count tasks on nodes that take none any more', () => {
    const bench = new PlacementBench([
      drained(inZone('a', 'x')),
      inZone('b', 'x'),
      inZone('c', 'y'),
    ]);
    bench.book('a', ...older(3, 'old'));

    const { perNode } = bench.place(spreading(3, 'node.labels.zone'));

    expect(perNode).toEqual({ c: 3 });
  });

  it('place all the same on what is left when a branch can take nothing', () => {
    const bench = new PlacementBench([drained(inZone('a', 'x')), inZone('b', 'y')]);

    expect(bench.place(spreading(4, 'node.labels.zone')).perNode).toEqual({ b: 4 });
  });

  it('leave tasks over when all branches are full', () => {
    const bench = new PlacementBench([inZone('a', 'x', 1), inZone('b', 'y', 2)]);

    const { perNode, unplaced, explanation } = bench.place(reservingInZones(5));

    expect(perNode).toEqual({ a: 1, b: 2 });
    expect(unplaced).toBe(2);
    expect(explanation).toMatch(/^insufficient resources on/);
  });
});

// SwarmKit: manager/scheduler/scheduler.go, scheduleNTasksOnSubtree.
describe('the share of a branch', () => {
  it('is reckoned with a branch that has no usable node', () => {
    // Three of nine for each: y has its own three, and z gets its share once more in the next round.
    const bench = new PlacementBench([
      drained(inZone('a', 'x')),
      inZone('b', 'y'),
      inZone('c', 'z'),
    ]);
    bench.book('b', ...older(3, 'old'));

    const { perNode } = bench.place(spreading(6, 'node.labels.zone'));

    expect(perNode).toEqual({ c: 6 });
  });

  it('goes by the tasks of the start in every round, so that the next one gives too much', () => {
    // Of 13 each gets 4 and one 5; x takes 1 of them. Of the 3 left y, with 4 at the start, gets none.
    const bench = new PlacementBench([inZone('a', 'x', 1), inZone('b', 'y'), inZone('c', 'z')]);
    bench.book('b', ...older(4, 'old'));

    const { perNode } = bench.place(reservingInZones(9));

    expect(perNode).toEqual({ a: 1, b: 1, c: 7 });
  });

  it('leaves the tasks of a full branch out of the next round', () => {
    // Of 15 each gets 5: x none, y two, z five. Of the 4 without x, for one more task, y has its 2.
    const nodes = [drained(inZone('a', 'x')), inZone('b', 'y'), inZone('c', 'z')];
    const bench = new PlacementBench(nodes);
    bench.book('a', ...older(4, 'old-a')).book('b', ...older(3, 'old-b'));

    const { perNode } = bench.place(spreading(8, 'node.labels.zone'));

    expect(perNode).toEqual({ b: 2, c: 6 });
  });

  it('is larger in the next round by what a full branch left', () => {
    // Of 15 each gets 5: x none, y two, z five. Of the 8 without x each gets 4: y one, z four.
    const nodes = [drained(inZone('a', 'x')), inZone('b', 'y'), inZone('c', 'z')];
    const bench = new PlacementBench(nodes);
    bench.book('b', ...older(3, 'old'));

    const { perNode } = bench.place(spreading(12, 'node.labels.zone'));

    expect(perNode).toEqual({ b: 3, c: 9 });
  });

  it('goes to its best nodes in every round', () => {
    // Of 12 each gets 4: x none, y has its own five, and z gets its four; then all that is left.
    const bench = new PlacementBench([
      drained(inZone('a', 'x')),
      inZone('b', 'y'),
      inZone('c1', 'z'),
      inZone('c2', 'z', 1),
      inZone('c3', 'z'),
    ]);
    bench.book('b', ...older(5, 'old'));

    const { perNode } = bench.place(reservingInZones(7));

    expect(perNode).toEqual({ c1: 3, c2: 1, c3: 3 });
  });

  it('is one more for no more branches than there are tasks left over', () => {
    const bench = new PlacementBench(['x', 'y', 'z'].map((zone) => inZone(zone, zone)));

    expect(bench.place(spreading(4, 'node.labels.zone')).perNode).toEqual({ x: 2, y: 1, z: 1 });
    expect(bench.place(spreading(5, 'node.labels.zone')).unplaced).toBe(0);
  });

  it('leaves the remainder to others where a branch cannot take its own', () => {
    const bench = new PlacementBench([inZone('a', 'x', 1), inZone('b', 'y'), inZone('c', 'z')]);

    const { perNode } = bench.place(reservingInZones(5));

    expect(perNode).toEqual({ a: 1, b: 2, c: 2 });
  });

  it('gets the remainder in the order of a map, which the seed decides', () => {
    const nodes = [inZone('a', 'x'), inZone('b', 'y')];
    const chosen = Array.from({ length: 20 }, (_, seed) => {
      const bench = new PlacementBench(nodes, { seed });
      return bench.place(spreading(1, 'node.labels.zone')).order.join(' ');
    });

    expect(new Set(chosen)).toEqual(new Set(['a', 'b']));
  });

  // A map of two branches is walked from the one that was met first, but for one cell of eight.
  it('gets the remainder seldom where it is met last, and not never', () => {
    const crowd = Array.from({ length: 15 }, (_, index) => inZone(`x${index}`, 'x'));
    const chosen = Array.from({ length: 200 }, (_, seed) => {
      const bench = new PlacementBench([inZone('alone', 'y'), ...crowd], { seed });
      return bench.place(spreading(1, 'node.labels.zone')).order.join(' ');
    });

    const share = chosen.filter((id) => id === 'alone').length;

    expect(share).toBeGreaterThan(10);
    expect(share).toBeLessThan(70);
  });
});
