import type { RandomStream } from './random.ts';

/**
 * Decides which of several entries due at the same instant runs first. `choose` gets how many there
 * are, oldest first, and answers an index below that.
 */
export interface ChoiceSource {
  choose(count: number): number;
}

/** Draws the order from a random stream: each seed is one interleaving of what really races. */
export function createSeededChoices(stream: RandomStream): ChoiceSource {
  return { choose: (count) => stream.intBelow(count) };
}

/** Replays a recorded list of choices, then always the oldest. */
export function createRecordedChoices(choices: readonly number[]): ChoiceSource {
  let next = 0;
  return {
    choose(count) {
      const choice = choices[next] ?? 0;
      next += 1;
      return Math.min(Math.max(0, choice), count - 1);
    },
  };
}
