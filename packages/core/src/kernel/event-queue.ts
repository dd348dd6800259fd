import type { Entry } from './environment.ts';

/** One thing that is due. */
export interface QueueItem {
  readonly at: number;
  readonly priority: number;
  readonly sequence: number;
  readonly entry: Entry;
  /** Sequence of the entry or operation during which this one was scheduled; 0 for none. */
  readonly causedBy: number;
  /** Items of one lane keep their order whatever a choice source says. */
  readonly lane: string | undefined;
  /** Number of the scope (leader term) it belongs to; 0 is the simulation itself. */
  readonly scope: number;
}

/** Binary heap ordered by (at, priority, sequence). Sequences are unique, so no order is left open. */
export class EventQueue {
  readonly #heap: QueueItem[] = [];

  get size(): number {
    return this.#heap.length;
  }

  peek(): QueueItem | undefined {
    return this.#heap[0];
  }

  push(item: QueueItem): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(item);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent] as QueueItem;
      if (!isBefore(item, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = item;
  }

  pop(): QueueItem | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (top === undefined || last === undefined || heap.length === 0) return top;
    let index = 0;
    const half = heap.length >> 1;
    while (index < half) {
      let child = 2 * index + 1;
      const right = child + 1;
      if (right < heap.length && isBefore(heap[right] as QueueItem, heap[child] as QueueItem)) {
        child = right;
      }
      const below = heap[child] as QueueItem;
      if (!isBefore(below, last)) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = last;
    return top;
  }

  /** All items, in no particular order; for snapshots and tests. */
  items(): readonly QueueItem[] {
    return this.#heap;
  }
}

function isBefore(a: QueueItem, b: QueueItem): boolean {
  if (a.at !== b.at) return a.at < b.at;
  if (a.priority !== b.priority) return a.priority < b.priority;
  return a.sequence < b.sequence;
}
