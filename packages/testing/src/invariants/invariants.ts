import {
  assignmentsAreJustified,
  restingNodesHoldExactly,
  runtimeConfigsAreNoFiles,
  tasksReadOnlyReferences,
} from './delivery-invariants.ts';
import { transitionsHaveTheirActor } from './actor-invariant.ts';
import type { Invariant } from './invariant.ts';
import { servicesAreServed } from './liveness-invariant.ts';
import {
  noLiveTaskOnInvalidNode,
  oneLiveTaskPerSlot,
  reservationsFit,
} from './placement-invariants.ts';
import {
  assignedHaveNode,
  nodeNeverChanges,
  statesOnlyGrow,
  versionsOnlyGrow,
} from './task-invariants.ts';

/** Every rule that is known, those about credential specs first. */
export const invariants: readonly Invariant[] = [
  tasksReadOnlyReferences,
  runtimeConfigsAreNoFiles,
  assignmentsAreJustified,
  restingNodesHoldExactly,
  statesOnlyGrow,
  transitionsHaveTheirActor,
  nodeNeverChanges,
  assignedHaveNode,
  versionsOnlyGrow,
  reservationsFit,
  oneLiveTaskPerSlot,
  noLiveTaskOnInvalidNode,
  servicesAreServed,
];
