import {
  assignmentsAreJustified,
  restingNodesHoldExactly,
  runtimeConfigsAreNoFiles,
  tasksReadOnlyReferences,
} from './delivery-invariants.ts';
import { assignmentInvariants } from './assignment-invariants.ts';
import { transitionsHaveTheirActor } from './actor-invariant.ts';
import type { Invariant } from './invariant.ts';
import { servicesAreServed } from './liveness-invariant.ts';
import { noLiveTaskOnInvalidNode, oneLiveTaskPerSlot } from './placement-invariants.ts';
import { tasksSpreadOverLabels, tasksSpreadOverNodes } from './spread-invariants.ts';
import {
  assignedHaveNode,
  nodeNeverChanges,
  statesOnlyGrow,
  versionsOnlyGrow,
} from './task-invariants.ts';
import { noPlacementIsMissed, waitingTasksSayWhy } from './waiting-invariants.ts';

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
  ...assignmentInvariants,
  tasksSpreadOverNodes,
  tasksSpreadOverLabels,
  waitingTasksSayWhy,
  noPlacementIsMissed,
  oneLiveTaskPerSlot,
  noLiveTaskOnInvalidNode,
  servicesAreServed,
];
