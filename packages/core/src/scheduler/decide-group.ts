import { invariant } from '../kernel/errors.ts';
import type { decideRank } from './decide-rank.ts';
import type { decideQuota, decideSpreadLevels } from './decide-spread.ts';
import type { Filter } from './filters/filter.ts';
import { NodeRanking, type FaultySlots } from './node-ranking.ts';
import type { NodeSet } from './node-set.ts';
import { Pipeline } from './pipeline.ts';
import { placeByPreferences } from './preference-tree.ts';
import type { TieBreaker } from './ties.ts';
import type { TrackedTask } from './tracked-task.ts';

/** The decisions within the placement of a group. */
export interface GroupRules {
  /** How good a node is for a service. */
  readonly decideRank: typeof decideRank;
  /** Over which labels tasks are spread. */
  readonly decideSpreadLevels: typeof decideSpreadLevels;
  /** How many tasks a branch of such a label's values takes. */
  readonly decideQuota: typeof decideQuota;
}

/** What a group of tasks is placed on, and how. */
export interface GroupSurroundings {
  readonly nodes: NodeSet;
  readonly ties: TieBreaker;
  readonly filters: readonly Filter[];
  readonly rules: GroupRules;
  /** Nodes on which the group's service failed too often. */
  readonly faulty: FaultySlots;
  /** A column to rank nodes in; its content is lost. */
  readonly ranks: Float64Array;
}

/** Where the tasks of a group go. */
export interface GroupDecision {
  /** The slot of each task, in the order of the group, or -1; they are booked on the node set. */
  readonly slots: Int32Array;
  /** Why those without a slot found none; empty where there is nothing to say. */
  readonly explanation: string;
}

/**
 * Places tasks of one service and spec version. Each next task sees what the ones before it took.
 * SwarmKit: manager/scheduler/scheduler.go, scheduleTaskGroup.
 */
export function decideGroup(
  group: readonly TrackedTask[],
  surroundings: GroupSurroundings,
): GroupDecision {
  const first = group[0];
  invariant(first !== undefined, 'a group has at least one task');
  const { nodes, faulty, ranks, ties, rules } = surroundings;
  const slots = new Int32Array(group.length).fill(-1);
  // Whose turn it is: no task of a group is before another.
  const turns = Int32Array.from(group.keys());
  ties.shuffle(turns);
  let taken = 0;

  // All tasks of a group are alike in what filters look at, so any of them stands for the rest.
  const pipeline = new Pipeline(first.task, nodes, surroundings.filters);
  const counts = nodes.countsOf(first.task.serviceId);
  const placed = placeByPreferences(first.task, {
    nodes,
    ties,
    pipeline,
    rules,
    ranking: new NodeRanking(nodes, { counts, faulty, decideRank: rules.decideRank }, ranks),
    size: group.length,
    placeNext(slot) {
      const turn = turns[taken];
      if (turn === undefined) return false;
      taken += 1;
      nodes.book(group[turn] as TrackedTask, slot);
      slots[turn] = slot;
      return true;
    },
  });
  return { slots, explanation: placed === group.length ? '' : pipeline.explain() };
}
