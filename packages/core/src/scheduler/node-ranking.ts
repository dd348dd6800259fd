import type { decideRank } from './decide-rank.ts';
import type { NodeSet, ServiceCounts } from './node-set.ts';

/** Recent failures by slot, of the nodes that have too many of them. */
export type FaultySlots = ReadonlyMap<number, number>;

/** What a service's nodes are ranked by. */
export interface ServiceStanding {
  readonly counts: ServiceCounts;
  readonly faulty: FaultySlots;
  readonly decideRank: typeof decideRank;
}

/**
 * Which of two nodes is the better one for a service: fewer recent failures where either has too
 * many, then the lower rank.
 * SwarmKit: manager/scheduler/scheduler.go, nodeLess.
 */
export class NodeRanking {
  readonly #nodes: NodeSet;
  readonly #counts: ServiceCounts;
  readonly #faulty: FaultySlots;
  readonly #ranks: Float64Array;
  readonly #decideRank: typeof decideRank;

  /** Ranks every node now; `ranks` is a column with room for them all, whose content is lost. */
  constructor(nodes: NodeSet, service: ServiceStanding, ranks: Float64Array) {
    const { activeTasks, span } = nodes;
    const { counts, faulty, decideRank: rank } = service;
    this.#nodes = nodes;
    this.#counts = counts;
    this.#faulty = faulty;
    this.#ranks = ranks;
    this.#decideRank = rank;
    for (let slot = 0; slot < span; slot += 1) ranks[slot] = rank(0, activeTasks[slot] as number);
    for (const [slot, count] of counts) ranks[slot] = rank(count, activeTasks[slot] as number);
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
    const own = this.#counts.get(slot) ?? 0;
    this.#ranks[slot] = this.#decideRank(own, this.#nodes.activeTasks[slot] ?? 0);
  }
}
