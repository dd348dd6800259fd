import type { Node } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { aCluster, aNode, aTask, tellStory } from '../../test-support/tell-story.ts';
import {
  lostTasksAreGivenUp,
  nodesGoDownOnlyAfterSilence,
  nodeStatesHaveTheirReason,
  nodeStatesTellTheTruth,
  tasksAreOrphanedAfterADay,
} from './node-invariants.ts';

const dispatcher = 'dispatcher:record-updates';
const day = 24 * 60 * 60 * 1_000;
const lost = aNode({ state: 'down' });

describe('nodesGoDownOnlyAfterSilence', () => {
  it.each([
    { name: 'after three periods', from: 'ready', after: 13_500, isRight: true },
    { name: 'before that', from: 'ready', after: 13_499, isRight: false },
    { name: 'after six periods under a new leader', from: 'unknown', after: 27_000, isRight: true },
    { name: 'before that', from: 'unknown', after: 26_999, isRight: false },
  ] as const)('tells a node that goes down $name', ({ from, after, isRight }) => {
    const teller = tellStory(nodesGoDownOnlyAfterSilence);
    teller.commit(0, 'node-join', { nodes: [aNode({ state: 'down' })] });
    const writtenBy = from === 'ready' ? dispatcher : 'managers:campaign';
    teller.commit(1_000, writtenBy, { nodes: [aNode({ state: from })] });

    const problem = teller.commit(1_000 + after, dispatcher, { nodes: [lost] });

    expect(problem === undefined).toBe(isRight);
    expect(teller.premises).toBe(1);
  });

  it('goes by the heartbeat period of the cluster', () => {
    const teller = tellStory(nodesGoDownOnlyAfterSilence, { cluster: aCluster(5, 1_000) });
    teller.commit(0, 'node-join', { nodes: [aNode({ state: 'unknown' })] });
    teller.commit(1_000, dispatcher, { nodes: [aNode()] });

    expect(teller.commit(2_500, dispatcher, { nodes: [lost] })).toBeUndefined();
  });
});

describe('nodeStatesHaveTheirReason', () => {
  it.each([
    { from: 'unknown', to: 'ready', by: dispatcher, isRight: true },
    { from: 'ready', to: 'down', by: dispatcher, isRight: true },
    { from: 'ready', to: 'unknown', by: 'managers:campaign', isRight: true },
    { from: 'down', to: 'unknown', by: 'managers:campaign', isRight: false },
    { from: 'unknown', to: 'ready', by: 'node-update', isRight: false },
    { from: 'ready', to: 'unknown', by: dispatcher, isRight: false },
    { from: 'ready', to: 'disconnected', by: dispatcher, isRight: false },
  ] as const)('tells whether $by may make $from $to', ({ from, to, by, isRight }) => {
    const teller = tellStory(nodeStatesHaveTheirReason);
    teller.commit(0, dispatcher, { nodes: [aNode({ state: from })] });
    const before = teller.premises;

    expect(teller.commit(1, by, { nodes: [aNode({ state: to })] }) === undefined).toBe(isRight);
    expect(teller.premises).toBe(before + 1);
  });
});

describe('nodeStatesTellTheTruth', () => {
  it.each([
    { state: 'ready', isUp: true, isRight: true },
    { state: 'down', isUp: true, isRight: false },
    { state: 'unknown', isUp: true, isRight: false },
    { state: 'down', isUp: false, isRight: true },
    { state: 'ready', isUp: false, isRight: false },
  ] as const)('tells a node that is $state, and connected: $isUp', ({ state, isUp, isRight }) => {
    const teller = tellStory(nodeStatesTellTheTruth, { up: isUp ? { A: [] } : {} });
    teller.commit(0, 'test', { nodes: [aNode({ state })] });

    const node: Node['id'] = aNode().id;
    const problem = teller.look(99_000);
    expect(problem?.evidence.node).toBe(isRight ? undefined : node);
    expect(teller.premises).toBe(1);
  });

  it('gives a node its time', () => {
    const teller = tellStory(nodeStatesTellTheTruth);
    teller.commit(0, 'test', { nodes: [aNode({ updatedAt: 90_000 })] });

    expect(teller.look(99_000)).toBeUndefined();
  });
});

describe('tasksAreOrphanedAfterADay', () => {
  const orphaned = aTask({ state: 'orphaned' });

  it.each([
    { name: 'a day after its node was lost', at: 1_000 + day, isRight: true },
    { name: 'a second earlier', at: day, isRight: false },
  ])('tells a task that is given up $name', ({ at, isRight }) => {
    const teller = tellStory(tasksAreOrphanedAfterADay);
    teller.commit(0, 'test', { nodes: [aNode()], tasks: [aTask()] });
    teller.commit(1_000, dispatcher, { nodes: [lost] });

    const problem = teller.commit(at, 'dispatcher:node-abandoned', { tasks: [orphaned] });

    expect(problem === undefined).toBe(isRight);
    expect(teller.premises).toBe(1);
  });

  it('counts anew when the node was back meanwhile', () => {
    const teller = tellStory(tasksAreOrphanedAfterADay);
    teller.commit(0, 'test', { nodes: [lost], tasks: [aTask()] });
    teller.commit(day - 2, dispatcher, { nodes: [aNode()] });
    teller.commit(day - 1, dispatcher, { nodes: [lost] });

    expect(teller.commit(day, 'dispatcher:node-abandoned', { tasks: [orphaned] })).toBeDefined();
  });

  it('lets tasks go with the node that is removed', () => {
    const teller = tellStory(tasksAreOrphanedAfterADay);
    teller.commit(0, 'test', { nodes: [aNode()], tasks: [aTask()] });

    expect(teller.commit(1, 'node-remove', { tasks: [orphaned], gone: ['A'] })).toBeUndefined();
  });
});

describe('lostTasksAreGivenUp', () => {
  it.each([
    { name: 'runs', state: 'running', at: day + 1_000, isRight: false },
    { name: 'is given up', state: 'orphaned', at: day + 1_000, isRight: true },
    { name: 'runs, but not for a day', state: 'running', at: day, isRight: true },
  ] as const)('tells a task of a lost node that $name', ({ state, at, isRight }) => {
    const teller = tellStory(lostTasksAreGivenUp);
    teller.commit(0, 'test', { nodes: [lost], tasks: [aTask({ state })] });

    expect(teller.look(at) === undefined).toBe(isRight);
  });
});
