import type { SwarmSimErrorCode } from '@swarmsim/core';

/**
 * What must come of an operation. In texts, `{service:web}` stands for the id of that service. An unsure one
 * may be done, or refused with one of these codes.
 */
export type Expectation =
  | { readonly outcome: 'done' }
  | {
      readonly outcome: 'refused';
      readonly code: SwarmSimErrorCode;
      /** In one of these. */
      readonly texts: readonly string[];
    }
  | { readonly outcome: 'unsure'; readonly codes: readonly SwarmSimErrorCode[] };

/** It is done. */
export const done: Expectation = { outcome: 'done' };

/** It is done, or does not fit the present state. */
export const unsure: Expectation = { outcome: 'unsure', codes: ['failed-precondition'] };

/** It is done, or does not fit the present state, or what it names is gone. */
export const unsureOrMissing: Expectation = {
  outcome: 'unsure',
  codes: ['failed-precondition', 'not-found'],
};

/** The swarm says no, in these words; where several reasons are as good, in those of one of them. */
export function refused(code: SwarmSimErrorCode, ...texts: readonly string[]): Expectation {
  return { outcome: 'refused', code, texts };
}

/** What it names is not there. */
export function missing(kind: string, name: string): Expectation {
  return refused('not-found', `${kind} ${name} not found`);
}

/** Names are compared without their case. SwarmKit: manager/state/store/memory.go. */
export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
