import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { counterexampleReporter, runScenario, scenarios } from '@swarmsim/testing';
import fc from 'fast-check';
import { expect, it } from 'vitest';

it('keeps the counterexample of a belief that is wrong', () => {
  const folder = mkdtempSync(join(tmpdir(), 'counterexample-'));
  const reporter = counterexampleReporter((name, content) =>
    writeFileSync(join(folder, name), content),
  );
  const nothingFails = fc.property(scenarios(), (scenario) => {
    const { swarm } = runScenario(scenario);
    expect(swarm.tasks.list({ state: 'failed' })).toEqual([]);
  });

  expect(() => fc.assert(nothingFails, { seed: 1, numRuns: 1_000, reporter })).toThrow('kept: ');

  expect(readdirSync(folder)).toContain('counterexample.test.ts');
});
