import { transitionsHaveTheirActor } from './actor-invariant.ts';
import { assignmentInvariants } from './assignment-invariants.ts';
import {
  assignmentsAreJustified,
  restingNodesHoldExactly,
  runtimeConfigsAreNoFiles,
  tasksReadOnlyReferences,
} from './delivery-invariants.ts';
import { nodesHoldWhatIsReserved, tasksStayWithinConstraints } from './enforcement-invariants.ts';
import type { Invariant } from './invariant.ts';
import { servicesAreServed } from './liveness-invariant.ts';
import { usedObjectsAreKept, versionsOnlyGrow } from './object-invariants.ts';
import { orchestrationInvariants } from './orchestration-invariants.ts';
import {
  noLiveTaskOnInvalidNode,
  oneLiveTaskPerSlot,
  slotsAreHeldOnce,
} from './placement-invariants.ts';
import { tasksSpreadOverLabels, tasksSpreadOverNodes } from './spread-invariants.ts';
import { assignedHaveNode, nodeNeverChanges, statesOnlyGrow } from './task-invariants.ts';
import { noPlacementIsMissed, waitingTasksSayWhy } from './waiting-invariants.ts';

/** Every rule that is known, those about credential specs first; design/invariants.md tells more. */
export const invariants: readonly Invariant[] = [
  tasksReadOnlyReferences,
  runtimeConfigsAreNoFiles,
  assignmentsAreJustified,
  restingNodesHoldExactly,
  usedObjectsAreKept,
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
  nodesHoldWhatIsReserved,
  servicesAreServed,
];
