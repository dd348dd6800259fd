/** Something that must hold of every swarm, checked after every step it could break in. */
import type { Commit, Swarm } from '@swarmsim/core';

/** What happened in one step of the simulation. */
export interface Step {
  readonly swarm: Swarm;
  /** Transactions of this step, in order; none when only messages moved. */
  readonly commits: readonly Commit[];
}

/** A rule, as a value. */
export interface Invariant {
  /** Short name, in kebab-case. */
  readonly name: string;
  /** One sentence that a user understands. */
  readonly rule: string;
  /** `step` rules are checked after every step, `rest` rules when the swarm has settled. */
  readonly when: 'step' | 'rest';
  /** Says what is wrong, or nothing. Makes a fresh checker: checkers may remember. */
  start(swarm: Swarm): (step: Step) => string | undefined;
}

/** What became of one invariant. */
export interface Verdict {
  readonly name: string;
  readonly rule: string;
  /** How often it was checked. */
  readonly checks: number;
  /** The first violation, with its simulated instant; absent while it holds. */
  readonly violation?: { readonly at: number; readonly message: string };
}
