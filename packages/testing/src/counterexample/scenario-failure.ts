import { InvariantViolation } from '@swarmsim/core';
import { findViolation } from '../invariants/violation.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { describeCounterexample, type Counterexample, type Failure } from './counterexample.ts';
import { buildTimeline, type RunRecord } from './timeline.ts';

/**
 * A scenario broke a rule. The message tells the whole story; its first line is the problem. The violation, as
 * data, is the cause.
 */
export class ScenarioFailure extends InvariantViolation {
  readonly failure: Failure;
  readonly counterexample: Counterexample;

  /** `cause` is what the violation is known by; default: the violation as data. */
  constructor(failure: Failure, cause: unknown = failure.violation) {
    const counterexample = describeCounterexample(failure);
    super(counterexample.text);
    this.failure = failure;
    this.counterexample = counterexample;
    this.cause = cause;
  }
}

/** Makes the failure of a scenario of the error that ended its run; other errors stay what they are. */
export function toScenarioFailure(error: unknown, scenario: Scenario, record: RunRecord): unknown {
  if (!(error instanceof InvariantViolation) || error instanceof ScenarioFailure) return error;
  const violation = findViolation(error);
  const refused = record.outcomes.flatMap(({ step, refusal }) =>
    refusal === undefined ? [] : [step],
  );
  return new ScenarioFailure({
    scenario,
    message: error.message,
    violation,
    timeline: buildTimeline(record, violation?.evidence),
    refused,
  });
}

/** The failure of a scenario that an error tells of, or that any of its causes tells of. */
export function findScenarioFailure(error: unknown): ScenarioFailure | undefined {
  let one: unknown = error;
  for (let depth = 0; depth < 10 && one instanceof Error; depth += 1) {
    if (one instanceof ScenarioFailure) return one;
    one = one.cause;
  }
  return undefined;
}
