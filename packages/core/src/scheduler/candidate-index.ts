import { mixInteger } from '../kernel/hash.ts';
import type { Task } from '../model/task.ts';
import type { decideRank } from './decide-rank.ts';
import type { Filter } from './filters/filter.ts';
import type { NodeSet, ServiceCounts } from './node-set.ts';
import { explainFailures, Pipeline } from './pipeline.ts';
import { SlotHeap } from './slot-heap.ts';

/** What an index is made for: one-off tasks that every filter and the ranking treat alike. */
export interface CandidateIndexOptions {
  readonly nodes: NodeSet;
  readonly filters: readonly Filter[];
  readonly decideRank: typeof decideRank;
  /** One of the tasks. */
  readonly task: Task;
  /** Spreads ties; 0 keeps to the ranks of the nodes. */
  readonly salt: number;
}

/** Verdict on a slot that no filter refuses, or that has no node. */
const notRefused = -1;

/**
 * The nodes that may take a one-off task, best first: a heap that follows the node set. SwarmKit
 * visits every node for every such task; the node it comes to is the same, and so is the explanation
 * when there is none.
 */
export class CandidateIndex {
  readonly #options: CandidateIndexOptions;
  /** How many nodes each filter refuses. */
  readonly #refusals: Int32Array;
  /** Made for the columns that the node set has, so it is made anew when they have grown. */
  #pipeline: Pipeline;
  #capacity = -1;
  #heap: SlotHeap = new SlotHeap(0);
  /** Position of the filter that refuses the slot, or the constant above. */
  #verdicts: Int8Array = new Int8Array(0);
  #seen = 0;
  #draws = 0;

  constructor(options: CandidateIndexOptions) {
    this.#options = options;
    this.#refusals = new Int32Array(options.filters.length);
    this.#pipeline = new Pipeline(options.task, options.nodes, options.filters);
  }

  /** Slot of the best node, or undefined where none passes. */
  best(): number | undefined {
    this.#catchUp();
    return this.#heap.top;
  }

  /** Why no node passes. */
  explain(): string {
    this.#catchUp();
    return explainFailures(this.#options.filters, this.#refusals);
  }

  #catchUp(): void {
    const { changes, capacity, size } = this.#options.nodes;
    const missed = changes.count - this.#seen;
    if (missed === 0 && this.#capacity === capacity) return;
    if (this.#capacity !== capacity || !changes.covers(this.#seen) || missed > size) {
      this.#rebuild();
    } else {
      for (let number = this.#seen; number < changes.count; number += 1) {
        this.#refresh(changes.slotAt(number));
      }
    }
    this.#seen = changes.count;
  }

  #rebuild(): void {
    const { nodes, task, filters } = this.#options;
    this.#pipeline = new Pipeline(task, nodes, filters);
    this.#capacity = nodes.capacity;
    this.#heap = new SlotHeap(nodes.capacity);
    this.#verdicts = new Int8Array(nodes.capacity).fill(notRefused);
    this.#refusals.fill(0);
    const counts = nodes.countsOf(task.serviceId);
    for (const slot of nodes.slots()) {
      if (this.#judge(slot)) {
        this.#heap.append(slot, this.#rankOf(counts, slot), this.#drawTie(slot));
      }
    }
    this.#heap.order();
  }

  /** Looks at one node again, and moves it to its new place, into the heap or out of it. */
  #refresh(slot: number): void {
    const { nodes, task } = this.#options;
    if (this.#judge(slot)) {
      const rank = this.#rankOf(nodes.countsOf(task.serviceId), slot);
      this.#heap.set(slot, rank, this.#drawTie(slot));
    } else {
      this.#heap.delete(slot);
    }
  }

  #rankOf(counts: ServiceCounts, slot: number): number {
    const { nodes, decideRank: rank } = this.#options;
    return rank(counts.get(slot) ?? 0, nodes.activeTasks[slot] ?? 0);
  }

  /** Asks the filters about a node and counts their answer. @returns whether it is there and passes. */
  #judge(slot: number): boolean {
    const old = this.#verdicts[slot] as number;
    if (old !== notRefused) this.#refusals[old] = (this.#refusals[old] as number) - 1;
    const isThere = this.#options.nodes.instances[slot] !== 0;
    const refusal = isThere ? this.#pipeline.firstRefusal(slot) : notRefused;
    this.#verdicts[slot] = refusal;
    if (refusal === notRefused) return isThere;
    this.#refusals[refusal] = (this.#refusals[refusal] as number) + 1;
    return false;
  }

  /** Nodes that are equal stand in another order after each change, as maps have no fixed one. */
  #drawTie(slot: number): number {
    const { nodes, salt } = this.#options;
    if (salt === 0) return nodes.instances[slot] ?? 0;
    this.#draws += 1;
    return mixInteger(mixInteger(salt, nodes.ties[slot] ?? 0), this.#draws);
  }
}
