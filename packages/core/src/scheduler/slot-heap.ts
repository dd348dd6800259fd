/** Children of a place: four keys lie side by side in memory, and the heap is half as deep. */
const arity = 4;

/**
 * Slots in a heap, lowest rank first, then lowest tie. It knows where each slot stands, so one whose
 * rank changed moves in logarithmic time.
 */
export class SlotHeap {
  /** Slot at each place. */
  readonly #slots: Int32Array;
  /** Rank and tie at each place, in turns. */
  readonly #keys: Float64Array;
  /** Place of each slot, or -1. */
  readonly #places: Int32Array;
  #length = 0;

  /** @param capacity slots are below it. */
  constructor(capacity: number) {
    this.#slots = new Int32Array(capacity);
    this.#keys = new Float64Array(2 * capacity);
    this.#places = new Int32Array(capacity).fill(-1);
  }

  /** The first slot, or undefined where there is none. */
  get top(): number | undefined {
    return this.#length === 0 ? undefined : this.#slots[0];
  }

  /** Adds a slot at the end without order; `order` must follow. */
  append(slot: number, rank: number, tie: number): void {
    this.#put(this.#length, slot, rank, tie);
    this.#length += 1;
  }

  /** Brings appended slots into order. */
  order(): void {
    for (let place = this.#length - 1; place >= 0; place -= 1) this.#settle(place, place);
  }

  /** Adds a slot, or moves it to where it belongs now. */
  set(slot: number, rank: number, tie: number): void {
    let place = this.#places[slot] as number;
    if (place < 0) {
      place = this.#length;
      this.#length += 1;
    }
    this.#put(place, slot, rank, tie);
    this.#settle(place);
  }

  /** Takes a slot out, if it is in. */
  delete(slot: number): void {
    const place = this.#places[slot] as number;
    if (place < 0) return;
    this.#places[slot] = -1;
    this.#length -= 1;
    if (place === this.#length) return;
    this.#move(this.#length, place);
    this.#settle(place);
  }

  /** Moves the slot at a place to where it belongs, up to a place at most. */
  #settle(from: number, highest = 0): void {
    const slot = this.#slots[from] as number;
    const rank = this.#keys[2 * from] as number;
    const tie = this.#keys[2 * from + 1] as number;
    let place = from;
    while (place > highest) {
      const parent = ((place - 1) / arity) | 0;
      if (!this.#isAfter(parent, rank, tie)) break;
      this.#move(parent, place);
      place = parent;
    }
    if (place === from) place = this.#sink(from, rank, tie);
    if (place !== from) this.#put(place, slot, rank, tie);
  }

  /** Moves up what belongs above a key. @returns the place that is free for it then. */
  #sink(from: number, rank: number, tie: number): number {
    let place = from;
    for (;;) {
      const best = this.#firstChild(place);
      if (best < 0 || this.#isAfter(best, rank, tie)) return place;
      this.#move(best, place);
      place = best;
    }
  }

  #firstChild(place: number): number {
    let best = arity * place + 1;
    const end = Math.min(best + arity, this.#length);
    if (best >= end) return -1;
    for (let child = best + 1; child < end; child += 1) {
      if (
        this.#isAfter(best, this.#keys[2 * child] as number, this.#keys[2 * child + 1] as number)
      ) {
        best = child;
      }
    }
    return best;
  }

  /** Whether a place comes after a key. */
  #isAfter(place: number, rank: number, tie: number): boolean {
    const own = this.#keys[2 * place] as number;
    return own === rank ? (this.#keys[2 * place + 1] as number) > tie : own > rank;
  }

  #move(from: number, to: number): void {
    this.#put(
      to,
      this.#slots[from] as number,
      this.#keys[2 * from] as number,
      this.#keys[2 * from + 1] as number,
    );
  }

  #put(place: number, slot: number, rank: number, tie: number): void {
    this.#slots[place] = slot;
    this.#keys[2 * place] = rank;
    this.#keys[2 * place + 1] = tie;
    this.#places[slot] = place;
  }
}
