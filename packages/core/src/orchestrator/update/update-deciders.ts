import { isTaskDirty } from '../task.ts';
import {
  decideFailure,
  decideSlot,
  isSlotDirty,
  isUpdateFailure,
  updateSettingsOf,
} from './decide-update.ts';
import { decideSlotOrder } from './decide-slot-order.ts';
import { completeUpdate, pauseUpdate, rollBackUpdate } from './update-status.ts';

/** The pure decisions of the update supervisor. */
export interface UpdateDeciders {
  /** How many slots at once, in which order of start and stop, what a failure leads to, and for how long. */
  readonly decideUpdateSettings: typeof updateSettingsOf;
  /** Whether a task differs from its service's spec so that it has to be replaced. */
  readonly decideDirty: typeof isTaskDirty;
  /** Whether a slot takes part in an update. */
  readonly decideSlotDirty: typeof isSlotDirty;
  /** Which slot comes first. */
  readonly decideSlotOrder: typeof decideSlotOrder;
  /** What becomes of one slot. */
  readonly decideSlot: typeof decideSlot;
  /** Whether the end of a task fails the update. */
  readonly decideIsFailure: typeof isUpdateFailure;
  /** What one more failure means. */
  readonly decideFailure: typeof decideFailure;
  /** What a service is when its update paused. */
  readonly decidePause: typeof pauseUpdate;
  /** What a service is when its update is rolled back. */
  readonly decideRollback: typeof rollBackUpdate;
  /** What a service is when its update is over. */
  readonly decideCompletion: typeof completeUpdate;
}

/** These decisions as SwarmKit makes them. */
export const updateDeciders: UpdateDeciders = {
  decideUpdateSettings: updateSettingsOf,
  decideDirty: isTaskDirty,
  decideSlotDirty: isSlotDirty,
  decideSlotOrder,
  decideSlot,
  decideIsFailure: isUpdateFailure,
  decideFailure,
  decidePause: pauseUpdate,
  decideRollback: rollBackUpdate,
  decideCompletion: completeUpdate,
};
