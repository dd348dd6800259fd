import { basename, dirname, isAbsolute, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readFileSync } from 'node:fs';
import {
  buildTimeline,
  describeCounterexample,
  parseScenario,
  recordCommits,
  runScenario,
  ScenarioFailure,
  type CommitRecord,
  type Scenario,
  type ScenarioRun,
} from '@swarmsim/testing';
import { exitCodes, UsageError, type Terminal } from '../terminal.ts';
import { describeRun } from './describe-run.ts';

export const runHelp = `Plays a scenario under all rules, and tells what became of each step.

Usage: swarmsim run <scenario file> [options]

Options:
  --seed <n>   another seed than the scenario's
  --timeline   also tell what happened, commit by commit
  --json       print one JSON document in place of a text
  --help       this text

Exit codes: 0 all rules held, 1 a rule was broken, 2 the file could not be read.
`;

/** `swarmsim run`. */
export function runCommand(args: readonly string[], terminal: Terminal): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      seed: { type: 'string' },
      timeline: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const [path, ...others] = positionals;
  if (path === undefined || others.length > 0) {
    throw new UsageError('name one scenario file; see swarmsim run --help');
  }
  const file = resolve(terminal.cwd, path);
  const read = readScenario(file, path);
  const scenario = values.seed === undefined ? read : { ...read, seed: readSeed(values.seed) };
  return play(scenario, terminal, { ...values, file: path });
}

interface PlayOptions {
  readonly timeline: boolean;
  readonly json: boolean;
  readonly file: string;
}

function play(scenario: Scenario, terminal: Terminal, options: PlayOptions): number {
  let record: CommitRecord | undefined;
  let run: ScenarioRun;
  try {
    run = runScenario(scenario, {
      onViolation: 'collect',
      begin: (swarm) => {
        record = recordCommits(swarm);
      },
    });
  } catch (error) {
    if (!(error instanceof ScenarioFailure)) throw error;
    terminal.err(`${error.message}\n`);
    return exitCodes.violated;
  }
  const { verdicts, outcomes } = run;
  const commits = record?.commits ?? [];
  const broken = verdicts.filter(({ violation }) => violation !== undefined);
  const timeline = buildTimeline({ commits, outcomes }, {}, { linesMax: Infinity });
  if (options.json) {
    const document = { ...toJson(run), ...(options.timeline && { timeline }) };
    terminal.out(`${JSON.stringify(document, null, 2)}\n`);
  } else {
    terminal.out(describeRun(run, options.timeline ? timeline : []));
    for (const { name, rule, source, violation } of broken) {
      if (violation === undefined) continue;
      const { at, message, evidence } = violation;
      const { seed } = run.swarm;
      const { text } = describeCounterexample({
        scenario,
        message: `${name} (seed ${seed}, at ${at} ms): ${message}`,
        violation: { kind: 'violation', invariant: name, rule, source, seed, ...violation },
        timeline: buildTimeline({ commits, outcomes }, evidence, { until: at }),
      });
      terminal.out(`\n${text}\n`);
    }
  }
  return broken.length === 0 ? exitCodes.ok : exitCodes.violated;
}

function toJson({ swarm, outcomes, settled, verdicts }: ScenarioRun): object {
  return { seed: swarm.seed, now: swarm.now, hash: swarm.trace.hash, settled, outcomes, verdicts };
}

/** Reads a scenario file, and what it names from its folder. @throws UsageError with all that is wrong. */
function readScenario(file: string, shown: string = basename(file)): Scenario {
  const text = readText(file);
  if (text === undefined) throw new UsageError(`cannot read ${shown}`);
  const { scenario, issues } = parseScenario(text, {
    readFile: (path) => readText(isAbsolute(path) ? path : resolve(dirname(file), path)),
  });
  if (scenario !== undefined) return scenario;
  const lines = issues.map(
    ({ path, message }) => `  ${path === '' ? 'the file' : path}: ${message}`,
  );
  throw new UsageError(`${shown} is no scenario:\n${lines.join('\n')}`);
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function readSeed(text: string): number {
  const seed = Number(text);
  if (Number.isSafeInteger(seed) && text.trim() !== '') return seed;
  throw new UsageError(`--seed is a whole number, not ${JSON.stringify(text)}`);
}
