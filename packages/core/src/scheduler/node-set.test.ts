import { describe, expect, it } from 'vitest';
import { aNode } from '../../test-support/hand-driven-swarm.ts';
import {
  aNodeWith,
  aWaitingTask,
  PlacementBench,
  reserving,
  waitingTasks,
} from '../../test-support/placement-bench.ts';
import { toId, type NodeId } from '../model/ids.ts';
import type { GenericResource, Resources } from '../model/resources.ts';
import type { Task } from '../model/task.ts';

const counted = (value: number): GenericResource => ({ kind: 'discrete', resource: 'gpu', value });
const named = (value: string): GenericResource => ({ kind: 'named', resource: 'gpu', value });
const wanting = (id: string, count: number): Task =>
  aWaitingTask(id, reserving({ generic: [counted(count)] }));

function gpuNode(...generic: readonly GenericResource[]): Partial<Resources> {
  return { generic };
}

// SwarmKit: manager/scheduler/nodeset.go, remove; scheduler.go, createOrUpdateNode.
describe('a node that leaves', () => {
  it('is forgotten with all that was booked on it', () => {
    const node = aNodeWith('a', { nanoCpus: 2 });
    const bench = new PlacementBench([node]).book(
      'a',
      aWaitingTask('old', reserving({ nanoCpus: 2 })),
    );

    bench.nodes.remove(node.id);
    bench.nodes.put(node);

    expect(bench.place(waitingTasks(2, reserving({ nanoCpus: 1 }))).perNode).toEqual({ a: 2 });
  });

  it('leaves nothing behind for the node that joins next', () => {
    const bench = new PlacementBench([aNode('a'), aNode('b')]).book('a', ...waitingTasks(5));

    bench.nodes.remove(toId<NodeId>('a'));
    bench.nodes.put(aNode('c'));

    expect(bench.place([aWaitingTask('t')]).order).toEqual(['b']);
    expect(bench.place([aWaitingTask('u')]).order).toEqual(['c']);
  });

  it('keeps its place when only its record changes', () => {
    const bench = new PlacementBench([aNode('a'), aNode('b')]);

    bench.nodes.put(aNode('a'));

    expect(bench.place(waitingTasks(1)).order).toEqual(['a']);
  });

  it('leaves room for as many nodes as there are', () => {
    const nodes = Array.from({ length: 100 }, (_, index) =>
      aNodeWith(`n${index}`, { nanoCpus: 1 }),
    );
    const bench = new PlacementBench(nodes.slice(0, 50));
    const spec = reserving({ nanoCpus: 1 });

    const before = bench.place(waitingTasks(50, spec));
    for (const node of nodes.slice(50)) bench.nodes.put(node);
    const after = bench.place(waitingTasks(60, spec));

    expect(before.unplaced).toBe(0);
    expect(after.unplaced).toBe(10);
    expect(Object.keys(after.perNode).sort()).toEqual(nodes.slice(50).map(({ id }) => id));
  });
});

describe('a set of nodes', () => {
  it('has as many as joined and did not leave', () => {
    const { nodes } = new PlacementBench([aNode('a'), aNode('b'), aNode('c')]);

    nodes.remove(toId<NodeId>('b'));
    nodes.put(aNode('c'));

    expect(nodes.size).toBe(2);
    expect([...nodes.slots()].map((slot) => nodes.nodeAt(slot)?.id)).toEqual(['a', 'c']);
  });
});

// SwarmKit: manager/scheduler/nodeinfo.go, addTask and removeTask; api/genericresource.
describe('generic resources of a node', () => {
  it('are claimed by name, and come back when the task ends', () => {
    const bench = new PlacementBench([aNodeWith('a', gpuNode(named('A'), named('B')))]);

    bench.book('a', wanting('one', 1), wanting('two', 1));
    bench.release('one');
    bench.book('a', wanting('three', 1));

    expect(bench.claimsOf('two')).toEqual([named('B')]);
    expect(bench.claimsOf('three')).toEqual([named('A')]);
  });

  it('are not there twice', () => {
    const bench = new PlacementBench([aNodeWith('a', gpuNode(counted(3)))]);

    const { perNode, explanation } = bench.place([wanting('one', 2), wanting('two', 2)]);

    expect(perNode).toEqual({ a: 1 });
    expect(explanation).toBe('insufficient resources on 1 node');
  });

  it('need not suffice for a kind that is listed twice', () => {
    const bench = new PlacementBench([aNodeWith('a', gpuNode(counted(3)))]);
    const greedy = aWaitingTask('t', reserving({ generic: [counted(2), counted(2)] }));

    expect(bench.place([greedy]).order).toEqual(['a']);
  });

  it('are left alone by a task that reserves none', () => {
    const bench = new PlacementBench([aNodeWith('a', { nanoCpus: 1, ...gpuNode(counted(1)) })]);

    bench.book('a', aWaitingTask('plain'), aWaitingTask('cpu', reserving({ nanoCpus: 1 })));

    expect([bench.claimsOf('plain'), bench.claimsOf('cpu')]).toEqual([[], []]);
    expect(bench.place([wanting('t', 1)]).order).toEqual(['a']);
  });

  it('are not held on a node that has none, whatever a task says that it holds', () => {
    const bench = new PlacementBench([aNode('a')]);

    bench.book('a', { ...wanting('t', 1), assignedGenericResources: [named('A')] });

    expect(bench.claimsOf('t')).toEqual([]);
  });

  it('must be reported by the node even where none is asked for', () => {
    const bench = new PlacementBench([aNode('a'), aNodeWith('b', gpuNode(counted(1)))]);

    expect(bench.place([wanting('t', 0)]).order).toEqual(['b']);
  });

  // SwarmKit: manager/scheduler/scheduler.go, createOrUpdateNode.
  it('are reckoned anew when the node declares others', () => {
    const bench = new PlacementBench([aNodeWith('a', gpuNode(named('A'), named('B')))]);
    bench.book('a', wanting('one', 1));

    bench.nodes.put(aNodeWith('a', gpuNode(named('A'), named('C'))));
    bench.book('a', wanting('two', 1));

    expect(bench.claimsOf('one')).toEqual([named('A')]);
    expect(bench.claimsOf('two')).toEqual([named('C')]);
  });

  it('are gone when the node declares none', () => {
    const bench = new PlacementBench([aNodeWith('a', gpuNode(counted(2)))]);

    bench.nodes.put(aNode('a'));

    expect(bench.place([wanting('t', 1)]).explanation).toBe('insufficient resources on 1 node');
  });
});
