import { describe, expect, it } from 'vitest';
import { aNode } from '../../test-support/hand-driven-swarm.ts';
import { createRandom } from '../kernel/random.ts';
import { toId, type NodeId } from '../model/ids.ts';
import { NodeSet } from './node-set.ts';
import { tourNodes } from './node-tour.ts';
import { createTies, type TieMode } from './ties.ts';

function nodeSet(count: number): NodeSet {
  const nodes = new NodeSet(() => 0);
  for (let index = 0; index < count; index += 1) nodes.put(aNode(`n${index}`));
  return nodes;
}

/** The slots in the order in which they are visited. */
function visits(nodes: NodeSet, mode: TieMode, seed = 0): readonly number[] {
  const visited: number[] = [];
  const ties = createTies(mode, createRandom(seed)).breakerFor('tour');
  tourNodes(nodes, ties, (slot) => visited.push(slot));
  return visited;
}

const sorted = (slots: readonly number[]): readonly number[] => [...slots].sort((a, b) => a - b);

// SwarmKit: manager/scheduler/nodeset.go, tree, which walks a Go map of all nodes.
describe('a tour of the nodes', () => {
  it.each([0, 1, 3, 16, 64, 65, 150, 330])('visits each of %i nodes once', (count) => {
    for (let seed = 0; seed < 20; seed += 1) {
      expect(sorted(visits(nodeSet(count), 'seeded', seed))).toEqual([...Array(count).keys()]);
    }
  });

  it('passes over nodes that left', () => {
    const nodes = nodeSet(150);
    const gone = [0, 70, 149];
    for (const slot of gone) nodes.remove(toId<NodeId>(`n${slot}`));

    const left = [...Array(150).keys()].filter((slot) => !gone.includes(slot));
    expect(sorted(visits(nodes, 'seeded', 1))).toEqual(left);
  });

  it('begins with any node, by the seed', () => {
    const first = Array.from({ length: 400 }, (_, seed) => visits(nodeSet(20), 'seeded', seed)[0]);
    const far = Array.from(
      { length: 40 },
      (_, seed) => visits(nodeSet(330), 'seeded', seed)[0] ?? 0,
    );

    expect(new Set(first).size).toBe(20);
    expect(new Set(far.map((slot) => slot >> 6)).size).toBe(6);
  });

  it('keeps neighbours together where nodes are many', () => {
    const blocks = visits(nodeSet(320), 'seeded', 3).map((slot) => slot >> 6);
    const changes = blocks.filter((block, index) => index > 0 && block !== blocks[index - 1]);

    expect(changes).toHaveLength(4);
  });

  it('goes from the oldest node to the newest, if ties are stable', () => {
    const nodes = nodeSet(100);
    nodes.remove(toId<NodeId>('n2'));
    nodes.put(aNode('late'));

    expect(visits(nodes, 'stable')).toEqual([0, 1, ...[...Array(100).keys()].slice(3), 2]);
  });
});
