import {
  containersMatchTheirTasks,
  linuxTakesNoCredentialSpec,
  nodesHoldJustTheirTasks,
  runningTasksHaveAContainer,
  stoppedTasksEnd,
  tasksFailOnlyOnceStarted,
  tasksStartOnlyWhenTold,
} from './agent-invariants.ts';
import { lostNodesAreLeftAtOnce } from './departure-invariants.ts';
import {
  tasksRunOnlyOnceHealthy,
  unhealthyTasksEnd,
  unhealthyTasksFailAfterTheirRetries,
} from './health-invariants.ts';
import type { Invariant } from './invariant.ts';
import {
  earlierRunsOfJobsEnd,
  globalJobsRunOnceOnANode,
  jobsGoOnUntilTheyAreDone,
  jobsKeepTheirConcurrency,
  jobsRunNoMoreThanAsked,
} from './job-invariants.ts';
import {
  lostTasksAreGivenUp,
  nodesGoDownOnlyAfterSilence,
  nodeStatesHaveTheirReason,
  nodeStatesTellTheTruth,
  tasksAreOrphanedAfterADay,
} from './node-invariants.ts';
import {
  globalJobsBeginOnActiveNodes,
  globalTasksRestartWhereTheyBelong,
  nodesReportTheirHosts,
  onlyActiveNodesAreCleared,
  registrationsLeaveTheSpec,
} from './node-duty-invariants.ts';
import {
  openPortsAreDynamic,
  portsAreAskedForOnce,
  publishedPortsAreUnique,
  tasksWaitForTheirPorts,
} from './port-invariants.ts';
import {
  historyIsKept,
  historyIsLimited,
  removedTasksAreDeleted,
  removedTasksStopFirst,
} from './reaper-invariants.ts';
import {
  replacedTasksAreNotWanted,
  replacementsWaitForTheirDelay,
  replacementsWaitForTheOldTask,
  replacementsWaitNoLonger,
} from './restart-gate-invariants.ts';
import {
  endedTasksAreDealtWith,
  endedTasksAreReplaced,
  restartAttemptsAreLimited,
  restartsObeyTheirCondition,
} from './restart-policy-invariants.ts';
import { rollbacksAreNotRolledBack, rollbacksFillEverySlot } from './rollback-invariants.ts';
import {
  shrinkingServicesForgetDeadSlots,
  shrinkingServicesLoseTheRightSlots,
  slotsAreFilledFromBelow,
} from './scaling-invariants.ts';
import {
  removedServicesLeaveNoTask,
  rollbacksRestoreThePreviousSpec,
  updatesAreOfTheCurrentVersion,
  updatesKeepThePreviousSpec,
} from './service-invariants.ts';
import { stoppedTasksGetTheirGracePeriod } from './stop-invariants.ts';
import {
  completedUpdatesLeaveNoOldTask,
  updatesAreNotCompletedOverFailures,
  updatesAreWatchedToTheirEnd,
  updatesStopOnlyForFailures,
} from './update-end-invariants.ts';
import {
  updatesKeepTheirOrder,
  updatesKeepTheirParallelism,
  updatesOfAllAtOnceDoNotWait,
  updatesPauseBetweenSlots,
} from './update-pace-invariants.ts';
import {
  changedServicesAreUpdated,
  updatesReplaceOnlyWhatChanged,
} from './update-scope-invariants.ts';
import {
  pausedUpdatesStandStill,
  updatesFailAsTheyShould,
  updateStatusFollowsItsCourse,
} from './update-status-invariants.ts';

/** The rules about what follows from what: restarts, updates, jobs, history, nodes, agents, health, the control API. */
export const orchestrationInvariants: readonly Invariant[] = [
  replacedTasksAreNotWanted,
  replacementsWaitForTheirDelay,
  replacementsWaitForTheOldTask,
  replacementsWaitNoLonger,
  restartsObeyTheirCondition,
  restartAttemptsAreLimited,
  endedTasksAreReplaced,
  endedTasksAreDealtWith,
  lostNodesAreLeftAtOnce,
  slotsAreFilledFromBelow,
  shrinkingServicesLoseTheRightSlots,
  shrinkingServicesForgetDeadSlots,
  onlyActiveNodesAreCleared,
  globalTasksRestartWhereTheyBelong,
  updatesKeepTheirParallelism,
  updatesOfAllAtOnceDoNotWait,
  updatesPauseBetweenSlots,
  updatesKeepTheirOrder,
  updatesReplaceOnlyWhatChanged,
  changedServicesAreUpdated,
  updateStatusFollowsItsCourse,
  updatesFailAsTheyShould,
  pausedUpdatesStandStill,
  updatesStopOnlyForFailures,
  updatesAreNotCompletedOverFailures,
  updatesAreWatchedToTheirEnd,
  completedUpdatesLeaveNoOldTask,
  rollbacksAreNotRolledBack,
  rollbacksFillEverySlot,
  jobsKeepTheirConcurrency,
  jobsRunNoMoreThanAsked,
  globalJobsRunOnceOnANode,
  jobsGoOnUntilTheyAreDone,
  earlierRunsOfJobsEnd,
  globalJobsBeginOnActiveNodes,
  historyIsKept,
  historyIsLimited,
  removedTasksAreDeleted,
  removedTasksStopFirst,
  nodesGoDownOnlyAfterSilence,
  nodeStatesHaveTheirReason,
  nodeStatesTellTheTruth,
  registrationsLeaveTheSpec,
  nodesReportTheirHosts,
  tasksAreOrphanedAfterADay,
  lostTasksAreGivenUp,
  tasksStartOnlyWhenTold,
  tasksFailOnlyOnceStarted,
  linuxTakesNoCredentialSpec,
  runningTasksHaveAContainer,
  nodesHoldJustTheirTasks,
  containersMatchTheirTasks,
  stoppedTasksEnd,
  stoppedTasksGetTheirGracePeriod,
  tasksRunOnlyOnceHealthy,
  unhealthyTasksFailAfterTheirRetries,
  unhealthyTasksEnd,
  updatesAreOfTheCurrentVersion,
  updatesKeepThePreviousSpec,
  rollbacksRestoreThePreviousSpec,
  removedServicesLeaveNoTask,
  publishedPortsAreUnique,
  portsAreAskedForOnce,
  openPortsAreDynamic,
  tasksWaitForTheirPorts,
];
