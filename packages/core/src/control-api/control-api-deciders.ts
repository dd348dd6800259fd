import { isTaskDirty } from '../orchestrator/task.ts';
import { isCurrentVersion } from './check-version.ts';
import { decideNodeRemoval, decideObjectRemoval } from './decide-removal.ts';
import { decideManualRollback, decideSpecUpdate } from './decide-service-change.ts';
import { findPortConflict } from './find-port-conflict.ts';

/** The pure decisions of the control API, besides the validation of specs. */
export interface ControlApiDeciders {
  /** Whether a change was made from the present version of an object. */
  readonly decideVersion: typeof isCurrentVersion;
  /** Why a config or secret may not be removed. */
  readonly decideObjectRemoval: typeof decideObjectRemoval;
  /** Why a node may not be removed. */
  readonly decideNodeRemoval: typeof decideNodeRemoval;
  /** Why a service may not publish its ports. */
  readonly decidePortConflict: typeof findPortConflict;
  /** What an update makes of a service. */
  readonly decideSpecUpdate: typeof decideSpecUpdate;
  /** What a rollback that a user asks for makes of a service. */
  readonly decideManualRollback: typeof decideManualRollback;
  /** Whether an update of its service would replace a task. */
  readonly decideDirty: typeof isTaskDirty;
}

/** These decisions as SwarmKit makes them. */
export const controlApiDeciders: ControlApiDeciders = {
  decideVersion: isCurrentVersion,
  decideObjectRemoval,
  decideNodeRemoval,
  decidePortConflict: findPortConflict,
  decideSpecUpdate,
  decideManualRollback,
  decideDirty: isTaskDirty,
};
