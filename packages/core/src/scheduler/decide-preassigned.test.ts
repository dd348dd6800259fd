import { describe, expect, it } from 'vitest';
import { aNode } from '../../test-support/hand-driven-swarm.ts';
import {
  aNodeWith,
  aWaitingTask,
  PlacementBench,
  reserving,
} from '../../test-support/placement-bench.ts';
import { toId, type NodeId } from '../model/ids.ts';
import type { Task, TaskSpec } from '../model/task.ts';

function comingTo(nodeId: string, spec: Partial<TaskSpec> = {}): Task {
  return { ...aWaitingTask(`on-${nodeId}`, spec), nodeId: toId<NodeId>(nodeId) };
}

// SwarmKit: manager/scheduler/scheduler.go, taskFitNode.
describe('decidePreassigned', () => {
  it('confirms a task that fits its node, and books it there', () => {
    const bench = new PlacementBench([aNodeWith('a', { nanoCpus: 3 })]);
    const task = comingTo('a', reserving({ nanoCpus: 2 }));

    const decisions = [bench.confirm(task), bench.confirm(task)].map(({ kind }) => kind);

    expect(decisions).toEqual(['confirm', 'refuse']);
  });

  it('refuses a task that does not fit, with the bare reason', () => {
    const bench = new PlacementBench([aNode('a'), aNodeWith('b', { nanoCpus: 9 })]);

    expect(bench.confirm(comingTo('a', reserving({ nanoCpus: 2 })))).toEqual({
      kind: 'refuse',
      explanation: 'insufficient resources on 1 node',
    });
  });

  it('books nothing for a task that it refuses', () => {
    const bench = new PlacementBench([aNodeWith('a', { nanoCpus: 3 })]);

    bench.confirm(comingTo('a', reserving({ nanoCpus: 4 })));

    expect(bench.confirm(comingTo('a', reserving({ nanoCpus: 3 }))).kind).toBe('confirm');
  });

  it('leaves a task alone whose node is gone', () => {
    const bench = new PlacementBench([aNode('a')]);

    expect(bench.confirm(comingTo('b'))).toEqual({ kind: 'wait' });
  });
});
