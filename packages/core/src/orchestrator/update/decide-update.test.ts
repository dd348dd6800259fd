import { describe, expect, it } from 'vitest';
import { aService, aTask, serviceSpec } from '../../../test-support/hand-driven-swarm.ts';
import { toId, type TaskId } from '../../model/ids.ts';
import type { UpdateConfig } from '../../model/service.ts';
import type { TaskState } from '../../model/task-state.ts';
import type { Task } from '../../model/task.ts';
import {
  decideFailure,
  decideSlot,
  isSlotDirty,
  isUpdateFailure,
  updateSettingsOf,
  type UpdateSettings,
} from './decide-update.ts';

function taskNamed(id: string, desiredState: TaskState): Task {
  return aTask({ id: toId<TaskId>(id), desiredState });
}

const config: UpdateConfig = {
  parallelism: 3,
  delayMs: 100,
  failureAction: 'continue',
  maxFailureRatio: 0,
  order: 'start-first',
};

// SwarmKit: manager/orchestrator/update/updater.go, Run, and api/defaults/service.go.
describe('updateSettingsOf', () => {
  it('has SwarmKit’s defaults', () => {
    expect(updateSettingsOf(aService())).toEqual({
      parallelism: 1,
      delayMs: 0,
      failureAction: 'pause',
      monitorMs: 5_000,
      finalMonitorMs: 5_000,
      maxFailureRatio: 0,
      order: 'stop-first',
      isRollback: false,
    });
  });

  it('reads the rollback’s own settings during a rollback', () => {
    const service = aService({
      spec: serviceSpec('web', { update: config, rollback: { ...config, parallelism: 9 } }),
      updateStatus: { state: 'rollback_started', message: '' },
    });

    expect(updateSettingsOf(service)).toMatchObject({ parallelism: 9, isRollback: true });
  });

  it('monitors for longer than the pause after the last slot', () => {
    const update = { ...config, delayMs: 8_000, monitorMs: 8_000 };
    const service = aService({ spec: serviceSpec('web', { update }) });

    expect(updateSettingsOf(service)).toMatchObject({ monitorMs: 8_000, finalMonitorMs: 9_000 });
  });
});

// SwarmKit: manager/orchestrator/update/updater.go, isSlotDirty and worker.
describe('decideSlot', () => {
  it('replaces a slot without a clean task that is wanted', () => {
    const slot = [taskNamed('old', 'running'), taskNamed('ended', 'shutdown')];

    expect(decideSlot(slot, (task) => task.id === 'old')).toEqual({ kind: 'replace' });
  });

  it('uses a clean task that may run before one that may not yet', () => {
    const slot = [taskNamed('gated', 'ready'), taskNamed('live', 'running')];

    expect(decideSlot(slot, () => false)).toEqual({ kind: 'use', task: slot[1] });
    expect(
      decideSlot(
        [slot[1], slot[0]].flatMap((task) => task ?? []),
        () => false,
      ),
    ).toEqual({ kind: 'use', task: slot[1] });
    expect(decideSlot(slot.slice(0, 1), () => false)).toEqual({ kind: 'use', task: slot[0] });
  });

  it('takes part for slots with several tasks, or one dirty one', () => {
    const task = taskNamed('a', 'running');

    expect(isSlotDirty([task, task], () => false)).toBe(true);
    expect(isSlotDirty([task], () => true)).toBe(true);
    expect(isSlotDirty([task], () => false)).toBe(false);
    expect(isSlotDirty([], () => true)).toBe(false);
  });
});

// SwarmKit: manager/orchestrator/update/updater.go, failureTriggersAction.
describe('isUpdateFailure', () => {
  it.each([
    { name: 'a task that never came up', upSince: null, is: true },
    { name: 'a task at the end of its watch', upSince: 1_000, is: true },
    { name: 'a task after its watch', upSince: 999, is: false },
  ])('is $is for $name', ({ upSince, is }) => {
    expect(isUpdateFailure(upSince, 6_000, 5_000)).toBe(is);
  });
});

// SwarmKit: manager/orchestrator/update/updater.go, failureTriggersAction.
describe('decideFailure', () => {
  const settings: UpdateSettings = { ...updateSettingsOf(aService()), maxFailureRatio: 0.5 };
  const snapshot = { settings, slots: 4, failures: 3, taskId: 't' };

  it('goes on until more than the allowed part has failed', () => {
    expect(decideFailure({ ...snapshot, failures: 2 })).toEqual({ kind: 'go-on' });
    expect(decideFailure(snapshot).kind).toBe('pause');
  });

  it('pauses with the task that was one too many', () => {
    expect(decideFailure(snapshot)).toEqual({
      kind: 'pause',
      message: 'update paused due to failure or early termination of task t',
      isFinal: true,
    });
  });

  it('rolls back an update, but never a rollback', () => {
    const rollBack: UpdateSettings = { ...settings, failureAction: 'rollback' };

    expect(decideFailure({ ...snapshot, settings: rollBack })).toEqual({
      kind: 'roll-back',
      message: 'update rolled back due to failure or early termination of task t',
    });
    expect(decideFailure({ ...snapshot, settings: { ...rollBack, isRollback: true } })).toEqual({
      kind: 'pause',
      message: 'rollback paused due to failure or early termination of task t',
      isFinal: false,
    });
  });

  it('goes on whatever fails when it is told to continue', () => {
    const goOn: UpdateSettings = { ...settings, failureAction: 'continue' };

    expect(decideFailure({ ...snapshot, settings: goOn, failures: 4 })).toEqual({ kind: 'go-on' });
  });

  it('compares in single precision', () => {
    const third: UpdateSettings = { ...settings, maxFailureRatio: 0.1 };

    expect(decideFailure({ ...snapshot, settings: third, slots: 10, failures: 1 }).kind).toBe(
      'go-on',
    );
  });
});
