/**
 * How a group is spread over the nodes of a branch, read the plain way: the nodes in order of their claims,
 * one task after the other. SwarmKit: manager/scheduler/scheduler.go, scheduleNTasksOnNodes and nodeLess.
 */
import type { RoundNode } from './scheduling-round.ts';

/** SwarmKit: manager/scheduler/scheduler.go, maxFailures. */
const failuresMax = 5;

/** Orders of equals that are tried before nothing is said. */
const ordersMax = 200;

/** What is known of the nodes that can take a task, and of the group. */
export interface Fill {
  /** Nodes with room. */
  readonly nodes: readonly RoundNode[];
  /** Tasks of the whole group: as many nodes are looked at. */
  readonly size: number;
  /** Tasks that went to these nodes. */
  readonly wanted: number;
}

/**
 * Where the tasks should have gone, by node, if they did not go where they may; `fine` if they did, undefined
 * where that cannot be told. Which of equal nodes comes first is open.
 */
export function findUnevenFill(fill: Fill): ReadonlyMap<RoundNode, number> | 'fine' | undefined {
  const sorted = [...fill.nodes].sort((a, b) => compare(claimOf(a), claimOf(b)));
  const classes = classesOf(sorted);
  const simple = pour(sorted, fill, () => Infinity);
  const isRoomy = classes.every((equals) => {
    const most = Math.max(...equals.map((node) => simple.get(node) ?? 0));
    return equals.every(({ room }) => room > most);
  });
  if (isRoomy) return classes.every((equals) => isSameUpToOrder(equals, simple)) ? 'fine' : simple;
  let tried = 0;
  let first: ReadonlyMap<RoundNode, number> | undefined;
  for (const order of ordersOf(classes)) {
    tried += 1;
    if (tried > ordersMax) return undefined;
    const poured = pour(order, fill, ({ room }) => room);
    first ??= poured;
    if (order.every((node) => (poured.get(node) ?? 0) === node.placed)) return 'fine';
  }
  return first;
}

type Claim = readonly [failures: number, ownTasks: number, allTasks: number];

/** What ranks a node; failures count only where there are many. */
function claimOf({ failures, ownTasks, allTasks }: RoundNode, more = 0): Claim {
  return [failures >= failuresMax ? failures : 0, ownTasks + more, allTasks + more];
}

function compare(a: Claim, b: Claim): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/**
 * One task after the other: it stays on a node until the next is better, and from the last one on goes round
 * over those with room.
 */
function pour(
  sorted: readonly RoundNode[],
  { size, wanted }: Fill,
  roomOf: (node: RoundNode) => number,
): ReadonlyMap<RoundNode, number> {
  const nodes = sorted.slice(0, size);
  const poured = new Map<RoundNode, number>();
  const { length } = nodes;
  let place = 0;
  for (let left = wanted; left > 0; left -= 1) {
    const node = nodes[place % length] as RoundNode;
    const got = (poured.get(node) ?? 0) + 1;
    poured.set(node, got);
    const next = nodes[place + 1];
    if (next === undefined || compare(claimOf(next, poured.get(next)), claimOf(node, got)) < 0) {
      place += 1;
    }
    for (let skipped = 0; skipped < length; skipped += 1) {
      const there = nodes[place % length] as RoundNode;
      if ((poured.get(there) ?? 0) < roomOf(there)) break;
      if (skipped === length - 1) return poured;
      place += 1;
    }
  }
  return poured;
}

function classesOf(sorted: readonly RoundNode[]): readonly (readonly RoundNode[])[] {
  const classes: RoundNode[][] = [];
  for (const node of sorted) {
    const last = classes.at(-1);
    if (last?.[0] !== undefined && compare(claimOf(last[0]), claimOf(node)) === 0) last.push(node);
    else classes.push([node]);
  }
  return classes;
}

function isSameUpToOrder(
  equals: readonly RoundNode[],
  poured: ReadonlyMap<RoundNode, number>,
): boolean {
  const wanted = equals.map((node) => poured.get(node) ?? 0).sort((a, b) => a - b);
  const placed = equals.map((node) => node.placed).sort((a, b) => a - b);
  return wanted.every((count, index) => count === placed[index]);
}

/** Every order in which equals may come. */
function* ordersOf(classes: readonly (readonly RoundNode[])[]): Iterable<readonly RoundNode[]> {
  const [first, ...rest] = classes;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const order of permutationsOf(first)) {
    for (const others of ordersOf(rest)) yield [...order, ...others];
  }
}

function* permutationsOf<Item>(items: readonly Item[]): Iterable<readonly Item[]> {
  if (items.length < 2) {
    yield items;
    return;
  }
  for (const [index, item] of items.entries()) {
    const others = items.filter((_, other) => other !== index);
    for (const rest of permutationsOf(others)) yield [item, ...rest];
  }
}
