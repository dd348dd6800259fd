import { describe, expect, it } from 'vitest';
import { aTask } from '../../test-support/hand-driven-swarm.ts';
import { toId, type NodeId, type ServiceId } from '../model/ids.ts';
import type { Task } from '../model/task.ts';
import {
  countFailures,
  faultyNodes,
  forgetNode,
  recordFailure,
  type FailureRecord,
} from './failure-window.ts';

const a = toId<NodeId>('a');
const windowMs = 5 * 60 * 1_000;

function taskOn(nodeId: string, change: Partial<Task> = {}): Task {
  return aTask({ nodeId: toId<NodeId>(nodeId), specVersion: 3, ...change });
}

function recordOf(
  ...failures: readonly { readonly at: number; readonly on?: string }[]
): FailureRecord {
  const record: FailureRecord = {};
  for (const { at, on = 'a' } of failures) recordFailure(record, taskOn(on), at);
  return record;
}

// SwarmKit: manager/scheduler/nodeinfo.go, countRecentFailures.
describe('countFailures', () => {
  it('counts failures up to five minutes old', () => {
    const record = recordOf({ at: 0 }, { at: 1 }, { at: 2 });
    const countAt = (now: number): number => countFailures(record, taskOn('a'), { nodeId: a, now });

    expect(countAt(2)).toBe(3);
    expect(countAt(windowMs)).toBe(3);
    expect(countAt(windowMs + 1)).toBe(2);
    expect(countAt(windowMs + 3)).toBe(0);
  });

  it.each([
    { name: 'on another node', task: taskOn('a'), nodeId: toId<NodeId>('b') },
    {
      name: 'of another service',
      task: taskOn('a', { serviceId: toId<ServiceId>('db') }),
      nodeId: a,
    },
    { name: 'of another version', task: taskOn('a', { specVersion: 4 }), nodeId: a },
  ])('does not count failures $name', ({ task, nodeId }) => {
    const record = recordOf({ at: 0 });

    expect(countFailures(record, task, { nodeId, now: 0 })).toBe(0);
  });

  // SwarmKit: manager/scheduler/nodeinfo.go, versionedService.
  it('takes a task without a version for one of version 0', () => {
    const record: FailureRecord = {};
    const { specVersion: _none, ...unversioned } = taskOn('a');

    recordFailure(record, unversioned, 0);

    expect(countFailures(record, taskOn('a', { specVersion: 0 }), { nodeId: a, now: 0 })).toBe(1);
  });
});

// SwarmKit: manager/scheduler/nodeinfo.go, taskFailed.
describe('recordFailure', () => {
  it('forgets failures that are five minutes old', () => {
    const record = recordOf({ at: 0 }, { at: 1 }, { at: windowMs });

    expect(Object.values(record).flatMap((nodes) => Object.values(nodes))).toEqual([[1, windowMs]]);
  });
});

// SwarmKit: manager/scheduler/scheduler.go, maxFailures.
describe('faultyNodes', () => {
  const failing = (count: number, on: string): { at: number; on: string }[] =>
    Array.from({ length: count }, (_, at) => ({ at, on }));

  it('lists the nodes with five recent failures or more', () => {
    const record = recordOf(...failing(4, 'a'), ...failing(5, 'b'), ...failing(6, 'c'));

    expect(faultyNodes(record, taskOn('x'), 10)).toEqual([
      ['b', 5],
      ['c', 6],
    ]);
  });

  it('lists a node no longer when failures have become old', () => {
    const record = recordOf(...failing(5, 'a'));

    expect(faultyNodes(record, taskOn('x'), windowMs)).toHaveLength(1);
    expect(faultyNodes(record, taskOn('x'), windowMs + 1)).toEqual([]);
  });

  it('lists nothing for another version of the service', () => {
    const record = recordOf(...failing(5, 'a'));

    expect(faultyNodes(record, taskOn('x', { specVersion: 4 }), 10)).toEqual([]);
  });

  it('takes ids for ids, whatever they are', () => {
    const record = recordOf(...failing(5, '__proto__'));

    expect(faultyNodes(record, taskOn('x'), 10)).toEqual([['__proto__', 5]]);
  });
});

// SwarmKit: manager/scheduler/nodeset.go, remove.
describe('forgetNode', () => {
  it('forgets the failures of the node alone', () => {
    const record = recordOf({ at: 0, on: 'a' }, { at: 0, on: 'b' });

    forgetNode(record, a);
    const left = countFailures(record, taskOn('x'), { nodeId: toId<NodeId>('b'), now: 0 });
    forgetNode(record, toId<NodeId>('b'));

    expect(left).toBe(1);
    expect(record).toEqual({});
  });
});
