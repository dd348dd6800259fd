import { describe, expect, it } from 'vitest';
import { aTask } from '../../../test-support/hand-driven-swarm.ts';
import { toId, type TaskId } from '../../model/ids.ts';
import type { TaskState } from '../../model/task-state.ts';
import type { Task } from '../../model/task.ts';
import { decideReplicatedJob, type ReplicatedJobSnapshot } from './decide-replicated-job.ts';

/** A task of the second run, unless said otherwise. */
function taskIn(
  slot: number,
  state: TaskState,
  desiredState: TaskState = 'complete',
  iteration = 1,
): Task {
  const id = toId<TaskId>(`${iteration}-${slot}-${state}`);
  return aTask({ id, slot, state, desiredState, jobIteration: iteration });
}

/** One text for each decision, on a job that is at its second run. */
function decide(
  tasks: readonly Task[],
  limits: Partial<Pick<ReplicatedJobSnapshot, 'maxConcurrent' | 'totalCompletions'>> = {},
): readonly string[] {
  const snapshot = { maxConcurrent: 3, totalCompletions: 5, iteration: 1, tasks, ...limits };
  return decideReplicatedJob(snapshot).map((decision) => {
    if (decision.kind === 'create') return `create ${decision.slot}${decision.nodeId}`;
    return `${decision.kind} ${decision.task.id}`;
  });
}

// SwarmKit: manager/orchestrator/jobs/replicated/reconciler.go, ReconcileService.
describe('decideReplicatedJob', () => {
  it('creates as many tasks as may run at once, in slots from 0', () => {
    expect(decide([])).toEqual(['create 0', 'create 1', 'create 2']);
  });

  it('creates no more than there are completions', () => {
    expect(decide([], { maxConcurrent: 9, totalCompletions: 2 })).toEqual(['create 0', 'create 1']);
  });

  it('creates nothing when nothing may run, or nothing is to be completed', () => {
    expect(decide([], { maxConcurrent: 0 })).toEqual([]);
    expect(decide([], { totalCompletions: 0 })).toEqual([]);
  });

  it('goes on in the lowest slot that has no task of this run', () => {
    const tasks = [taskIn(0, 'running'), taskIn(1, 'complete'), taskIn(3, 'pending')];

    expect(decide(tasks)).toEqual(['create 2']);
  });

  it.each(['new', 'pending', 'assigned', 'ready', 'running'] as const)(
    'counts a task that is %s as one of those at once',
    (state) => {
      expect(decide([taskIn(0, state)], { maxConcurrent: 1 })).toEqual([]);
    },
  );

  it('counts a replacement that waits for its start', () => {
    expect(decide([taskIn(0, 'ready', 'ready')], { maxConcurrent: 1 })).toEqual([]);
  });

  it('counts what is completed although it was to stop', () => {
    const tasks = [taskIn(0, 'complete', 'shutdown')];

    expect(decide(tasks, { totalCompletions: 2 })).toEqual(['create 1']);
  });

  it('stops when everything is completed', () => {
    const tasks = [taskIn(0, 'complete'), taskIn(1, 'complete')];

    expect(decide(tasks, { totalCompletions: 2 })).toEqual([]);
  });

  it.each(['shutdown', 'failed', 'rejected', 'orphaned'] as const)(
    'hands a task that is %s over, and counts it as active for now',
    (state) => {
      const failed = taskIn(0, state);

      expect(decide([failed], { maxConcurrent: 1 })).toEqual([`restart ${failed.id}`]);
    },
  );

  it('uses the slot of a task that failed for good again', () => {
    expect(decide([taskIn(0, 'failed', 'shutdown')], { maxConcurrent: 1 })).toEqual(['create 0']);
  });

  it('creates before it restarts, and removes at last', () => {
    const left = taskIn(0, 'running', 'complete', 0);
    const failed = taskIn(0, 'failed');

    expect(decide([left, failed], { maxConcurrent: 2 })).toEqual([
      'create 1',
      `restart ${failed.id}`,
      `remove ${left.id}`,
    ]);
  });

  it.each([
    { name: 'running', state: 'running', desired: 'complete', isRemoved: true },
    { name: 'pending', state: 'pending', desired: 'complete', isRemoved: true },
    { name: 'shutting down', state: 'running', desired: 'shutdown', isRemoved: true },
    { name: 'to be removed already', state: 'running', desired: 'remove', isRemoved: false },
    { name: 'completed', state: 'complete', desired: 'complete', isRemoved: false },
    { name: 'failed', state: 'failed', desired: 'complete', isRemoved: false },
  ] as const)(
    'removes a task of an earlier run that is $name: $isRemoved',
    ({ state, desired, isRemoved }) => {
      const left = taskIn(0, state, desired, 0);
      const done = taskIn(0, 'complete');

      const decisions = decide([left, done], { totalCompletions: 1 });

      expect(decisions).toEqual(isRemoved ? [`remove ${left.id}`] : []);
    },
  );

  it('removes tasks of a run that was rolled back from', () => {
    const later = taskIn(0, 'running', 'complete', 2);

    expect(decide([later], { totalCompletions: 0 })).toEqual([`remove ${later.id}`]);
  });

  it('leaves a task alone that belongs to no run', () => {
    const stray = aTask({ slot: 0, desiredState: 'complete' });

    expect(decide([stray], { maxConcurrent: 1 })).toEqual(['create 0']);
  });

  describe('with its unsigned numbers', () => {
    it('knows no limit at once when more tasks are active than there may be', () => {
      const tasks = [taskIn(0, 'running'), taskIn(1, 'running')];

      expect(decide(tasks, { maxConcurrent: 1 })).toEqual(['create 2', 'create 3', 'create 4']);
    });

    it('does nothing at all when there are more tasks than completions and places', () => {
      const tasks = [
        taskIn(0, 'running'),
        taskIn(1, 'failed'),
        taskIn(2, 'running'),
        taskIn(0, 'running', 'complete', 0),
      ];

      expect(decide(tasks, { maxConcurrent: 2, totalCompletions: 2 })).toEqual([]);
    });

    it('creates what may run at once when there are only more tasks than completions', () => {
      const tasks = [taskIn(0, 'complete'), taskIn(1, 'complete'), taskIn(2, 'complete')];

      // The slots from 0 on are taken, which leaves slot 0 for what has no other.
      expect(decide(tasks, { maxConcurrent: 2, totalCompletions: 2 })).toEqual([
        'create 0',
        'create 0',
      ]);
    });
  });
});
