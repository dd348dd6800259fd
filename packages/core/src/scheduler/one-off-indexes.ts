import type { Task } from '../model/task.ts';
import { CandidateIndex } from './candidate-index.ts';
import { joinTexts, type Filter } from './filters/filter.ts';
import type { NodeSet } from './node-set.ts';
import type { Ties } from './ties.ts';

/** Indexes kept at a time; the least recently used goes first. */
const indexesMax = 16;

/** The candidate indexes of one-off tasks, one for each kind of task that the filters tell apart. */
export class OneOffIndexes {
  readonly #nodes: NodeSet;
  readonly #filters: readonly Filter[];
  readonly #ties: Ties;
  readonly #indexes = new Map<string, CandidateIndex>();
  #last: { readonly task: Task; readonly index: CandidateIndex } | undefined;

  constructor(nodes: NodeSet, filters: readonly Filter[], ties: Ties) {
    this.#nodes = nodes;
    this.#filters = filters;
    this.#ties = ties;
  }

  /** The index for a task. */
  indexFor(task: Task): CandidateIndex {
    // Tasks made together share their parts, which spares them the text.
    if (this.#last !== undefined && haveSameParts(this.#last.task, task)) return this.#last.index;
    const kind = this.#kindOf(task);
    const index = this.#indexes.get(kind) ?? this.#createIndex(task, kind);
    this.#indexes.delete(kind);
    this.#indexes.set(kind, index);
    this.#last = { task, index };
    this.#limit();
    return index;
  }

  #kindOf(task: Task): string {
    return joinTexts([task.serviceId, ...this.#filters.map((filter) => filter.inputs(task))]);
  }

  #createIndex(task: Task, kind: string): CandidateIndex {
    const salt = this.#ties.saltFor(kind);
    return new CandidateIndex({ nodes: this.#nodes, filters: this.#filters, task, salt });
  }

  #limit(): void {
    if (this.#indexes.size <= indexesMax) return;
    for (const oldest of this.#indexes.keys()) {
      this.#indexes.delete(oldest);
      return;
    }
  }
}

function haveSameParts(a: Task, b: Task): boolean {
  return (
    a.spec === b.spec &&
    a.serviceId === b.serviceId &&
    a.networks === b.networks &&
    a.endpoint === b.endpoint
  );
}
