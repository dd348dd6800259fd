/**
 * How a group is split over the values of labels, read the plain way. In which order SwarmKit comes to the
 * branches is open, and it matters: they are tried until one order leads to what was seen.
 * SwarmKit: manager/scheduler/scheduler.go, scheduleNTasksOnSubtree; nodeset.go, tree.
 */
import type { Task } from '@swarmsim/core';
import { readLabel } from './naive-constraints.ts';
import type { PlacedGroup, RoundNode } from './scheduling-round.ts';

/** Attempts to come to what was seen before nothing is said. */
const attemptsMax = 1_000;

/** Nodes with one value of a label, or all of them. */
export interface Branch {
  /** Values of the labels that lead to it. */
  readonly path: readonly string[];
  /** Tasks of the service before. */
  readonly tasks: number;
  /** Tasks that it got. */
  readonly placed: number;
  readonly room: number;
  /** Branches of the next level; none at the lowest. */
  readonly next: readonly Branch[];
  readonly nodes: readonly RoundNode[];
}

/** The labels over which tasks are spread; other descriptors count for nothing. */
export function spreadLabels({ spec }: Task): readonly string[] {
  const preferences = spec.placement?.preferences ?? [];
  return preferences
    .map(({ spread }) => spread)
    .filter((key) => /^(?:node|engine)\.labels\../i.test(key));
}

/** The branches of a group. */
export function growTree({ task, nodes }: PlacedGroup): Branch {
  return grow([], nodes, spreadLabels(task));
}

function grow(
  path: readonly string[],
  nodes: readonly RoundNode[],
  [label, ...labels]: readonly string[],
): Branch {
  const next = new Map<string, RoundNode[]>();
  for (const node of label === undefined ? [] : nodes) {
    const value = readLabel(label ?? '', node.node) ?? '';
    const there = next.get(value);
    if (there === undefined) next.set(value, [node]);
    else there.push(node);
  }
  return {
    path,
    tasks: sum(nodes, ({ ownTasks }) => ownTasks),
    placed: sum(nodes, ({ placed }) => placed),
    room: sum(nodes, ({ room }) => room),
    next: [...next].map(([value, there]) => grow([...path, value], there, labels)),
    nodes,
  };
}

/** The branches at the lowest level. */
export function leavesOf(branch: Branch): readonly Branch[] {
  return branch.next.length === 0 ? [branch] : branch.next.flatMap(leavesOf);
}

/** Whether a group of this size may come to lie as it was seen; undefined where that takes too long to tell. */
export function mayLieSo(tree: Branch, size: number): boolean | undefined {
  // Each attempt follows the choices of the one before up to the last that had another way.
  let choices: number[] = [];
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const taken: { readonly choice: number; readonly ways: number }[] = [];
    const choose = (ways: number): number => {
      const choice = choices[taken.length] ?? 0;
      taken.push({ choice, ways });
      return choice;
    };
    if (pourDown(tree, size, choose)) return true;
    while (taken.length > 0 && isLast(taken.at(-1))) taken.pop();
    const last = taken.pop();
    if (last === undefined) return false;
    choices = [...taken.map(({ choice }) => choice), last.choice + 1];
  }
  return undefined;
}

function isLast(taken: { readonly choice: number; readonly ways: number } | undefined): boolean {
  return taken === undefined || taken.choice === taken.ways - 1;
}

/** Splits a group as the choices say. @returns whether it comes to lie as it was seen. */
function pourDown(tree: Branch, size: number, choose: (ways: number) => number): boolean {
  const poured = new Map<Branch, number>();
  let left = size;
  let isWrong = false;

  function fill(branch: Branch, wanted: number): number {
    if (isWrong || left === 0) return 0;
    if (branch.next.length > 0) return split(branch, wanted);
    const before = poured.get(branch) ?? 0;
    const taken = Math.min(wanted, branch.room - before, left);
    left -= taken;
    poured.set(branch, before + taken);
    isWrong ||= before + taken > branch.placed;
    return taken;
  }

  function split(branch: Branch, wanted: number): number {
    const full = new Set<Branch>();
    let tasksInUsable = branch.tasks;
    let taken = 0;
    let isConverging = true;
    // A branch may be told to take more than is wanted in all; then there is no end before all is placed.
    while (taken !== wanted && full.size < branch.next.length && isConverging && left > 0) {
      const total = tasksInUsable + wanted - taken;
      const usable = branch.next.length - full.size;
      const share = Math.trunc(total / usable);
      let remainder = total % usable;
      isConverging = false;
      const open = branch.next.filter((next) => !full.has(next) && next.tasks <= share);
      while (open.length > 0 && !isWrong && left > 0) {
        const [next] = open.splice(choose(open.length), 1);
        if (next === undefined || (next.tasks === share && remainder <= 0)) continue;
        isConverging = true;
        const missing = share - next.tasks + (remainder > 0 ? 1 : 0);
        const got = fill(next, missing);
        taken += got;
        if (got < missing) {
          full.add(next);
          tasksInUsable -= next.tasks;
        } else if (remainder > 0) {
          remainder -= 1;
        }
      }
      if (isWrong) return taken;
    }
    return taken;
  }

  fill(tree, size);
  return !isWrong && leavesOf(tree).every((leaf) => (poured.get(leaf) ?? 0) === leaf.placed);
}

function sum(nodes: readonly RoundNode[], read: (node: RoundNode) => number): number {
  return nodes.reduce((total, node) => total + read(node), 0);
}
