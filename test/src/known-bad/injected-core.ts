/** `@swarmsim/core` for programs that are to run on a bad swarm: all the same, but for `createSwarm`. */
import { createSwarm as createReal, type DeciderOptions } from '@swarmsim/core';
import type { Swarm, SwarmOptions } from '@swarmsim/core';

export * from '@swarmsim/core';

let injected: DeciderOptions = {};

/** Has every swarm from now on decide so. */
export function injectDeciders(deciders: DeciderOptions): void {
  injected = deciders;
}

/** Makes a swarm with the injected deciders. */
export function createSwarm(options: SwarmOptions = {}): Swarm {
  return createReal({ ...options, deciders: { ...injected, ...options.deciders } });
}
