import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseDuration } from '@swarmsim/core';
import { exitCodes, UsageError, type Terminal } from '../terminal.ts';
import { checkLanes, type FailedSeed } from './check-lanes.ts';
import { openState, type CheckState } from './check-state.ts';
import { createProgress } from './progress.ts';
import { parseSeeds, type SeedRange } from './seed-ranges.ts';
import { createPool, type WorkerPool } from './worker-pool.ts';

export const checkHelp = `Looks for scenarios that break a rule, on all cores.

Usage: swarmsim check [property file] [options]

Without a property file, random scenarios are checked against all rules. A property file is an ES module that
exports a list 'properties' of { name, scenarios?, check?, options? } or { name, property }; see the page of
swarmsim. The failure with the lowest seed is shrunk and kept in a folder: as a scenario file, as a test for
vitest, as docker commands and as a text.

Options:
  --seeds <a..b>    seeds to check (1..100)
  --runs <n>        scenarios for each seed and property (20)
  --workers <n>     seeds to check at once (one for each core)
  --out <folder>    where failures and the state are kept (swarmsim-check)
  --timeout <time>  real time a seed may take (60s)
  --twice           run each scenario twice: both runs must leave the same trace
  --resume          go on where the last check of the folder ended
  --help            this text

Exit codes: 0 nothing was found, 1 a rule was broken, 2 bad input, 130 interrupted.
`;

/** What was asked for. */
interface CheckRequest {
  readonly file: string | undefined;
  readonly seeds: SeedRange;
  readonly runs: number;
  readonly workers: number;
  readonly out: string;
  readonly timeoutMs: number;
  readonly twice: boolean;
  readonly resume: boolean;
}

/** `swarmsim check`. */
export async function checkCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const request = readRequest(args, terminal);
  const { file, out, runs, workers, timeoutMs, twice, resume, seeds } = request;
  const state = openState(out, { propertyFile: file ?? null, runs, twice }, resume);
  const total = seeds.to - seeds.from + 1;
  const module = file === undefined ? undefined : toModule(out, file);
  const pool = createPool({ workers, file, runs, twice, module, timeoutMs });
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.once('SIGINT', interrupt);
  try {
    await checkFile(pool, file);
    const left = [...seedsOf(seeds)].filter((seed) => !state.done.has(seed));
    const progress = createProgress(terminal, total, total - left.length);
    const failed = await checkLanes({
      seeds: left,
      lanes: workers,
      check: pool.check,
      signal: interruption.signal,
      onSeed({ seed, runs: more, failure }) {
        if (failure === undefined) state.add(seed);
        progress.add(more);
      },
    }).finally(() => {
      progress.end();
      state.save();
    });
    if (failed !== undefined) return report(failed, request, terminal);
    if (interruption.signal.aborted) return tellInterrupted(state, terminal);
    terminal.out(`nothing was found: ${total} seeds, ${progress.runs} scenarios\n`);
    return exitCodes.ok;
  } finally {
    process.off('SIGINT', interrupt);
    await pool.close();
  }
}

async function checkFile(pool: WorkerPool, file: string | undefined): Promise<void> {
  try {
    await pool.list();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(file === undefined ? reason : `property file ${file}: ${reason}`);
  }
}

function report(
  { seed, failure: { kind, text, property, files } }: FailedSeed,
  { out, file, runs, twice }: CheckRequest,
  { err }: Terminal,
): number {
  const kept = { ...files, 'counterexample.txt': `seed ${seed}\n\n${text}\n` };
  mkdirSync(out, { recursive: true });
  for (const [name, content] of Object.entries(kept)) writeFileSync(join(out, name), content);
  const replay = [
    'swarmsim check',
    ...(file === undefined ? [] : [file]),
    `--seeds ${seed} --runs ${runs}`,
    ...(twice ? ['--twice'] : []),
  ];
  const what = property === '' ? '' : `, property '${property}'`;
  err(`seed ${seed}${what}: ${text}\n\n`);
  err(`kept in ${out}: ${Object.keys(kept).join(', ')}\nagain: ${replay.join(' ')}\n`);
  return kind === 'broken' ? exitCodes.violated : exitCodes.badInput;
}

function tellInterrupted({ done }: CheckState, { err }: Terminal): number {
  err(`interrupted; ${done.size} seeds are done, go on with --resume\n`);
  return exitCodes.interrupted;
}

function readRequest(args: readonly string[], { cwd }: Terminal): CheckRequest {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      seeds: { type: 'string', default: '1..100' },
      runs: { type: 'string', default: '20' },
      workers: { type: 'string', default: `${availableParallelism()}` },
      out: { type: 'string', default: 'swarmsim-check' },
      timeout: { type: 'string', default: '60s' },
      twice: { type: 'boolean', default: false },
      resume: { type: 'boolean', default: false },
    },
  });
  const [path, ...others] = positionals;
  if (others.length > 0) throw new UsageError('name one property file; see swarmsim check --help');
  const file = path === undefined ? undefined : resolve(cwd, path);
  if (file !== undefined && !existsSync(file)) throw new UsageError(`there is no file ${path}`);
  const timeoutMs = parseDuration(values.timeout);
  if (timeoutMs < 1) throw new UsageError(`--timeout is a time such as 60s, not ${values.timeout}`);
  return {
    file,
    seeds: parseSeeds(values.seeds),
    runs: readCount('runs', values.runs),
    workers: readCount('workers', values.workers),
    out: resolve(cwd, values.out),
    timeoutMs,
    twice: values.twice,
    resume: values.resume,
  };
}

function readCount(name: string, text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new UsageError(`--${name} is a whole number from 1 on, not ${JSON.stringify(text)}`);
}

function* seedsOf({ from, to }: SeedRange): Iterable<number> {
  for (let seed = from; seed <= to; seed += 1) yield seed;
}

function toModule(out: string, file: string): string {
  const path = relative(out, file).replaceAll('\\', '/');
  return path.startsWith('.') ? path : `./${path}`;
}
