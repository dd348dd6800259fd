import { describe, expect, it } from 'vitest';
import {
  aLabelledNode,
  aWaitingTask,
  PlacementBench,
} from '../../../test-support/placement-bench.ts';
import type { Task } from '../../model/task.ts';
import { constraintFilter } from './constraint-filter.ts';

function constrained(...constraints: readonly string[]): Task {
  return aWaitingTask('t', { placement: { constraints } });
}

// SwarmKit: manager/scheduler/filter.go, ConstraintFilter.
describe('constraintFilter', () => {
  const bench = new PlacementBench([
    aLabelledNode('a', { zone: 'x' }),
    aLabelledNode('b', { zone: 'y' }),
  ]);

  it('passes the nodes that satisfy every constraint', () => {
    const task = constrained('node.labels.zone==x', 'node.role==worker');

    expect(bench.check(constraintFilter, task, 'a')).toBe(true);
    expect(bench.check(constraintFilter, task, 'b')).toBe(false);
  });

  it('refuses a node that satisfies only some constraints', () => {
    const task = constrained('node.labels.zone==x', 'node.role==manager');

    expect(bench.check(constraintFilter, task, 'a')).toBe(false);
  });

  it('has nothing to say about a task without constraints', () => {
    expect(bench.check(constraintFilter, aWaitingTask('t'), 'a')).toBeUndefined();
    expect(bench.check(constraintFilter, constrained(), 'a')).toBeUndefined();
  });

  it('ignores all constraints where one cannot be parsed', () => {
    const task = constrained('node.labels.zone==y', 'nonsense');

    expect(bench.check(constraintFilter, task, 'a')).toBeUndefined();
  });

  it('looks again at a node that changed, and not at what stood in its place before', () => {
    const own = new PlacementBench([aLabelledNode('a', { zone: 'x' })]);
    const task = constrained('node.labels.zone==x');
    const before = own.check(constraintFilter, task, 'a');

    own.nodes.put(aLabelledNode('a', { zone: 'y' }));
    const changed = own.check(constraintFilter, task, 'a');
    own.nodes.remove(aLabelledNode('a', {}).id);
    own.nodes.put(aLabelledNode('b', { zone: 'x' }));
    const replaced = own.check(constraintFilter, task, 'b');

    expect([before, changed, replaced]).toEqual([true, false, true]);
  });

  it('judges alike however many other lists were asked about in between', () => {
    const own = new PlacementBench([aLabelledNode('a', { zone: 'z7' })]);
    const answers = Array.from({ length: 300 }, (_, index) =>
      own.check(constraintFilter, constrained(`node.labels.zone==z${index % 150}`), 'a'),
    );

    expect([...answers.keys()].filter((index) => answers[index] === true)).toEqual([7, 157]);
  });

  it('speaks of one node and of many', () => {
    expect(constraintFilter.explain(1)).toBe('scheduling constraints not satisfied on 1 node');
    expect(constraintFilter.explain(2)).toBe('scheduling constraints not satisfied on 2 nodes');
  });

  it('takes tasks for different that have different constraints', () => {
    const inputs = [[], ['a1==b'], ['a1==b', 'c1==d']].map((list) =>
      constraintFilter.inputs(constrained(...list)),
    );

    expect(new Set(inputs).size).toBe(3);
  });
});
