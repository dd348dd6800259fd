/** What an update does next. SwarmKit: manager/orchestrator/update/updater.go. */
import { updateMonitorMs } from '../../model/defaults.ts';
import type { Service, UpdateConfig } from '../../model/service.ts';
import { isStateAfter } from '../../model/task-state.ts';
import type { Task } from '../../model/task.ts';
import type { Slot } from '../slot.ts';

/** Settings of one update, defaults filled in. */
export interface UpdateSettings extends UpdateConfig {
  /** How long a new task is watched for failure, in ms. */
  readonly monitorMs: number;
  /** How long the update goes on watching after its last slot, in ms. */
  readonly finalMonitorMs: number;
  readonly isRollback: boolean;
}

/** What becomes of one slot. */
export type SlotDecision =
  /** A task of the new spec is there: the others go. */
  { readonly kind: 'use'; readonly task: Task } | { readonly kind: 'replace' };

/** What one more failure means. */
export type FailureDecision =
  | { readonly kind: 'go-on' }
  | {
      readonly kind: 'pause';
      readonly message: string;
      /** False: the update goes on to its end, although it says that it is paused. */
      readonly isFinal: boolean;
    }
  | { readonly kind: 'roll-back'; readonly message: string };

/** A failure, and the update that it happened to. */
export interface FailureSnapshot {
  readonly settings: UpdateSettings;
  /** Slots of the update. */
  readonly slots: number;
  /** Failures so far, this one included. */
  readonly failures: number;
  readonly taskId: string;
}

// SwarmKit: api/defaults/service.go, Service.Update and Service.Rollback.
const defaultConfig: UpdateConfig = {
  parallelism: 1,
  delayMs: 0,
  failureAction: 'pause',
  maxFailureRatio: 0,
  order: 'stop-first',
};

/** Reads the settings of an update or rollback. SwarmKit: updater.go, Run. */
export function updateSettingsOf(service: Service): UpdateSettings {
  const isRollback = service.updateStatus?.state === 'rollback_started';
  const config = (isRollback ? service.spec.rollback : service.spec.update) ?? defaultConfig;
  const { monitorMs = updateMonitorMs, delayMs } = config;
  return {
    ...config,
    monitorMs,
    // The last slot's pause has to be over before the update is.
    finalMonitorMs: delayMs >= monitorMs ? delayMs + 1_000 : monitorMs,
    isRollback,
  };
}

/** Decides on one slot. SwarmKit: updater.go, worker. */
export function decideSlot(slot: Slot, isDirty: (task: Task) => boolean): SlotDecision {
  const clean = slot.filter(
    (task) => !isStateAfter(task.desiredState, 'running') && !isDirty(task),
  );
  const task = clean.find(({ desiredState }) => desiredState === 'running') ?? clean.at(-1);
  return task === undefined ? { kind: 'replace' } : { kind: 'use', task };
}

/** Whether a slot takes part in an update. SwarmKit: updater.go, isSlotDirty. */
export function isSlotDirty(slot: Slot, isDirty: (task: Task) => boolean): boolean {
  const [only] = slot;
  return slot.length > 1 || (only !== undefined && isDirty(only));
}

/** Whether a task that ended at or before `now` fails the update. SwarmKit: failureTriggersAction. */
export function isUpdateFailure(upSince: number | null, now: number, monitorMs: number): boolean {
  return upSince === null || now - upSince <= monitorMs;
}

/** Decides what a failure leads to. SwarmKit: updater.go, failureTriggersAction. */
export function decideFailure(snapshot: FailureSnapshot): FailureDecision {
  const { settings, slots, failures, taskId } = snapshot;
  const { failureAction, maxFailureRatio, isRollback } = settings;
  // SwarmKit computes in float32.
  const ratio = Math.fround(Math.fround(failures) / Math.fround(slots));
  if (failureAction === 'continue' || ratio <= Math.fround(maxFailureRatio))
    return { kind: 'go-on' };
  const cause = `due to failure or early termination of task ${taskId}`;
  if (failureAction === 'pause') {
    return { kind: 'pause', message: `update paused ${cause}`, isFinal: true };
  }
  // A rollback is never rolled back.
  if (isRollback) return { kind: 'pause', message: `rollback paused ${cause}`, isFinal: false };
  return { kind: 'roll-back', message: `update rolled back ${cause}` };
}
