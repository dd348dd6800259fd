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
  readonly #heap: number[] = [];
  /** How many nodes each filter refuses. */
  readonly #refusals: Int32Array;
  /** Made for the columns that the node set has, so it is made anew when they have grown. */
  #pipeline: Pipeline;
  #capacity = -1;
  /** Place of each slot in the heap, or -1. */
  #places: Int32Array = new Int32Array(0);
  /** Position of the filter that refuses the slot, or one of the two constants above. */
  #verdicts: Int8Array = new Int8Array(0);
  #ranks: Float64Array = new Float64Array(0);
  #ties: Float64Array = new Float64Array(0);
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
    return this.#heap[0];
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
    this.#places = new Int32Array(nodes.capacity).fill(-1);
    this.#verdicts = new Int8Array(nodes.capacity).fill(absent);
    this.#ranks = new Float64Array(nodes.capacity);
    this.#ties = new Float64Array(nodes.capacity);
    this.#refusals.fill(0);
    this.#heap.length = 0;
    for (const slot of nodes.slots()) {
      this.#judge(slot);
      if (this.#verdicts[slot] !== passed) continue;
      this.#places[slot] = this.#heap.length;
      this.#heap.push(slot);
    }
    for (let place = (this.#heap.length >> 1) - 1; place >= 0; place -= 1) this.#moveDown(place);
  }

  /** Looks at one node again, and moves it to its new place, into the heap or out of it. */
  #refresh(slot: number): void {
    const old = this.#verdicts[slot] as number;
    if (old >= 0) this.#refusals[old] = (this.#refusals[old] as number) - 1;
    this.#judge(slot);
    const isIn = this.#verdicts[slot] === passed;
    if (old === passed) {
      if (isIn) this.#settle(this.#places[slot] as number);
      else this.#takeOut(slot);
    } else if (isIn) {
      this.#places[slot] = this.#heap.length;
      this.#heap.push(slot);
      this.#moveUp(this.#heap.length - 1);
    }
  }

  #judge(slot: number): void {
    const { nodes, task } = this.#options;
    if (nodes.instances[slot] === 0) {
      this.#verdicts[slot] = absent;
      return;
    }
    const refusal = this.#pipeline.firstRefusal(slot);
    this.#verdicts[slot] = refusal;
    if (refusal >= 0) {
      this.#refusals[refusal] = (this.#refusals[refusal] as number) + 1;
      return;
    }
    this.#ranks[slot] = rankOf(nodes, nodes.countsOf(task.serviceId), slot);
    this.#ties[slot] = this.#drawTie(slot);
  }

  /** Nodes that are equal stand in another order after each change, as maps have no fixed one. */
  #drawTie(slot: number): number {
    const { nodes, salt } = this.#options;
    if (salt === 0) return nodes.instances[slot] ?? 0;
    this.#draws += 1;
    return mixInteger(mixInteger(salt, nodes.ties[slot] ?? 0), this.#draws);
  }

  #takeOut(slot: number): void {
    const place = this.#places[slot] as number;
    const last = this.#heap.pop() as number;
    this.#places[slot] = -1;
    if (last === slot) return;
    this.#put(place, last);
    this.#settle(place);
  }

  #settle(place: number): void {
    if (!this.#moveUp(place)) this.#moveDown(place);
  }

  #moveUp(from: number): boolean {
    const heap = this.#heap;
    const slot = heap[from] as number;
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent] as number;
      if (!this.#isBefore(slot, above)) break;
      this.#put(place, above);
      place = parent;
    }
    this.#put(place, slot);
    return place !== from;
  }

  #moveDown(from: number): void {
    const heap = this.#heap;
    const { length } = heap;
    const slot = heap[from] as number;
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= length) break;
      const right = child + 1;
      if (right < length && this.#isBefore(heap[right] as number, heap[child] as number)) {
        child = right;
      }
      const below = heap[child] as number;
      if (!this.#isBefore(below, slot)) break;
      this.#put(place, below);
      place = child;
    }
    this.#put(place, slot);
  }

  #put(place: number, slot: number): void {
    this.#heap[place] = slot;
    this.#places[slot] = place;
  }

  #isBefore(a: number, b: number): boolean {
    const rankA = this.#ranks[a] as number;
    const rankB = this.#ranks[b] as number;
    if (rankA !== rankB) return rankA < rankB;
    return (this.#ties[a] as number) < (this.#ties[b] as number);
  }
}
