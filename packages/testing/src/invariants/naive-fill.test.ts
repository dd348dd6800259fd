import { createSwarm, linuxNodes, type Task } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { growTree, mayLieSo } from './naive-branches.ts';
import { findUnevenFill } from './naive-fill.ts';
import type { RoundNode } from './scheduling-round.ts';

const swarm = createSwarm({ nodes: linuxNodes(['A']) });
swarm.services.create({ name: 'web', image: 'app' });
swarm.settle();
const anyNode = swarm.nodes.get('A').node;
const anyTask = swarm.tasks.get('web.1');

function aNode(placed: number, change: Partial<RoundNode> = {}, label = ''): RoundNode {
  const node = { ...anyNode, spec: { ...anyNode.spec, labels: { rack: label } } };
  return { node, failures: 0, ownTasks: 0, allTasks: 0, room: Infinity, placed, ...change };
}

function isEven(nodes: readonly RoundNode[], size?: number): boolean | undefined {
  const wanted = nodes.reduce((sum, { placed }) => sum + placed, 0);
  const found = findUnevenFill({ nodes, size: size ?? wanted, wanted });
  return found === undefined ? undefined : found === 'fine';
}

describe('findUnevenFill', () => {
  it.each([
    { name: 'one each', nodes: [aNode(1), aNode(1), aNode(1)], fine: true },
    { name: 'two on one of two', nodes: [aNode(2), aNode(0)], fine: false },
    { name: 'the rest on any', nodes: [aNode(1), aNode(2), aNode(1)], fine: true },
    { name: 'fewer than nodes', nodes: [aNode(0), aNode(1), aNode(0)], fine: true },
    {
      name: 'the service counts first',
      nodes: [aNode(1, { ownTasks: 0, allTasks: 9 }), aNode(0, { ownTasks: 1, allTasks: 1 })],
      fine: true,
    },
    {
      name: 'then all tasks do',
      nodes: [aNode(1, { allTasks: 9 }), aNode(0, { allTasks: 8 })],
      fine: false,
    },
    {
      name: 'a node that failed often comes last',
      nodes: [aNode(1, { failures: 5 }), aNode(0, { ownTasks: 7, allTasks: 7 })],
      fine: false,
    },
    {
      name: 'a few failures count for nothing',
      nodes: [aNode(1, { failures: 4 }), aNode(0, { ownTasks: 1, allTasks: 1 })],
      fine: true,
    },
    {
      // SwarmKit does not go back to the first node before it has been at the last.
      name: 'the surplus before a node that is behind',
      nodes: [aNode(1), aNode(4), aNode(0, { ownTasks: 3, allTasks: 4 })],
      fine: true,
    },
    {
      name: 'no surplus elsewhere',
      nodes: [aNode(3), aNode(2), aNode(0, { ownTasks: 3, allTasks: 4 })],
      fine: false,
    },
    { name: 'what a full node cannot take', nodes: [aNode(1, { room: 1 }), aNode(4)], fine: true },
    { name: 'more than there is room', nodes: [aNode(2, { room: 1 }), aNode(3)], fine: false },
  ])('judges $name', ({ nodes, fine }) => {
    expect(isEven(nodes)).toBe(fine);
  });

  it('says nothing where equals may come in too many orders', () => {
    const nodes = Array.from({ length: 6 }, (_, index) => aNode(index === 0 ? 6 : 1, { room: 1 }));

    expect(isEven(nodes)).toBeUndefined();
  });
});

describe('mayLieSo', () => {
  const task: Task = {
    ...anyTask,
    spec: { ...anyTask.spec, placement: { preferences: [{ spread: 'node.labels.rack' }] } },
  };
  const mayLie = (nodes: readonly RoundNode[]): boolean | undefined => {
    const size = nodes.reduce((sum, { placed }) => sum + placed, 0);
    return mayLieSo(growTree({ task, size, nodes }), size);
  };

  it.each([
    { name: 'as many for each', nodes: [aNode(2, {}, 'x'), aNode(2, {}, 'y')], may: true },
    { name: 'the remainder anywhere', nodes: [aNode(2, {}, 'x'), aNode(3, {}, 'y')], may: true },
    { name: 'too many for one', nodes: [aNode(3, {}, 'x'), aNode(1, {}, 'y')], may: false },
    {
      name: 'what one has already',
      nodes: [aNode(0, { ownTasks: 2 }, 'x'), aNode(2, {}, 'y')],
      may: true,
    },
    {
      name: 'nodes of a branch together',
      nodes: [aNode(2, {}, 'x'), aNode(1, {}, 'x'), aNode(1, {}, 'y'), aNode(0, {}, 'z')],
      may: false,
    },
    {
      name: 'a branch without room',
      nodes: [aNode(0, { room: 0 }, 'x'), aNode(4, {}, 'y')],
      may: true,
    },
    {
      // A branch that takes more than its share in one round is not told so in the next.
      name: 'an imbalance after a branch dropped out',
      nodes: [aNode(0, { room: 0 }, 'x'), aNode(3, {}, 'y'), aNode(1, {}, 'z')],
      may: true,
    },
    {
      name: 'no such imbalance beyond that',
      nodes: [aNode(0, { room: 0 }, 'x'), aNode(4, {}, 'y'), aNode(0, {}, 'z')],
      may: false,
    },
  ])('judges $name', ({ nodes, may }) => {
    expect(mayLie(nodes)).toBe(may);
  });

  it('says nothing where it takes too long', () => {
    const nodes = Array.from({ length: 9 }, (_, index) =>
      aNode(index === 0 ? 3 : 0, {}, `${index}`),
    ).concat(aNode(3, { room: 3 }, 'last'));

    expect(mayLie(nodes)).not.toBe(true);
  });
});
