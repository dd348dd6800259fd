import { decideAssignments, type DecideAssignments } from './decide-assignments.ts';
import { decideGrace, decideOrphans, decidePatience } from './decide-liveness.ts';
import { decideNodeStatus } from './decide-node-status.ts';
import { decideRegistration } from './decide-registration.ts';
import { decideStatus, type DecideStatus } from './decide-status.ts';

/** The pure decisions of the dispatcher. */
export interface DispatcherDeciders {
  /** What a node is told when a task of it changed. */
  readonly decideAssignments: DecideAssignments;
  /** What a report does to the recorded status of a task. */
  readonly decideStatus: DecideStatus;
  /** Whether a node that is known may register again. */
  readonly decideRegistration: typeof decideRegistration;
  /** What a registration, or silence, makes of a node's record. */
  readonly decideNodeStatus: typeof decideNodeStatus;
  /** How long a node may be silent, in ms. */
  readonly decideGrace: typeof decideGrace;
  /** How long a node may be down before its tasks are given up, in ms. */
  readonly decidePatience: typeof decidePatience;
  /** Which tasks of such a node are orphaned. */
  readonly decideOrphans: typeof decideOrphans;
}

/** These decisions as SwarmKit makes them. */
export const dispatcherDeciders: DispatcherDeciders = {
  decideAssignments,
  decideStatus,
  decideRegistration,
  decideNodeStatus,
  decideGrace,
  decidePatience,
  decideOrphans,
};
