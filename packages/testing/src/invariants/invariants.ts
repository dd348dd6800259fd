import { transitionsHaveTheirActor } from './actor-invariant.ts';
import { assignmentInvariants } from './assignment-invariants.ts';
import {
  restingNodesHoldExactly,
  runtimeConfigsAreNoFiles,
  tasksReadOnlyReferences,
} from './delivery-invariants.ts';
import {
  misfitsAreRejectedAtOnce,
  nodesHoldWhatIsReserved,
  tasksStayWithinConstraints,
} from './enforcement-invariants.ts';
import type { Invariant } from './invariant.ts';
import { servicesAreServed } from './liveness-invariant.ts';
import { usedObjectsAreKept, versionsOnlyGrow } from './object-invariants.ts';
import {
  readyNodesAreRemovedByForce,
  updatesNameThePresentVersion,
} from './operation-invariants.ts';
import { orchestrationInvariants } from './orchestration-invariants.ts';
import {
  noLiveTaskOnInvalidNode,
  oneLiveTaskPerSlot,
  slotsAreHeldOnce,
} from './placement-invariants.ts';
import { assignmentsAreComplete, assignmentsAreJustified } from './session-invariants.ts';
import { tasksSpreadOverLabels, tasksSpreadOverNodes } from './spread-invariants.ts';
import { assignedHaveNode, nodeNeverChanges, statesOnlyGrow } from './task-invariants.ts';
import { noPlacementIsMissed, waitingTasksSayWhy } from './waiting-invariants.ts';

/** Every rule that is known, those about credential specs first; design/invariants.md tells more. */
export const invariants: readonly Invariant[] = [
  tasksReadOnlyReferences,
  runtimeConfigsAreNoFiles,
  assignmentsAreJustified,
  assignmentsAreComplete,
  restingNodesHoldExactly,
  usedObjectsAreKept,
  updatesNameThePresentVersion,
  readyNodesAreRemovedByForce,
  statesOnlyGrow,
  transitionsHaveTheirActor,
  nodeNeverChanges,
  assignedHaveNode,
  versionsOnlyGrow,
  ...assignmentInvariants,
  tasksSpreadOverNodes,
  tasksSpreadOverLabels,
  waitingTasksSayWhy,
  slotsAreHeldOnce,
  noPlacementIsMissed,
  ...orchestrationInvariants,
  oneLiveTaskPerSlot,
  noLiveTaskOnInvalidNode,
  tasksStayWithinConstraints,
  misfitsAreRejectedAtOnce,
  nodesHoldWhatIsReserved,
  servicesAreServed,
];
