import type { Task } from '../model/task.ts';
import { CandidateIndex } from './candidate-index.ts';
import type { decideRank } from './decide-rank.ts';
import { joinTexts, type Filter } from './filters/filter.ts';
import type { NodeSet } from './node-set.ts';
import type { Ties } from './ties.ts';

/** Indexes kept at a time; the least recently used goes first. */
const indexesMax = 16;

/** What indexes go by. */
export interface IndexRules {
  readonly filters: readonly Filter[];
  readonly ties: Ties;
  readonly decideRank: typeof decideRank;
}

/** The candidate indexes of one-off tasks, one for each kind of task that the filters tell apart. */
export class OneOffIndexes {
  readonly #nodes: NodeSet;
  readonly #rules: IndexRules;
  readonly #indexes = new Map<string, CandidateIndex>();
  #last: { readonly task: Task; readonly index: CandidateIndex } | undefined;

  constructor(nodes: NodeSet, rules: IndexRules) {
    this.#nodes = nodes;
    this.#rules = rules;
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
    const inputs = this.#rules.filters.map((filter) => filter.inputs(task));
    return joinTexts([task.serviceId, ...inputs]);
  }

  #createIndex(task: Task, kind: string): CandidateIndex {
    const { filters, ties, decideRank: rank } = this.#rules;
    const salt = ties.saltFor(kind);
    return new CandidateIndex({ nodes: this.#nodes, filters, decideRank: rank, task, salt });
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
