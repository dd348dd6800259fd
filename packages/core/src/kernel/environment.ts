/**
 * What every component is given: time, timers, randomness, ids and a place for its private state.
 * There is no other source of any of these inside core.
 */
import type { IdSource } from './id-source.ts';
import type { Random } from './random.ts';

/** A queue entry or an operation: plain data, told apart by `kind`. */
export interface Entry {
  readonly kind: string;
}

/** What to schedule, and when. */
export interface ScheduleRequest {
  /** Instant in ms since the simulation's start; not before now. Fractions are rounded up. */
  readonly at: number;
  readonly entry: Entry;
  /** Lower runs first among equal instants. Default 0. */
  readonly priority?: number;
  /** Entries of one lane (a network link, a mailbox) are never reordered. */
  readonly lane?: string;
}

/** Handle of a scheduled entry. */
export type TimerId = number;

/** A component's private state: one JSON-safe value, registered under a name. */
export interface Cell<State> {
  value: State;
}

/** See the head of this file. */
export interface Environment {
  /** The current instant, in whole ms since the simulation's start. */
  readonly now: number;
  /** Sequence of the entry or operation now running; 0 between them. */
  readonly cause: number;
  readonly random: Random;
  readonly ids: IdSource;
  /** Schedules an entry; its handler is the one registered for its kind when it is due. */
  schedule(request: ScheduleRequest): TimerId;
  /** Forgets a scheduled entry; one that already ran is ignored. */
  cancel(timer: TimerId): void;
  /** Registers the handler of a kind of entry. Each kind has at most one. */
  register<E extends Entry>(kind: E['kind'], handler: (entry: E) => void): void;
  /** Registers private state, or finds it where a snapshot put it. */
  cell<State>(name: string, initial: State): Cell<State>;
  /** Whether history is on: what is costly to find out is noted only then. */
  readonly keepsNotes: boolean;
  /** Adds a note to the trace's history; costs nothing while history is off. */
  note(kind: string, data: object): void;
}

/** An environment whose handlers, timers and state end together: a leader's term. */
export interface Scope extends Environment {
  /** Stops it for a while: what is due waits, in order. May be called twice. */
  hold(): void;
  /** Lets it go on: what waited is due now. Nothing happens to a scope that is not held. */
  release(): void;
  /** Ends it: its handlers, its timers and its state are gone. May be called twice. */
  close(): void;
}
