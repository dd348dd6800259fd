import { describe, expect, it } from 'vitest';
import { aService, aTask, serviceSpec } from '../../test-support/hand-driven-swarm.ts';
import { toId, type NodeId, type TaskId } from '../model/ids.ts';
import type { ServiceMode } from '../model/service.ts';
import type { Task } from '../model/task.ts';
import {
  groupTasks,
  newestTask,
  slotKeyOf,
  slotNameIn,
  slotNameOf,
  sortByInstant,
} from './slot.ts';

const node = toId<NodeId>('a');

/** A task whose agent said something at an instant, and whose manager may have recorded it later. */
function taskAt(id: string, at: number, appliedAt?: number): Task {
  const status = { state: 'failed', at, message: '', err: '' } as const;
  return aTask({
    id: toId<TaskId>(id),
    status: { ...status, ...(appliedAt === undefined ? {} : { appliedAt }) },
  });
}

function idsOf(tasks: readonly Task[]): readonly string[] {
  return tasks.map((task) => task.id);
}

// SwarmKit: manager/orchestrator/taskinit/init.go, SlotTuple.
describe('the name of a slot', () => {
  it('is a number, or a node where there is none', () => {
    expect(slotNameOf({ slot: 3, nodeId: node })).toBe('3');
    expect(slotNameOf({ slot: 0, nodeId: node })).toBe('@a');
    expect(slotKeyOf({ slot: 3, nodeId: node })).toBe(3);
    expect(slotKeyOf({ slot: 0, nodeId: node })).toBe('@a');
  });

  it.each<{ readonly mode: ServiceMode; readonly name: string }>([
    { mode: { kind: 'replicated', replicas: 1 }, name: '0' },
    { mode: { kind: 'replicated-job', maxConcurrent: 1, totalCompletions: 1 }, name: '0' },
    { mode: { kind: 'global' }, name: '@a' },
    { mode: { kind: 'global-job' }, name: '@a' },
  ])('is $name within a service that is $mode.kind', ({ mode, name }) => {
    const service = aService({ spec: serviceSpec('web', { mode }) });

    expect(slotNameIn(service, { slot: 0, nodeId: node })).toBe(name);
  });
});

describe('groupTasks', () => {
  it('puts tasks of a slot together, in their order', () => {
    const tasks = [1, 2, 1].map((slot, index) => aTask({ slot, incarnation: index }));

    const groups = groupTasks(tasks, (task) => task.slot);

    expect([...groups]).toEqual([
      [1, [tasks[0], tasks[2]]],
      [2, [tasks[1]]],
    ]);
  });
});

// SwarmKit: manager/orchestrator/task.go, taskTimestamp and TasksByTimestamp.
describe('the instant of a task', () => {
  const tasks = [taskAt('late', 5, 30), taskAt('early', 20), taskAt('same', 99, 30)];

  it('is the one at which a manager recorded it, if any', () => {
    expect(idsOf(sortByInstant(tasks))).toEqual(['early', 'late', 'same']);
    expect(idsOf(tasks)).toEqual(['late', 'early', 'same']);
  });

  it('says which is the newest; of two alike the later one', () => {
    expect(newestTask(tasks)?.id).toBe('same');
    expect(newestTask(tasks.slice(0, 2))?.id).toBe('late');
    expect(newestTask([])).toBeUndefined();
  });
});
