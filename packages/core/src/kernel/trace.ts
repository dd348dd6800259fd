import { finishHash, hashText, mixNumber, toHex } from './hash.ts';

/** One fact of the trace. Kept only while history is on; hashed always. */
export interface TraceRecord {
  readonly at: number;
  /** Sequence of the entry or operation it belongs to. */
  readonly sequence: number;
  /** Sequence of what caused it; 0 for a user's operation. */
  readonly causedBy: number;
  /** `entry`, `operation`, `commit`, or the name of a note. */
  readonly kind: string;
  readonly data: object;
}

/** The running hash of everything that happened, and the records where history is kept. */
export class Trace {
  readonly #records: TraceRecord[] = [];
  readonly #keepsHistory: boolean;
  #low = 0x243f6a88;
  #high = 0x85a308d3;

  constructor(options: { readonly history: boolean }) {
    this.#keepsHistory = options.history;
  }

  get keepsHistory(): boolean {
    return this.#keepsHistory;
  }

  /** Records so far, oldest first; empty while history is off. */
  get records(): readonly TraceRecord[] {
    return this.#records;
  }

  mix(value: number): void {
    this.#low = mixNumber(this.#low, value);
    this.#high = (Math.imul(this.#high ^ this.#low, 0xc2b2ae3d) + 0x27d4eb2f) | 0;
  }

  mixText(text: string): void {
    this.mix(hashText(text));
  }

  keep(record: TraceRecord): void {
    if (this.#keepsHistory) this.#records.push(record);
  }

  /** Sixteen hexadecimal digits; equal traces have equal hashes. */
  get hash(): string {
    return toHex(finishHash(this.#low)) + toHex(finishHash(this.#high));
  }
}
