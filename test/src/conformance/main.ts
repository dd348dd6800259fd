/** `pnpm conformance <area> --data <file or directory>`: compares the simulation with recordings. */
import { resolve } from 'node:path';
import { runApiSteps, type ApiStep } from './api-errors.ts';
import { runConstraints } from './constraints.ts';
import { runOrchestration } from './orchestration.ts';
import { BadRecording, readRecordings, type RunResult } from './recordings.ts';
import { runScheduler } from './scheduler.ts';

const usage = 'usage: pnpm conformance <area> --data <file or directory>';
const seeds = 20;

const areas: Readonly<Record<string, (path: string) => RunResult>> = {
  scheduler: (path) => runScheduler(path, { seeds }),
  constraints: runConstraints,
  'api-errors': runApiErrors,
  orchestration: (path) => runOrchestration(path, { seeds }),
};

process.exitCode = main(process.argv.slice(2));

/** @returns the exit code: 0 if all pass, 1 if one fails or there is none, 2 for a bad command. */
function main(args: readonly string[]): number {
  const [area = '', option, data, ...more] = args;
  const run = Object.hasOwn(areas, area) ? areas[area] : undefined;
  if (run === undefined) {
    console.error(`unknown area '${area}'; there are ${Object.keys(areas).join(', ')}`);
    console.error(usage);
    return 2;
  }
  if (option !== '--data' || data === undefined || more.length > 0) {
    console.error(usage);
    return 2;
  }
  try {
    // A package manager changes the directory, and says where it was called.
    const result = run(resolve(process.env['INIT_CWD'] ?? process.cwd(), data));
    for (const line of result.lines) console.log(line);
    if (result.passed + result.failed === 0) console.log(`no cases of ${area} in ${data}`);
    console.log(`${result.passed} passed, ${result.failed} failed`);
    return result.failed > 0 || result.passed === 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof BadRecording)) throw error;
    console.error(error.message);
    return 2;
  }
}

/** Sessions are replayed each by itself; a judged call that is not built is a failure. */
function runApiErrors(path: string): RunResult {
  let passed = 0;
  let failed = 0;
  const lines: string[] = [];
  for (const session of readRecordings(path).filter(isApiSession)) {
    const result = runApiSteps(session);
    passed += result.passed;
    failed += result.failed;
    lines.push(...result.lines);
    for (const [call, count] of Object.entries(result.notYet)) {
      failed += count;
      lines.push(`${call}: not built, ${count} steps`);
    }
  }
  return { passed, failed, lines };
}

function isApiSession(recording: unknown): recording is readonly ApiStep[] {
  return (
    Array.isArray(recording) &&
    recording.length > 0 &&
    recording.every((step: Partial<ApiStep> | null) => typeof step?.call === 'string')
  );
}
