/** A failure as people can read, keep and replay it. */
import type { Violation } from '../invariants/violation.ts';
import { formatScenario } from '../scenario/format-scenario.ts';
import type { Scenario, ScenarioStep } from '../scenario/scenario.ts';
import { dockerCommands } from './docker-commands.ts';
import { writeTestFile, type PropertyReference } from './test-file.ts';
import { formatTimeline, type TimelineEntry } from './timeline.ts';

/** What is known of a failure. */
export interface Failure {
  readonly scenario: Scenario;
  /** What is wrong, in a sentence. */
  readonly message: string;
  /** The rule that was broken; absent where the failure is none of a rule. */
  readonly violation?: Violation | undefined;
  readonly timeline?: readonly TimelineEntry[];
  /** Steps that were refused. */
  readonly refused?: readonly ScenarioStep[];
  /** Where fast-check found it. */
  readonly found?: { readonly seed: number; readonly path: string } | undefined;
  /** The property that failed, where it is not runScenario's own rules. */
  readonly property?: PropertyReference;
}

/** The parts of a description. */
export interface Counterexample {
  /** All that a person needs to know, in one text. */
  readonly text: string;
  readonly timeline: readonly TimelineEntry[];
  /** The scenario, as a file that `swarmsim run` takes. */
  readonly scenarioFile: string;
  /** A test for vitest that fails in the same way. */
  readonly testFile: string;
  /** A script of docker commands that lead there. */
  readonly dockerCommands: readonly string[];
}

/** Describes a failure. */
export function describeCounterexample(failure: Failure): Counterexample {
  const { scenario, message, violation, timeline = [], refused = [], found } = failure;
  const scenarioFile = formatScenario(scenario);
  const commands = dockerCommands(scenario, {
    isRefused: (step) => refused.includes(step),
    ...(violation !== undefined && { until: violation.at }),
  });
  const parts = [
    message,
    section('found by fast-check with', found === undefined ? [] : [JSON.stringify(found)]),
    section('rule', violation === undefined ? [] : [`${violation.rule} (${violation.source})`]),
    section('evidence', violation === undefined ? [] : evidenceOf(violation)),
    section('what happened', formatTimeline(timeline)),
    section('docker commands that lead there', commands),
    section(
      'to replay it, save this as counterexample.json and `npx swarmsim run counterexample.json`',
      [...scenarioFile.trimEnd().split('\n')],
    ),
  ];
  return {
    text: parts.filter((part) => part !== '').join('\n\n'),
    timeline,
    scenarioFile,
    testFile: writeTestFile(failure),
    dockerCommands: commands,
  };
}

function evidenceOf({ at, evidence }: Violation): readonly string[] {
  const facts = Object.entries(evidence) as readonly (readonly [string, string])[];
  return [`at: ${at / 1_000} s`, ...facts.map(([name, fact]) => `${name}: ${fact}`)];
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`${title}:`, ...lines.map((line) => `  ${line}`)].join('\n');
}
