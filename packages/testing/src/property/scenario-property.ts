/** Properties of scenarios as values: what `swarmsim check` reads from a file, and what tests assert. */
import { SwarmSimError, type Swarm } from '@swarmsim/core';
import fc from 'fast-check';
import { scenarios } from '../arbitraries/scenarios.ts';
import { findScenarioFailure, ScenarioFailure } from '../counterexample/scenario-failure.ts';
import { buildTimeline, recordCommits, type CommitRecord } from '../counterexample/timeline.ts';
import { runScenario, type RunOptions, type ScenarioRun } from '../run/run-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** Something that must hold of every scenario of a kind, besides the rules that every run is checked against. */
export interface ScenarioProperty {
  readonly name: string;
  /** The scenarios that are meant. Default: any, as `scenarios()` draws them. */
  readonly scenarios?: fc.Arbitrary<Scenario>;
  /** How they are run, such as with further invariants. */
  readonly options?: RunOptions;
  /** Throws, or returns false, where it does not hold. Default: the rules alone are checked. */
  readonly check?: (run: ScenarioRun) => unknown;
}

/** How {@link assertScenarios} and {@link checkScenarios} look for failures: parameters of fast-check. */
export type SearchOptions = Pick<fc.Parameters, 'seed' | 'path' | 'numRuns' | 'endOnFailure'> & {
  /** Called before each scenario is run. */
  readonly onScenario?: (scenario: Scenario) => void;
};

/** What a search found. */
export interface SearchResult {
  /** Scenarios that were run before the first failure, or altogether. */
  readonly runs: number;
  /** Absent where everything held. */
  readonly failure?: ScenarioFailure;
  /** What the smallest failing scenario threw. */
  readonly error?: unknown;
}

/**
 * Checks a property on one scenario.
 *
 * @throws ScenarioFailure where it does not hold; its cause is the violation, or what the check threw.
 */
export function checkProperty(
  property: ScenarioProperty | undefined,
  scenario: Scenario,
): ScenarioRun {
  if (property === undefined) throw new SwarmSimError('not-found', 'there is no such property');
  let record: CommitRecord | undefined;
  const begin = (swarm: Swarm): void => {
    record = recordCommits(swarm);
    property.options?.begin?.(swarm);
  };
  try {
    const run = runScenario(scenario, { ...property.options, begin });
    const answer = property.check?.(run);
    if (answer === false)
      throw new Error(`property ${JSON.stringify(property.name)} does not hold`);
    return run;
  } catch (error) {
    throw toPropertyFailure(error, scenario, record);
  }
}

/** Looks for a scenario of which a property does not hold, and for the smallest one like it. */
export function checkScenarios(
  property: ScenarioProperty,
  { onScenario, ...parameters }: SearchOptions = {},
): SearchResult {
  const drawn = property.scenarios ?? scenarios();
  const details = fc.check(
    fc.property(drawn, (scenario) => {
      onScenario?.(scenario);
      checkProperty(property, scenario);
    }),
    parameters,
  );
  if (!details.failed) return { runs: details.numRuns };
  const { errorInstance: error, seed, counterexamplePath: path, numRuns } = details;
  const found = { seed, path: path ?? '' };
  const failure = findScenarioFailure(error);
  if (failure === undefined) return { runs: numRuns, error };
  return {
    runs: numRuns,
    failure: new ScenarioFailure({ ...failure.failure, found }, failure.cause),
    error,
  };
}

/**
 * Asserts that a property holds. It is `fc.assert` with a message that tells the whole story.
 *
 * @throws ScenarioFailure for the smallest scenario that was found.
 */
export function assertScenarios(property: ScenarioProperty, options: SearchOptions = {}): void {
  const { failure, error } = checkScenarios(property, options);
  if (failure !== undefined) throw failure;
  // What fails outside of a scenario, such as an arbitrary, is no counterexample. It is thrown as it came,
  // whatever it is: user code may throw anything.
  // oxlint-disable-next-line typescript/only-throw-error
  if (error !== undefined) throw error;
}

function toPropertyFailure(
  error: unknown,
  scenario: Scenario,
  record: CommitRecord | undefined,
): ScenarioFailure {
  if (error instanceof ScenarioFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  const timeline = buildTimeline({ commits: record?.commits ?? [], outcomes: [] });
  return new ScenarioFailure({ scenario, message, timeline }, error);
}
