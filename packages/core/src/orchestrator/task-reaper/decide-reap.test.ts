import { describe, expect, it } from 'vitest';
import { aService, aTask, serviceSpec } from '../../../test-support/hand-driven-swarm.ts';
import { toId, type TaskId } from '../../model/ids.ts';
import type { TaskState } from '../../model/task-state.ts';
import type { Task } from '../../model/task.ts';
import { decideReap, historyLimitOf, isRemovable } from './decide-reap.ts';

function taskAt(at: number, state: TaskState, desiredState: TaskState = 'shutdown'): Task {
  const status = { state, at, message: '', err: '' };
  return aTask({ id: toId<TaskId>(`t${at}`), status, desiredState });
}

// SwarmKit: manager/orchestrator/taskreaper/task_reaper.go, tick.
describe('decideReap', () => {
  it('deletes the oldest ended tasks, live ones counted among those kept', () => {
    const slot = [taskAt(3, 'running', 'running'), taskAt(2, 'failed'), taskAt(1, 'failed')];

    const plan = decideReap({ slot, historyLimit: 2 });

    expect(plan.deletions.map((task) => task.id)).toEqual(['t1']);
    expect(plan.isStillDirty).toBe(false);
  });

  it('deletes as many as there are too many, and is done where one task lives', () => {
    const slot = [
      taskAt(1, 'running', 'running'),
      taskAt(2, 'failed'),
      taskAt(3, 'failed'),
      taskAt(4, 'failed'),
    ];

    const plan = decideReap({ slot, historyLimit: 2 });

    expect(plan.deletions.map((task) => task.id)).toEqual(['t2', 't3']);
    expect(plan.isStillDirty).toBe(false);
  });

  it('is done with a slot within its limit, however many live', () => {
    const slot = [taskAt(1, 'running'), taskAt(2, 'running')];

    expect(decideReap({ slot, historyLimit: 2 }).isStillDirty).toBe(false);
  });

  it('deletes nothing within the limit, or when the limit is negative', () => {
    const slot = [taskAt(1, 'failed'), taskAt(2, 'failed')];

    expect(decideReap({ slot, historyLimit: 2 }).deletions).toEqual([]);
    expect(decideReap({ slot, historyLimit: -1 }).deletions).toEqual([]);
  });

  it('counts tasks that will never run as ended', () => {
    const slot = [taskAt(1, 'pending'), taskAt(2, 'running', 'running')];

    expect(decideReap({ slot, historyLimit: 1 }).deletions.map((task) => task.id)).toEqual(['t1']);
  });

  it.each([
    { name: 'is on its way to a node', state: 'assigned', desired: 'shutdown' },
    { name: 'waits for a node', state: 'pending', desired: 'running' },
    { name: 'waits for its turn to start', state: 'pending', desired: 'ready' },
  ] as const)('keeps a task that $name', ({ state, desired }) => {
    const slot = [taskAt(1, state, desired), taskAt(2, 'running', 'running')];

    expect(decideReap({ slot, historyLimit: 1 })).toEqual({ deletions: [], isStillDirty: true });
  });

  it('stops counting those that live where it has deleted enough', () => {
    const slot = [taskAt(1, 'running'), taskAt(2, 'failed'), taskAt(3, 'running')];

    const plan = decideReap({ slot, historyLimit: 2 });

    expect(plan.deletions.map((task) => task.id)).toEqual(['t2']);
    expect(plan.isStillDirty).toBe(false);
  });

  it('keeps a slot dirty while several tasks in it have not ended', () => {
    const slot = [taskAt(1, 'running'), taskAt(2, 'assigned', 'running')];

    expect(decideReap({ slot, historyLimit: 0 })).toEqual({ deletions: [], isStillDirty: true });
  });

  it('goes by the managers’ clock where there is one', () => {
    const late = taskAt(1, 'failed');
    const slot = [{ ...late, status: { ...late.status, appliedAt: 9 } }, taskAt(2, 'failed')];

    expect(decideReap({ slot, historyLimit: 1 }).deletions.map((task) => task.id)).toEqual(['t2']);
  });
});

describe('historyLimitOf', () => {
  it('is one more than the attempts where these are limited, even below the cluster’s', () => {
    const restart = { condition: 'any', maxAttempts: 1 } as const;
    const limited = aService({ spec: serviceSpec('web', { task: { restart } }) });

    expect(historyLimitOf(limited, 5)).toBe(2);
    expect(historyLimitOf(aService(), 5)).toBe(5);
  });
});

// SwarmKit: manager/orchestrator/taskreaper/task_reaper.go, Run.
describe('isRemovable', () => {
  it.each([
    { name: 'removal of a task without a node', state: 'pending', desired: 'remove', is: true },
    { name: 'removal of a task just assigned', state: 'assigned', desired: 'remove', is: false },
    { name: 'removal of a running task', state: 'running', desired: 'remove', is: false },
    { name: 'removal of a completed task', state: 'complete', desired: 'remove', is: true },
    { name: 'a task that was shut down', state: 'shutdown', desired: 'shutdown', is: false },
    { name: 'an orphan of a service', state: 'orphaned', desired: 'running', is: false },
  ] as const)('is $is for $name', ({ state, desired, is }) => {
    expect(isRemovable(taskAt(1, state, desired))).toBe(is);
  });

  it('is true for an orphan without a service, and for no other such task', () => {
    expect(isRemovable({ ...taskAt(1, 'orphaned', 'running'), serviceId: '' })).toBe(true);
    expect(isRemovable({ ...taskAt(1, 'failed', 'shutdown'), serviceId: '' })).toBe(false);
  });
});
