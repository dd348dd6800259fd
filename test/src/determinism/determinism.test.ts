import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { workspaceRoot } from '../architecture/source-file.ts';
import { loadBareScenario } from './bare-engine.ts';
import { findOtherNode } from './other-node.ts';
import { runScenario } from './scenario.ts';

// One scenario, run in every way that could tell two machines apart. Its result holds the hash of
// the whole trace and the end of every task, so that a difference shows where it is.

const seed = 7;
const other = findOtherNode();
const without = 'absent' in other ? other.absent : undefined;

function runInProcess(program: string): string {
  const script = join(workspaceRoot, 'test/dist/determinism/print-scenario.js');
  const { status, stdout, stderr } = spawnSync(program, [script, `${seed}`], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the scenario failed under ${program}: ${stderr}`);
  return stdout;
}

describe('the same seed', () => {
  it('gives the same trace twice in one process', () => {
    const first = runScenario(seed);

    expect(runScenario(seed)).toBe(first);
  });

  it('gives the same trace in another process, from the built packages', () => {
    expect(runInProcess(process.execPath)).toBe(runScenario(seed));
  });

  it.skipIf(without)(`gives the same trace under another Node${reason(without)}`, () => {
    if ('absent' in other) throw new Error(other.absent);

    expect(runInProcess(other.program)).toBe(runScenario(seed));
  });

  it('gives the same trace in an engine with nothing but the language', async () => {
    const runBare = await loadBareScenario();

    expect(runBare(seed)).toBe(runScenario(seed));
  });
});

describe('another seed', () => {
  it('gives another trace', () => {
    expect(runScenario(seed + 1)).not.toBe(runScenario(seed));
  });
});

function reason(text: string | undefined): string {
  return text === undefined ? '' : ` (skipped: ${text})`;
}
