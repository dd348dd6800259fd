/**
 * The event kernel: one queue, one virtual clock. It runs plain-data entries through the handlers
 * registered for their kinds, and knows nothing of swarms.
 */
import type { ChoiceSource } from './choice-source.ts';
import type { Cell, Entry, Environment, ScheduleRequest, Scope, TimerId } from './environment.ts';
import { invariant, InvariantViolation, SwarmSimError } from './errors.ts';
import { EventQueue, type QueueItem } from './event-queue.ts';
import { hashText } from './hash.ts';
import { createIdSource, type IdSource } from './id-source.ts';
import { KernelScope } from './kernel-scope.ts';
import { createRandom, type Random } from './random.ts';
import { Trace } from './trace.ts';

/** Entries due at one instant that a choice source may reorder among each other, at most. */
const choiceWindowMax = 64;

/** Options of {@link Kernel}. */
export interface KernelOptions {
  /** Seed of all randomness. */
  readonly seed: number;
  /** Keep the trace's records, not only their hash. */
  readonly history?: boolean;
}

/** What runs the entries of a kind. */
interface Handler {
  run(entry: Entry): void;
  /** Hash of the kind: it goes into the trace with each entry. */
  readonly kindHash: number;
}

/** See the head of this file. */
export class Kernel implements Environment {
  readonly random: Random;
  readonly ids: IdSource;
  readonly trace: Trace;
  /** Order of entries due at the same instant; absent is oldest first. */
  choices: ChoiceSource | undefined;

  readonly #queue = new EventQueue();
  readonly #handlers = new Map<string, Handler>();
  readonly #cells = new Map<string, Cell<unknown>>();
  readonly #idCounts = new Map<string, number>();
  readonly #cancelled = new Set<TimerId>();
  readonly #openScopes = new Set<number>();
  /** What came due in scopes that are held, by scope. */
  readonly #heldScopes = new Map<number, QueueItem[]>();
  readonly #afterStep: (() => void)[] = [];
  #now = 0;
  #sequence = 0;
  #cause = 0;
  #causeKind = '';
  #lastScope = 0;

  constructor(options: KernelOptions) {
    this.random = createRandom(options.seed);
    this.ids = createIdSource(this.random, this.#idCounts);
    this.trace = new Trace({ history: options.history ?? false });
    this.trace.mix(options.seed);
  }

  get now(): number {
    return this.#now;
  }

  get cause(): number {
    return this.#cause;
  }

  get causeKind(): string {
    return this.#causeKind;
  }

  /** Instant of the next entry, or undefined when nothing is due ever. */
  get nextAt(): number | undefined {
    return this.#peekLive()?.at;
  }

  /** Kind of the next entry, unless a choice source prefers another of its instant. */
  get nextKind(): string {
    return this.#peekLive()?.entry.kind ?? '';
  }

  schedule(request: ScheduleRequest): TimerId {
    return this.#schedule(request, 0);
  }

  cancel(timer: TimerId): void {
    if (timer > 0) this.#cancelled.add(timer);
  }

  register<E extends Entry>(kind: E['kind'], handler: (entry: E) => void): void {
    invariant(!this.#handlers.has(kind), `a handler for '${kind}' is registered already`);
    this.#handlers.set(kind, { run: handler as Handler['run'], kindHash: hashText(kind) });
  }

  cell<State>(name: string, initial: State): Cell<State> {
    const known = this.#cells.get(name);
    if (known !== undefined) return known as Cell<State>;
    const cell: Cell<State> = { value: initial };
    this.#cells.set(name, cell as Cell<unknown>);
    return cell;
  }

  get keepsNotes(): boolean {
    return this.trace.keepsHistory;
  }

  note(kind: string, data: object): void {
    const trace = this.trace;
    if (!trace.keepsHistory) return;
    trace.keep({ at: this.#now, sequence: this.#cause, causedBy: this.#cause, kind, data });
  }

  /** Opens a scope: everything made through it ends when it is closed. */
  openScope(): Scope {
    this.#lastScope += 1;
    const scope = this.#lastScope;
    this.#openScopes.add(scope);
    return new KernelScope(this, {
      schedule: (request) => this.#schedule(request, scope),
      hold: () => {
        if (!this.#heldScopes.has(scope)) this.#heldScopes.set(scope, []);
      },
      release: () => this.#release(scope),
      close: (kinds, cells) => {
        this.#openScopes.delete(scope);
        this.#heldScopes.delete(scope);
        for (const kind of kinds) this.#handlers.delete(kind);
        for (const name of cells) this.#cells.delete(name);
      },
    });
  }

  /** Runs after every entry and operation; what it throws reaches whoever advanced the clock. */
  onStep(hook: () => void): void {
    this.#afterStep.push(hook);
  }

  /** Runs a user's operation as one step of its own. */
  perform<Result>(operation: Entry, run: () => Result): Result {
    if (this.#cause !== 0) {
      throw new SwarmSimError(
        'reentrant-call',
        `${operation.kind} called inside another operation`,
      );
    }
    this.#sequence += 1;
    const { trace } = this;
    const sequence = this.#sequence;
    this.#begin(sequence, operation, hashText(operation.kind));
    if (trace.keepsHistory) {
      trace.keep({ at: this.#now, sequence, causedBy: 0, kind: 'operation', data: operation });
    }
    try {
      return run();
    } finally {
      this.#cause = 0;
      this.#causeKind = '';
      this.#finishStep();
    }
  }

  /** Runs the next entry. Returns false when none is due by `limit`. */
  step(limit: number = Infinity): boolean {
    const item = this.#next(limit);
    if (item === undefined) return false;
    const { at, sequence, causedBy, entry } = item;
    const handler = this.#handlers.get(entry.kind);
    this.#now = at;
    this.#begin(sequence, entry, handler?.kindHash ?? hashText(entry.kind));
    const { trace } = this;
    if (trace.keepsHistory) trace.keep({ at, sequence, causedBy, kind: 'entry', data: entry });
    try {
      handler?.run(entry);
    } finally {
      this.#cause = 0;
      this.#causeKind = '';
    }
    this.#finishStep();
    return true;
  }

  /** Moves the clock forward over an empty stretch. Entries due before `at` must have run. */
  moveTo(at: number): void {
    invariant(at >= this.#now, `clock moved back from ${this.#now} to ${at}`);
    const next = this.nextAt;
    invariant(next === undefined || next >= at, `clock moved past an entry due at ${next}`);
    this.#now = at;
  }

  #schedule(request: ScheduleRequest, scope: number): TimerId {
    const at = Math.ceil(request.at);
    // The texts are made only where they are needed: this is done for every entry.
    if (at < this.#now) {
      throw new InvariantViolation(`'${request.entry.kind}' scheduled in the past, at ${at}`);
    }
    if (!Number.isSafeInteger(at)) {
      throw new InvariantViolation(`'${request.entry.kind}' scheduled at ${request.at}`);
    }
    this.#sequence += 1;
    this.#queue.push({
      at,
      priority: request.priority ?? 0,
      sequence: this.#sequence,
      entry: request.entry,
      causedBy: this.#cause,
      lane: request.lane,
      scope,
    });
    return this.#sequence;
  }

  #begin(sequence: number, entry: Entry, kindHash: number): void {
    this.#cause = sequence;
    this.#causeKind = entry.kind;
    const { trace } = this;
    trace.mix(this.#now);
    trace.mix(sequence);
    trace.mix(kindHash);
  }

  #finishStep(): void {
    for (const hook of this.#afterStep) hook();
  }

  /** What waited keeps its order, and the numbers by which it can be cancelled. */
  #release(scope: number): void {
    const waiting = this.#heldScopes.get(scope) ?? [];
    this.#heldScopes.delete(scope);
    for (const item of waiting) {
      this.#queue.push({ ...item, at: Math.max(item.at, this.#now) });
    }
  }

  #isLive(item: QueueItem): boolean {
    if (this.#cancelled.size > 0 && this.#cancelled.delete(item.sequence)) return false;
    return item.scope === 0 || this.#openScopes.has(item.scope);
  }

  /** The next entry that may run. Those of a scope that is held are put aside. */
  #peekLive(): QueueItem | undefined {
    for (;;) {
      const item = this.#queue.peek();
      if (item === undefined) return undefined;
      const isLive = this.#isLive(item);
      const held = this.#heldScopes.size === 0 ? undefined : this.#heldScopes.get(item.scope);
      if (isLive && held === undefined) return item;
      this.#queue.pop();
      if (isLive) held?.push(item);
    }
  }

  #next(limit: number): QueueItem | undefined {
    const first = this.#peekLive();
    if (first === undefined || first.at > limit) return undefined;
    this.#queue.pop();
    return this.choices === undefined ? first : this.#choose(first, this.choices);
  }

  /** Lets the choice source pick among entries of the same instant, the oldest of each lane. */
  #choose(first: QueueItem, choices: ChoiceSource): QueueItem {
    let next = this.#peekLive();
    if (next === undefined || !isDueWith(first, next)) return first;
    const due = [first];
    const candidates = [first];
    while (next !== undefined && due.length < choiceWindowMax && isDueWith(first, next)) {
      this.#queue.pop();
      due.push(next);
      const { lane } = next;
      if (lane === undefined || candidates.every((other) => other.lane !== lane)) {
        candidates.push(next);
      }
      next = this.#peekLive();
    }
    const chosen = candidates.length === 1 ? 0 : choices.choose(candidates.length);
    const winner = candidates[chosen] ?? first;
    for (const item of due) if (item !== winner) this.#queue.push(item);
    return winner;
  }
}

function isDueWith(first: QueueItem, next: QueueItem): boolean {
  return next.at === first.at && next.priority === first.priority;
}
