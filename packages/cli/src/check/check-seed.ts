import {
  checkScenarios,
  counterexampleFiles,
  describeCounterexample,
  findCounterexample,
  type Scenario,
  type ScenarioFailure,
  type ScenarioProperty,
} from '@swarmsim/testing';
import fc from 'fast-check';
import { describeThrown, type CheckedProperty, type NamedProperty } from './load-properties.ts';
import type { SeedFailure, SeedResult } from './seed-result.ts';

/** Events of an instant that are taken for a livelock: far more than any random scenario has. */
const instantEventsMax = 200_000;

/** What {@link checkSeed} needs besides properties. */
export interface SeedOptions {
  readonly seed: number;
  /** Scenarios for each property. */
  readonly runs: number;
  /** Whether each scenario is run twice. */
  readonly twice?: boolean;
  /** File that the properties came from. */
  readonly file: string | undefined;
  /** The same file as a test that is kept imports it. */
  readonly module?: string | undefined;
  readonly onScenario?: (scenario: Scenario) => void;
}

/** Checks properties with one seed, up to the first that fails. */
export async function checkSeed(
  properties: readonly CheckedProperty[],
  options: SeedOptions,
): Promise<SeedResult> {
  const { seed } = options;
  let runs = 0;
  for (const property of properties) {
    const result =
      'property' in property
        ? await checkNamed(property, options)
        : checkScenarioProperty(property, options);
    runs += result.runs;
    if (result.failure !== undefined) return { seed, runs, failure: result.failure };
  }
  return { seed, runs };
}

type Result = Omit<SeedResult, 'seed'>;

function checkScenarioProperty(property: ScenarioProperty, options: SeedOptions): Result {
  const { seed, runs: numRuns, twice = false, file = '', onScenario } = options;
  const { name } = property;
  const swarm = { instantEventsMax, ...property.options?.swarm };
  const { runs, failure, error } = checkScenarios(
    { ...property, options: { ...property.options, swarm, ...(twice && { twice }) } },
    { seed, numRuns, ...(onScenario !== undefined && { onScenario }) },
  );
  if (failure !== undefined) return { runs, failure: toFailure(failure, name, options) };
  if (error === undefined) return { runs };
  const text = `property '${name}' cannot be checked: ${describeThrown(error, file)}`;
  return { runs, failure: { kind: 'faulty', property: name, text, files: {} } };
}

function toFailure(
  failure: ScenarioFailure,
  name: string,
  { file = '', module }: SeedOptions,
): SeedFailure {
  const { cause } = failure;
  const counterexample = describeCounterexample({
    ...failure.failure,
    ...(module !== undefined && { property: { module, name } }),
  });
  const isFaulty = cause instanceof Error && isProgramError(cause);
  const head = isFaulty ? `property '${name}' throws ${describeThrown(cause, file)}\n\n` : '';
  return {
    kind: isFaulty ? 'faulty' : 'broken',
    property: name,
    text: `${head}${failure.message}`,
    files: counterexampleFiles(counterexample),
  };
}

async function checkNamed(
  { name, property }: NamedProperty,
  options: SeedOptions,
): Promise<Result> {
  const { seed, runs: numRuns, file = '' } = options;
  const details = await fc.check(property as fc.IAsyncProperty<unknown>, { seed, numRuns });
  if (!details.failed) return { runs: details.numRuns };
  const { errorInstance: error } = details;
  const isFaulty = error instanceof Error && isProgramError(error);
  const head = isFaulty ? `property '${name}' throws ${describeThrown(error, file)}\n\n` : '';
  const thrown = error === null ? '' : `\n\n${describeThrown(error, file)}`;
  const text = `${head}${fc.defaultReportMessage(details) ?? ''}${thrown}`;
  const kind = isFaulty ? 'faulty' : 'broken';
  const counterexample = findCounterexample(details)?.counterexample;
  const files = counterexample === undefined ? {} : counterexampleFiles(counterexample);
  return { runs: details.numRuns, failure: { kind, property: name, text, files } };
}

/** What JavaScript itself throws, and simulated time that stands still, tell of no broken rule. */
function isProgramError(error: Error): boolean {
  if ('code' in error && error.code === 'livelock') return true;
  return programErrors.has(error.name);
}

const programErrors: ReadonlySet<string> = new Set([
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
]);
