import { describe, expect, it } from 'vitest';
import { aTask } from '../../test-support/hand-driven-swarm.ts';
import type { GenericResource } from '../model/resources.ts';
import { taskStates } from '../model/task-state.ts';
import { isWanted, retrackTask, trackTask } from './tracked-task.ts';

// SwarmKit: manager/scheduler/nodeinfo.go, addTask: DesiredState <= TaskStateCompleted.
describe('isWanted', () => {
  it('is so up to complete', () => {
    const wanted = taskStates.filter((desiredState) => isWanted(aTask({ desiredState })));

    expect(wanted.at(-1)).toBe('complete');
    expect(taskStates.filter((state) => !wanted.includes(state))).toEqual([
      'shutdown',
      'failed',
      'rejected',
      'remove',
      'orphaned',
    ]);
  });
});

// SwarmKit: manager/scheduler/nodeinfo.go, addTask, which writes the claim into the task itself.
describe('retrackTask', () => {
  const gpu: readonly GenericResource[] = [{ kind: 'named', resource: 'gpu', value: 'A' }];

  it('takes over the claims that the newer version carries', () => {
    const tracked = trackTask(aTask());

    retrackTask(tracked, aTask({ assignedGenericResources: gpu }));

    expect(tracked.claims).toEqual(gpu);
  });

  it('keeps claims that were made here', () => {
    const tracked = trackTask(aTask());
    tracked.claims = gpu;
    tracked.ownsClaims = true;

    retrackTask(tracked, aTask());

    expect(tracked.claims).toEqual(gpu);
  });
});
