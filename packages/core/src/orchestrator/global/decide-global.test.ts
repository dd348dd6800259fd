import { describe, expect, it } from 'vitest';
import { aNode, aTask } from '../../../test-support/hand-driven-swarm.ts';
import { parseConstraints } from '../../constraint/parse-constraints.ts';
import { toId, type NodeId } from '../../model/ids.ts';
import type { Node, NodeAvailability } from '../../model/node.ts';
import type { Task } from '../../model/task.ts';
import { decideEndedTask, decideGlobal, decideGlobalNode } from './decide-global.ts';

function taskOn(nodeId: string): Task {
  return aTask({ slot: 0, nodeId: toId<NodeId>(nodeId) });
}

function nodeWith(id: string, availability: NodeAvailability): Node {
  return aNode(id, { spec: { role: 'worker', availability } });
}

const down = aNode('d', { status: { state: 'down', message: '', addr: '' } });
const onlyA = parseConstraints(['node.id==a']);

// SwarmKit: manager/orchestrator/global/global.go, reconcileServices.
describe('decideGlobal', () => {
  it('creates a task on each node that has none, unless it is paused, drained or down', () => {
    const plan = decideGlobal({
      constraints: [],
      nodes: [aNode('a'), nodeWith('b', 'pause'), nodeWith('c', 'drain'), down, aNode('e')],
      updatable: new Map([['e', [taskOn('e')]]]),
    });

    expect(plan.decisions).toEqual([{ kind: 'create', nodeId: 'a' }]);
    expect(plan.surviving).toEqual([[taskOn('e')]]);
  });

  it('shuts down tasks where the constraints are not met, even on paused nodes', () => {
    const plan = decideGlobal({
      constraints: onlyA,
      nodes: [aNode('a'), nodeWith('b', 'pause'), aNode('c')],
      updatable: new Map([['b', [taskOn('b')]]]),
    });

    expect(plan.decisions).toEqual([
      { kind: 'create', nodeId: 'a' },
      { kind: 'shut-down', task: taskOn('b') },
    ]);
  });

  it('leaves tasks on paused nodes alone', () => {
    const plan = decideGlobal({
      constraints: [],
      nodes: [nodeWith('b', 'pause')],
      updatable: new Map([['b', [taskOn('b')]]]),
    });

    expect(plan).toEqual({ decisions: [], surviving: [] });
  });

  it('shuts down tasks on nodes that are drained, down or gone', () => {
    const plan = decideGlobal({
      constraints: [],
      nodes: [nodeWith('c', 'drain'), down],
      updatable: new Map(['c', 'd', 'gone'].map((id) => [id, [taskOn(id)]])),
    });

    expect(plan.decisions).toEqual(
      ['c', 'd', 'gone'].map((id) => ({ kind: 'shut-down', task: taskOn(id) })),
    );
  });
});

// SwarmKit: manager/orchestrator/global/global.go, reconcileOneNode.
describe('decideGlobalNode', () => {
  const node = aNode('a');

  it('creates a task on a node without one', () => {
    const decisions = decideGlobalNode({ constraints: [], node, slot: [], isDirty: () => false });

    expect(decisions).toEqual([{ kind: 'create', nodeId: 'a' }]);
  });

  it('replaces an outdated task at once', () => {
    const slot = [taskOn('a')];

    const decisions = decideGlobalNode({ constraints: [], node, slot, isDirty: () => true });

    expect(decisions).toEqual([
      { kind: 'create', nodeId: 'a' },
      { kind: 'shut-down', task: taskOn('a') },
    ]);
  });

  it('keeps one task and shuts down the others', () => {
    const slot = [taskOn('a'), { ...taskOn('a'), incarnation: 1 }];

    const decisions = decideGlobalNode({ constraints: [], node, slot, isDirty: () => false });

    expect(decisions).toEqual([{ kind: 'shut-down', task: slot[1] }]);
  });

  it('does nothing where the constraints are not met', () => {
    const slot = [taskOn('b')];

    const decisions = decideGlobalNode({
      constraints: onlyA,
      node: aNode('b'),
      slot,
      isDirty: () => true,
    });

    expect(decisions).toEqual([]);
  });
});

// SwarmKit: manager/orchestrator/global/global.go, tickTasks.
describe('decideEndedTask', () => {
  it.each([
    { name: 'an active node', node: aNode('a'), outcome: 'restart' },
    { name: 'a paused node', node: nodeWith('a', 'pause'), outcome: 'shut-down' },
    { name: 'a node off its constraints', node: aNode('b'), outcome: 'shut-down' },
    { name: 'a drained node', node: nodeWith('a', 'drain'), outcome: 'leave' },
    { name: 'a node that is gone', node: undefined, outcome: 'leave' },
  ])('says $outcome on $name', ({ node, outcome }) => {
    expect(decideEndedTask(onlyA, node)).toBe(outcome);
  });
});
