/** How a group is split over labels. SwarmKit: manager/scheduler/{nodeset,scheduler}.go. */
import { labelNamedBy } from '../constraint/match-constraints.ts';
import type { Task } from '../model/task.ts';

/** A label over whose values tasks are spread. */
export type SpreadLevel = NonNullable<ReturnType<typeof labelNamedBy>>;

/**
 * The levels of a task's preferences, outermost first; other descriptors than labels do not make one.
 * SwarmKit: nodeset.go, tree.
 */
export function decideSpreadLevels(task: Task): readonly SpreadLevel[] {
  const levels: SpreadLevel[] = [];
  for (const { spread } of task.spec.placement?.preferences ?? []) {
    const level = labelNamedBy(spread);
    if (level !== undefined) levels.push(level);
  }
  return levels;
}

/**
 * How many tasks a branch is to take so that all come to the same total of `share`, and some, while
 * there is a remainder, to one more; 0 for a branch that has its share. SwarmKit: scheduler.go,
 * scheduleNTasksOnSubtree.
 */
export function decideQuota(tasks: number, share: number, remainder: number): number {
  return Math.max(0, share - tasks + (remainder > 0 ? 1 : 0));
}
