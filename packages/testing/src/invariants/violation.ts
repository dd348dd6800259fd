import { InvariantViolation } from '@swarmsim/core';
import type { Evidence, Invariant, Problem } from './invariant.ts';

/** A rule that was broken, as data: it comes as the `cause` of the error that is thrown. */
export interface Violation {
  readonly kind: 'violation';
  /** Name of the invariant. */
  readonly invariant: string;
  readonly rule: string;
  readonly source: string;
  readonly seed: number;
  /** In ms since the simulation's start. */
  readonly at: number;
  readonly message: string;
  readonly evidence: Evidence;
}

/** What {@link toViolationError} words. */
export interface Finding extends Problem {
  readonly invariant: Pick<Invariant, 'name' | 'rule' | 'source'>;
  readonly seed: number;
  readonly at: number;
}

/** The error of a broken rule. */
export function toViolationError(finding: Finding): InvariantViolation {
  const { invariant, seed, at, message, evidence } = finding;
  const { name, rule, source } = invariant;
  const error = new InvariantViolation(`${name} (seed ${seed}, at ${at} ms): ${message}`);
  const violation: Violation = {
    kind: 'violation',
    invariant: name,
    rule,
    source,
    seed,
    at,
    message,
    evidence,
  };
  error.cause = violation;
  return error;
}

/** The violation that an error tells of, or that any of its causes tells of. */
export function findViolation(error: unknown): Violation | undefined {
  const seen = new Set<unknown>();
  let one: unknown = error;
  while (one instanceof Error && !seen.has(one)) {
    seen.add(one);
    if (isViolation(one.cause)) return one.cause;
    one = one.cause;
  }
  return undefined;
}

function isViolation(value: unknown): value is Violation {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'violation'
  );
}
