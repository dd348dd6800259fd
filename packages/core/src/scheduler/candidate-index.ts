import { mixInteger } from '../kernel/hash.ts';
import type { Task } from '../model/task.ts';
import type { Filter } from './filters/filter.ts';
import { rankOf } from './node-ranking.ts';
import type { NodeSet } from './node-set.ts';
import { explainFailures, Pipeline } from './pipeline.ts';

/** What an index is made for: one-off tasks that every filter and the ranking treat alike. */
export interface CandidateIndexOptions {
  readonly nodes: NodeSet;
  readonly filters: readonly Filter[];
  /** One of the tasks. */
  readonly task: Task;
  /** Spreads ties; 0 keeps to the ranks of the nodes. */
  readonly salt: number;
}

const passed = -1;
const absent = -2;

/**
 * The nodes that may take a one-off task, best first: a heap that follows the node set. SwarmKit
 * visits every node for every such task; the node it comes to is the same, and so is the explanation
 * when there is none.
 */
export class CandidateIndex {
  readonly #options: CandidateIndexOptions;
  /** Slots in the order of a binary heap, with rank and tie of each place beside them. */
  #heap: Int32Array = new Int32Array(0);
  #ranks: Float64Array = new Float64Array(0);
  #ties: Int32Array = new Int32Array(0);
  #length = 0;
  /** How many nodes each filter refuses. */
  readonly #refusals: Int32Array;
  /** Made for the columns that the node set has, so it is made anew when they have grown. */
  #pipeline: Pipeline;
  #capacity = -1;
  /** Place of each slot in the heap, or -1. */
  #places: Int32Array = new Int32Array(0);
  /** Position of the filter that refuses the slot, or one of the two constants above. */
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
    return this.#length === 0 ? undefined : this.#heap[0];
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
    this.#heap = new Int32Array(nodes.capacity);
    this.#ranks = new Float64Array(nodes.capacity);
    this.#ties = new Int32Array(nodes.capacity);
    this.#places = new Int32Array(nodes.capacity).fill(-1);
    this.#verdicts = new Int8Array(nodes.capacity).fill(absent);
    this.#refusals.fill(0);
    this.#length = 0;
    for (const slot of nodes.slots()) {
      if (this.#judge(slot)) this.#append(slot);
    }
    for (let place = (this.#length >> 1) - 1; place >= 0; place -= 1) this.#moveDown(place);
  }

  /** Looks at one node again, and moves it to its new place, into the heap or out of it. */
  #refresh(slot: number): void {
    const old = this.#verdicts[slot] as number;
    if (old >= 0) this.#refusals[old] = (this.#refusals[old] as number) - 1;
    const passes = this.#judge(slot);
    if (old === passed) {
      const place = this.#places[slot] as number;
      if (passes) {
        this.#rank(place, slot);
        this.#settle(place);
      } else {
        this.#takeOut(place, slot);
      }
    } else if (passes) {
      this.#append(slot);
      this.#moveUp(this.#length - 1);
    }
  }

  /** Asks the filters about a node and counts their answer. @returns whether it passes. */
  #judge(slot: number): boolean {
    if (this.#options.nodes.instances[slot] === 0) {
      this.#verdicts[slot] = absent;
      return false;
    }
    const refusal = this.#pipeline.firstRefusal(slot);
    this.#verdicts[slot] = refusal;
    if (refusal < 0) return true;
    this.#refusals[refusal] = (this.#refusals[refusal] as number) + 1;
    return false;
  }

  #append(slot: number): void {
    const place = this.#length;
    this.#length += 1;
    this.#heap[place] = slot;
    this.#places[slot] = place;
    this.#rank(place, slot);
  }

  #rank(place: number, slot: number): void {
    const { nodes, task } = this.#options;
    this.#ranks[place] = rankOf(nodes, nodes.countsOf(task.serviceId), slot);
    this.#ties[place] = this.#drawTie(slot);
  }

  /** Nodes that are equal stand in another order after each change, as maps have no fixed one. */
  #drawTie(slot: number): number {
    const { nodes, salt } = this.#options;
    if (salt === 0) return nodes.instances[slot] ?? 0;
    this.#draws += 1;
    return mixInteger(mixInteger(salt, nodes.ties[slot] ?? 0), this.#draws);
  }

  #takeOut(place: number, slot: number): void {
    this.#places[slot] = -1;
    this.#length -= 1;
    if (place === this.#length) return;
    this.#move(this.#length, place);
    this.#settle(place);
  }

  #settle(place: number): void {
    if (!this.#moveUp(place)) this.#moveDown(place);
  }

  #moveUp(from: number): boolean {
    const slot = this.#heap[from] as number;
    const rank = this.#ranks[from] as number;
    const tie = this.#ties[from] as number;
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.#isBefore(parent, rank, tie)) break;
      this.#move(parent, place);
      place = parent;
    }
    if (place !== from) this.#put(place, { slot, rank, tie });
    return place !== from;
  }

  #moveDown(from: number): void {
    const slot = this.#heap[from] as number;
    const rank = this.#ranks[from] as number;
    const tie = this.#ties[from] as number;
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.#length) break;
      const right = child + 1;
      if (right < this.#length && this.#isPlaceBefore(right, child)) child = right;
      if (!this.#isBefore(child, rank, tie)) break;
      this.#move(child, place);
      place = child;
    }
    if (place !== from) this.#put(place, { slot, rank, tie });
  }

  #move(from: number, to: number): void {
    const slot = this.#heap[from] as number;
    this.#heap[to] = slot;
    this.#ranks[to] = this.#ranks[from] as number;
    this.#ties[to] = this.#ties[from] as number;
    this.#places[slot] = to;
  }

  #put(place: number, entry: { slot: number; rank: number; tie: number }): void {
    this.#heap[place] = entry.slot;
    this.#ranks[place] = entry.rank;
    this.#ties[place] = entry.tie;
    this.#places[entry.slot] = place;
  }

  #isPlaceBefore(a: number, b: number): boolean {
    return this.#isBefore(a, this.#ranks[b] as number, this.#ties[b] as number);
  }

  #isBefore(place: number, rank: number, tie: number): boolean {
    const own = this.#ranks[place] as number;
    return own === rank ? (this.#ties[place] as number) <= tie : own < rank;
  }
}
