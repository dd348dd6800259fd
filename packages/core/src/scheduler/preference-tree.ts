import { labelValueOn } from '../constraint/match-constraints.ts';
import type { Task } from '../model/task.ts';
import { BestNodes } from './best-nodes.ts';
import type { decideQuota, decideSpreadLevels, SpreadLevel } from './decide-spread.ts';
import { fillNodes, type FillContext } from './fill-nodes.ts';
import type { NodeSet, ServiceCounts } from './node-set.ts';
import { tourNodes } from './node-tour.ts';
import type { TieBreaker } from './ties.ts';

/** One branch: the nodes with one value of a label, or all nodes at the root. */
interface Branch {
  /** Tasks of the service on its nodes when the tree was built; never brought up to date. */
  tasks: number;
  /** Branches of the next level by label value; absent at the lowest level. */
  next: Map<string, Branch> | undefined;
  /** Nodes of a branch at the lowest level. */
  readonly best: BestNodes;
}

/** A group of tasks and what it takes to place them. */
export interface GroupContext extends FillContext {
  readonly nodes: NodeSet;
  readonly ties: TieBreaker;
  readonly rules: {
    readonly decideSpreadLevels: typeof decideSpreadLevels;
    readonly decideQuota: typeof decideQuota;
  };
  /** Tasks in the group. */
  readonly size: number;
}

/**
 * Spreads a group over the branches of its placement preferences and fills the nodes of each. Without
 * preferences the one branch is all nodes. SwarmKit: nodeset.go, tree; scheduler.go, scheduleTaskGroup.
 *
 * @returns how many tasks were placed.
 */
export function placeByPreferences(task: Task, group: GroupContext): number {
  return placeOnBranch(group.size, buildTree(task, group), group);
}

function buildTree(task: Task, group: GroupContext): Branch {
  const { nodes, pipeline, ranking } = group;
  const levels = group.rules.decideSpreadLevels(task);
  const counts = nodes.countsOf(task.serviceId);
  const createBranch = (): Branch => ({
    tasks: 0,
    next: undefined,
    best: new BestNodes(ranking, group.size),
  });
  const passes = (slot: number): boolean => pipeline.process(slot);
  const root = createBranch();
  tourNodes(nodes, group.ties, (slot) => {
    const leaf =
      levels.length === 0 ? root : descend(root, slot, { nodes, counts, levels, createBranch });
    leaf.best.offer(slot, passes);
  });
  return root;
}

interface Descent {
  readonly nodes: NodeSet;
  readonly counts: ServiceCounts;
  readonly levels: readonly SpreadLevel[];
  createBranch(): Branch;
}

/** Finds the branch of a node, counting its tasks on the way, usable or not. */
function descend(root: Branch, slot: number, descent: Descent): Branch {
  const node = descent.nodes.nodeAt(slot);
  const tasks = descent.counts.get(slot) ?? 0;
  let branch = root;
  branch.tasks += tasks;
  for (const level of descent.levels) {
    const value = node === undefined ? '' : labelValueOn(node, level);
    branch.next ??= new Map();
    let next = branch.next.get(value);
    if (next === undefined) {
      next = descent.createBranch();
      branch.next.set(value, next);
    }
    branch = next;
    branch.tasks += tasks;
  }
  return branch;
}

/**
 * Splits tasks so that every branch comes to the same total, again and again until all are placed
 * or no branch takes more. A branch that could not take its share drops out, with the tasks it had at
 * the start; what it did take counts. SwarmKit: scheduler.go, scheduleNTasksOnSubtree.
 *
 * @returns how many tasks were placed.
 */
function placeOnBranch(wanted: number, branch: Branch, group: GroupContext): number {
  if (branch.next === undefined) {
    const slots = branch.best.ordered((slot) => group.pipeline.process(slot));
    return slots.length === 0 ? 0 : fillNodes(wanted, slots, group);
  }

  const branches = [...branch.next.values()];
  const full = new Set<Branch>();
  let tasksInUsable = branch.tasks;
  let placed = 0;
  let isConverging = true;
  while (placed !== wanted && full.size !== branches.length && isConverging) {
    const usable = branches.length - full.size;
    const total = tasksInUsable + wanted - placed;
    const share = Math.trunc(total / usable);
    let remainder = total % usable;
    isConverging = false;

    group.ties.shuffle(branches);
    for (const next of branches) {
      if (full.has(next)) continue;
      const missing = group.rules.decideQuota(next.tasks, share, remainder);
      if (missing <= 0) continue;
      isConverging = true;
      const taken = placeOnBranch(missing, next, group);
      if (taken < missing) {
        full.add(next);
        tasksInUsable -= next.tasks;
      } else if (remainder > 0) {
        remainder -= 1;
      }
      placed += taken;
    }
  }
  return placed;
}
