import { invariant } from '../kernel/errors.ts';
import type { Filter } from './filters/filter.ts';
import { NodeRanking, type FaultySlots } from './node-ranking.ts';
import type { NodeSet } from './node-set.ts';
import type { NodeTour } from './node-tour.ts';
import { Pipeline } from './pipeline.ts';
import { placeByPreferences } from './preference-tree.ts';
import type { TieBreaker } from './ties.ts';
import type { TrackedTask } from './tracked-task.ts';

/** What a group of tasks is placed on, and how. */
export interface GroupSurroundings {
  readonly nodes: NodeSet;
  readonly tour: NodeTour;
  readonly ties: TieBreaker;
  readonly filters: readonly Filter[];
  /** Nodes on which the group's service failed too often. */
  readonly faulty: FaultySlots;
  /** A column to rank nodes in; its content is lost. */
  readonly ranks: Float64Array;
}

/** Where the tasks of a group go. */
export interface GroupDecision {
  /** Tasks that found a node, in order; they are booked on the node set already. */
  readonly placed: readonly TrackedTask[];
  /** The slot of each placed task. */
  readonly slots: readonly number[];
  readonly unplaced: readonly TrackedTask[];
  /** Why the unplaced ones found none; empty where there is nothing to say. */
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
  const { nodes, faulty, ranks, ties, tour } = surroundings;
  const placed: TrackedTask[] = [];
  const slots: number[] = [];
  let next = 0;

  // All tasks of a group are alike in what filters look at, so any of them stands for the rest.
  const pipeline = new Pipeline(first.task, nodes, surroundings.filters);
  const counts = nodes.countsOf(first.task.serviceId);
  placeByPreferences(first.task, {
    nodes,
    tour,
    ties,
    pipeline,
    ranking: new NodeRanking(nodes, { counts, faulty }, ranks),
    size: group.length,
    nextTask() {
      next += 1;
      return group[next - 1];
    },
    place(tracked, slot) {
      nodes.book(tracked, slot);
      placed.push(tracked);
      slots.push(slot);
    },
  });

  return {
    placed,
    slots,
    unplaced: group.slice(placed.length),
    explanation: placed.length === group.length ? '' : pipeline.explain(),
  };
}
