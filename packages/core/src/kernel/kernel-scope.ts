import type { Cell, Entry, Environment, ScheduleRequest, Scope, TimerId } from './environment.ts';
import type { IdSource } from './id-source.ts';
import type { Random } from './random.ts';

/** What of a scope is the kernel's doing. */
export interface ScopeActions {
  schedule(request: ScheduleRequest): TimerId;
  hold(): void;
  release(): void;
  close(kinds: readonly string[], cells: readonly string[]): void;
}

/** A scope: an environment that counts what it made, to end it. */
export class KernelScope implements Scope {
  readonly random: Random;
  readonly ids: IdSource;
  readonly #kernel: Environment;
  readonly #actions: ScopeActions;
  readonly #kinds: string[] = [];
  readonly #cells: string[] = [];

  constructor(kernel: Environment, actions: ScopeActions) {
    this.#kernel = kernel;
    this.#actions = actions;
    this.random = kernel.random;
    this.ids = kernel.ids;
  }

  get now(): number {
    return this.#kernel.now;
  }

  get cause(): number {
    return this.#kernel.cause;
  }

  schedule(request: ScheduleRequest): TimerId {
    return this.#actions.schedule(request);
  }

  cancel(timer: TimerId): void {
    this.#kernel.cancel(timer);
  }

  register<E extends Entry>(kind: E['kind'], handler: (entry: E) => void): void {
    this.#kernel.register(kind, handler);
    this.#kinds.push(kind);
  }

  cell<State>(name: string, initial: State): Cell<State> {
    this.#cells.push(name);
    return this.#kernel.cell(name, initial);
  }

  get keepsNotes(): boolean {
    return this.#kernel.keepsNotes;
  }

  note(kind: string, data: object): void {
    this.#kernel.note(kind, data);
  }

  hold(): void {
    this.#actions.hold();
  }

  release(): void {
    this.#actions.release();
  }

  close(): void {
    this.#actions.close(this.#kinds.splice(0), this.#cells.splice(0));
  }
}
