/** Lists of expressions whose results are kept; the least recently used goes first. */
const listsMax = 64;

/**
 * Remembers, per text and slot, whether a node's record passed a check. An entry holds the record's
 * revision, so it needs no clearing when the node changes.
 */
export class SlotMemo {
  readonly #results = new Map<string, Int32Array>();

  /** A check that asks `test` once per revision of a node. */
  memoize(
    text: string,
    revisions: Int32Array,
    test: (slot: number) => boolean,
  ): (slot: number) => boolean {
    const results = this.#resultsFor(text, revisions.length);
    return (slot) => {
      const revision = revisions[slot] ?? 0;
      const known = results[slot] ?? 0;
      if (known >> 1 === revision) return (known & 1) === 1;
      const result = test(slot);
      results[slot] = revision * 2 + (result ? 1 : 0);
      return result;
    };
  }

  #resultsFor(text: string, capacity: number): Int32Array {
    let results = this.#results.get(text);
    if (results !== undefined) this.#results.delete(text);
    if (results === undefined || results.length < capacity) results = new Int32Array(capacity);
    this.#results.set(text, results);
    if (this.#results.size > listsMax) {
      for (const oldest of this.#results.keys()) {
        this.#results.delete(oldest);
        break;
      }
    }
    return results;
  }
}
