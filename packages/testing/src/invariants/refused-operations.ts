import { SwarmSimError, type Swarm } from '@swarmsim/core';
import type { Invariant, Verdict } from './invariant.ts';
import { toViolationError } from './violation.ts';

/**
 * A rule that no step shows: only whoever performs an operation learns that it was refused. Runners of
 * scenarios go through {@link watchRefusals}.
 */
const refusedOperationsChangeNothing: Pick<Invariant, 'name' | 'rule' | 'source'> = {
  name: 'refused-operations-change-nothing',
  rule: 'an operation that is refused changes nothing in the cluster',
  source:
    'SwarmKit: manager/state/store/memory.go, update: a transaction that fails leaves nothing',
};

/** What became of an operation. */
export type Attempt<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'refused'; readonly error: SwarmSimError };

/** Operations that are performed under the rule. */
export interface RefusalWatch {
  /**
   * Performs an operation.
   *
   * @throws InvariantViolation where it was refused and something was committed all the same; and whatever
   * it throws that is no refusal.
   */
  attempt<Result>(operation: () => Result): Attempt<Result>;
  /** What became of the rule: each operation is a check, each refusal a case of it. */
  verdict(): Verdict;
  stop(): void;
}

/** Watches that refused operations of a swarm change nothing. */
export function watchRefusals(swarm: Swarm): RefusalWatch {
  let commits = 0;
  let checks = 0;
  let premises = 0;
  let violation: Verdict['violation'];
  const stop = swarm.onStep((step) => void (commits += step.commits.length));
  return {
    attempt(operation) {
      const before = commits;
      checks += 1;
      try {
        return { kind: 'done', result: operation() };
      } catch (error) {
        if (!(error instanceof SwarmSimError) || error.code === 'invariant-violation') throw error;
        premises += 1;
        if (commits === before) return { kind: 'refused', error };
        const message = `refused (${error.message}), and yet something was committed`;
        const evidence = { expected: 'no commit', observed: `${commits - before} commits` };
        violation ??= { at: swarm.now, message, evidence };
        const invariant = refusedOperationsChangeNothing;
        const { now: at, seed } = swarm;
        throw toViolationError({ invariant, seed, at, message, evidence });
      }
    },
    verdict: () => ({
      ...refusedOperationsChangeNothing,
      checks,
      premises,
      ...(violation !== undefined && { violation }),
    }),
    stop,
  };
}
