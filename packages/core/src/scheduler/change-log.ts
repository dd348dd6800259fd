/** Which slots changed, in order. Readers keep the count they have read up to; old entries vanish. */
export class ChangeLog {
  readonly #capacity: number;
  readonly #slots: Int32Array;
  #count = 0;

  constructor(capacity = 4096) {
    this.#capacity = capacity;
    this.#slots = new Int32Array(capacity);
  }

  /** Changes so far. */
  get count(): number {
    return this.#count;
  }

  add(slot: number): void {
    this.#slots[this.#count % this.#capacity] = slot;
    this.#count += 1;
  }

  /** Whether every change from number `from` on is still known. */
  covers(from: number): boolean {
    return this.#count - from <= this.#capacity;
  }

  /** Slot of a change, by its number from 0. */
  slotAt(number: number): number {
    return this.#slots[number % this.#capacity] ?? 0;
  }
}
