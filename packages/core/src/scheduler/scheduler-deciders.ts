import { decideGroup, type GroupRules } from './decide-group.ts';
import { decidePreassigned } from './decide-preassigned.ts';
import { decideRank } from './decide-rank.ts';
import { decideQuota, decideSpreadLevels } from './decide-spread.ts';
import { decideUnplaced } from './decide-unplaced.ts';
import { faultyNodes } from './failure-window.ts';
import { isWanted } from './tracked-task.ts';

/** The pure decisions of the scheduler, besides those of its filters. */
export interface SchedulerDeciders extends GroupRules {
  /** Where the tasks of a group go. */
  readonly decideGroup: typeof decideGroup;
  /** Whether a task may run on the node it came with. */
  readonly decidePreassigned: typeof decidePreassigned;
  /** What becomes of a task that found no node. */
  readonly decideUnplaced: typeof decideUnplaced;
  /** On which nodes a service failed too often of late. */
  readonly decideFaultyNodes: typeof faultyNodes;
  /** Whether a task counts among the tasks of its node; what it reserves counts anyway. */
  readonly decideCounted: typeof isWanted;
}

/** The scheduler's decisions as SwarmKit makes them. */
export const schedulerDeciders: SchedulerDeciders = {
  decideGroup,
  decidePreassigned,
  decideUnplaced,
  decideFaultyNodes: faultyNodes,
  decideCounted: isWanted,
  decideRank,
  decideSpreadLevels,
  decideQuota,
};
