import type { DeciderOptions } from '@swarmsim/core';

/** A swarm that goes wrong in one decision, and looks right otherwise. */
export interface KnownBadSwarm {
  readonly name: string;
  /** What the real one does instead, and where that is written. */
  readonly rule: string;
  /** The wrong decision, for `createSwarm({ deciders })`. */
  readonly deciders: DeciderOptions;
  /** A short story in which it shows. */
  readonly story: Story;
}

/** What happens in a swarm with given deciders, in a few words. */
export interface Story {
  readonly tell: (deciders: DeciderOptions) => string;
  /** What is told of the real swarm. */
  readonly real: string;
  /** What is told of the bad one. */
  readonly bad: string;
}
