import type { NodeRanking } from './node-ranking.ts';

/**
 * The best nodes seen so far, up to a limit: a heap with the worst one on top.
 * SwarmKit: manager/scheduler/nodeheap.go and nodeset.go, tree.
 */
export class BestNodes {
  readonly #ranking: NodeRanking;
  readonly #limit: number;
  readonly #slots: number[] = [];
  #isOrdered = false;

  constructor(ranking: NodeRanking, limit: number) {
    this.#ranking = ranking;
    this.#limit = limit;
  }

  /** Keeps a node if there is room, or if it beats the worst; only then `passes` is asked. */
  offer(slot: number, passes: (slot: number) => boolean): void {
    const slots = this.#slots;
    if (slots.length < this.#limit) {
      if (!passes(slot)) return;
      slots.push(slot);
      this.#moveUp(slots.length - 1);
    } else if (this.#ranking.isBetter(slot, slots[0] as number) && passes(slot)) {
      slots[0] = slot;
      this.#moveDown(0, slots.length);
    }
  }

  /**
   * The nodes, best first. Asked again, it drops those that no longer pass and ranks the rest anew.
   * SwarmKit: manager/scheduler/decision_tree.go, orderedNodes.
   */
  ordered(passes: (slot: number) => boolean): readonly number[] {
    if (this.#isOrdered) this.#rebuild(passes);
    this.#isOrdered = true;
    for (let last = this.#slots.length - 1; last > 0; last -= 1) {
      this.#swap(0, last);
      this.#moveDown(0, last);
    }
    return this.#slots;
  }

  #rebuild(passes: (slot: number) => boolean): void {
    const slots = this.#slots;
    // The order of these checks shows in explanations, so it is SwarmKit's: the last one moves up.
    for (let place = 0; place < slots.length;) {
      if (passes(slots[place] as number)) {
        place += 1;
      } else {
        const last = slots.pop() as number;
        if (place < slots.length) slots[place] = last;
      }
    }
    const { length } = slots;
    for (let place = (length >> 1) - 1; place >= 0; place -= 1) this.#moveDown(place, length);
  }

  #moveUp(from: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#isWorse(place, parent)) return;
      this.#swap(place, parent);
      place = parent;
    }
  }

  #moveDown(from: number, length: number): void {
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= length) return;
      if (child + 1 < length && this.#isWorse(child + 1, child)) child += 1;
      if (!this.#isWorse(child, place)) return;
      this.#swap(child, place);
      place = child;
    }
  }

  #isWorse(a: number, b: number): boolean {
    return this.#ranking.isBetter(this.#slots[b] as number, this.#slots[a] as number);
  }

  #swap(a: number, b: number): void {
    const slots = this.#slots;
    const slot = slots[a] as number;
    slots[a] = slots[b] as number;
    slots[b] = slot;
  }
}
