/** Keeps what a failed property found as files, wherever the caller wants them. */
import fc from 'fast-check';
import type { Counterexample } from './counterexample.ts';
import { isScenario } from '../scenario/is-scenario.ts';
import { findScenarioFailure, ScenarioFailure } from './scenario-failure.ts';

/** Texts by file name. */
export type CounterexampleFiles = Readonly<Record<string, string>>;

/**
 * The files of a counterexample: `counterexample.json` for `swarmsim run`, `counterexample.test.ts` for vitest,
 * `counterexample.sh` with the docker commands that lead there, and `counterexample.txt` with the whole story.
 */
export function counterexampleFiles(counterexample: Counterexample): CounterexampleFiles {
  const { scenarioFile, testFile, dockerCommands, text } = counterexample;
  return {
    'counterexample.json': scenarioFile,
    'counterexample.test.ts': testFile,
    'counterexample.sh': `${dockerCommands.join('\n')}\n`,
    'counterexample.txt': `${text}\n`,
  };
}

/**
 * What a failed check of a property tells of a scenario: the failure that it threw, with seed and path; or where it
 * threw something else, such as an expectation, the scenario among its values.
 */
export function findCounterexample<Values>(
  details: fc.RunDetails<Values>,
): ScenarioFailure | undefined {
  const { errorInstance: error, counterexample, seed, counterexamplePath } = details;
  const found = { seed, path: counterexamplePath ?? '' };
  const failure = findScenarioFailure(error);
  if (failure !== undefined) {
    return new ScenarioFailure({ ...failure.failure, found }, failure.cause);
  }
  const values: readonly unknown[] = Array.isArray(counterexample) ? counterexample : [];
  const scenario = values.find(isScenario);
  if (scenario === undefined) return undefined;
  const message = error instanceof Error ? error.message : String(error);
  return new ScenarioFailure({ scenario, message, found }, error);
}

/** Stores a text under a file name. */
export type WriteFile = (name: string, content: string) => void;

/**
 * A reporter of fast-check, for `fc.assert(property, { reporter })` and for `test.prop`, that keeps the files of
 * the smallest scenario that failed. What it throws tells what fast-check's own reporter tells, and which files
 * were kept; the failure is its cause.
 */
export function counterexampleReporter(
  write: WriteFile,
): <Values>(details: fc.RunDetails<Values>) => void {
  return (details) => {
    if (!details.failed) return;
    const report = fc.defaultReportMessage(details) ?? '';
    const failure = findCounterexample(details);
    if (failure === undefined) throw new Error(report, { cause: details.errorInstance });
    const files = counterexampleFiles(failure.counterexample);
    for (const [name, content] of Object.entries(files)) write(name, content);
    const names = Object.keys(files).join(', ');
    throw new Error(`${report}\n\nkept: ${names}`, { cause: failure });
  };
}
