import type { NodeSet, ServiceCounts } from './node-set.ts';

/** Weight of one task of the own service: more than all tasks a node could ever have. */
const serviceWeight = 2 ** 26;

/** Recent failures by slot, of the nodes that have too many of them. */
export type FaultySlots = ReadonlyMap<number, number>;

/**
 * Which of two nodes is the better one for a service: fewer recent failures where either has too
 * many, then fewer tasks of this service, then fewer tasks. Free CPU and memory never matter.
 * SwarmKit: manager/scheduler/scheduler.go, nodeLess.
 */
export class NodeRanking {
  readonly #nodes: NodeSet;
  readonly #counts: ServiceCounts;
  readonly #faulty: FaultySlots;
  readonly #ranks: Float64Array;

  /** Ranks every node now; `ranks` is a column with room for them all, whose content is lost. */
  constructor(
    nodes: NodeSet,
    service: { readonly counts: ServiceCounts; readonly faulty: FaultySlots },
    ranks: Float64Array,
  ) {
    this.#nodes = nodes;
    this.#counts = service.counts;
    this.#faulty = service.faulty;
    this.#ranks = ranks;
    ranks.set(nodes.activeTasks);
    for (const [slot, count] of service.counts) {
      ranks[slot] = (ranks[slot] ?? 0) + count * serviceWeight;
    }
  }

  /** Whether the node in slot `a` is better than the one in slot `b`; equals are not. */
  isBetter(a: number, b: number): boolean {
    if (this.#faulty.size > 0) {
      const failuresA = this.#faulty.get(a) ?? 0;
      const failuresB = this.#faulty.get(b) ?? 0;
      if (failuresA !== failuresB) return failuresA < failuresB;
    }
    return (this.#ranks[a] as number) < (this.#ranks[b] as number);
  }

  /** Ranks one node anew, after a task was booked on it. */
  refresh(slot: number): void {
    this.#ranks[slot] = rankOf(this.#nodes, this.#counts, slot);
  }
}

/** One number for the tasks of the service and all tasks of a node; lower is better. */
export function rankOf(nodes: NodeSet, counts: ServiceCounts, slot: number): number {
  return (counts.get(slot) ?? 0) * serviceWeight + (nodes.activeTasks[slot] ?? 0);
}
