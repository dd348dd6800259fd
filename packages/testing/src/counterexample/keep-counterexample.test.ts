import { windowsNodes } from '@swarmsim/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenDeciders } from '../../test-support/broken-deciders.ts';
import type { Invariant } from '../invariants/invariant.ts';
import { runScenario, type RunOptions } from '../run/run-scenario.ts';
import { parseScenario } from '../scenario/parse-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { counterexampleReporter } from './keep-counterexample.ts';
import { ScenarioFailure } from './scenario-failure.ts';

const stories = fc.integer({ min: 1, max: 20 }).map((replicas): Scenario => ({
  version: 1,
  cluster: { nodes: windowsNodes(['A']) },
  steps: [
    { at: 0, kind: 'config-create', name: 'spec', data: { a: 1 } },
    {
      at: '1s',
      kind: 'service-create',
      options: { name: 'web', image: 'app', replicas, credentialSpec: 'config://spec' },
    },
  ],
}));

const fewTasks: Invariant = {
  name: 'few-tasks',
  rule: 'there are less than seven tasks',
  source: 'our handbook',
  when: 'commit',
  start:
    () =>
    ({ cluster }) =>
      cluster.tasks().length < 7 ? undefined : { message: 'too many', evidence: {} },
};

/** Asserts that something holds of all stories, and gives what was kept and thrown. */
function keep(check: (scenario: Scenario) => void): {
  files: Record<string, string>;
  error: Error | undefined;
} {
  const files: Record<string, string> = {};
  const reporter = counterexampleReporter((name, content) => void (files[name] = content));
  try {
    fc.assert(fc.property(stories, check), { seed: 1, reporter });
  } catch (error) {
    if (error instanceof Error) return { files, error };
  }
  return { files, error: undefined };
}

function play(options: RunOptions): (scenario: Scenario) => void {
  return (scenario) => void runScenario(scenario, options);
}

describe('counterexampleReporter', () => {
  it('keeps the smallest scenario, as a file, a test, docker commands and a text', () => {
    const { files, error } = keep(
      play({ swarm: { deciders: brokenDeciders['mount as file'] ?? {} } }),
    );

    expect(Object.keys(files)).toEqual([
      'counterexample.json',
      'counterexample.test.ts',
      'counterexample.sh',
      'counterexample.txt',
    ]);
    const { scenario } = parseScenario(files['counterexample.json']!);
    expect(scenario?.steps[1]).toMatchObject({ options: { replicas: 1 } });
    expect(files['counterexample.test.ts']).toContain("it('breaks no rule'");
    expect(files['counterexample.test.ts']).not.toContain('Import the rule');
    expect(files['counterexample.sh']).toContain('docker service create');
    expect(files['counterexample.txt']).toMatch(/^runtime-configs-are-no-files/);
    expect(files['counterexample.txt']).toMatch(/\{"seed":1,"path":"0[:0-9]*"\}/);
    expect(error?.message).toMatch(/^Property failed after 1 tests\n/);
    expect(error?.message).toMatch(/\nkept: counterexample\.json, .+\.txt$/);
    expect(error?.cause).toBeInstanceOf(ScenarioFailure);
  });

  it("writes a test that asks for the user's own rule", () => {
    const { files } = keep(play({ invariants: [fewTasks] }));

    expect(files['counterexample.test.ts']).toContain('Import the rule "few-tasks" here.');
    expect(files['counterexample.test.ts']).toContain('toContain("few-tasks")');
  });

  it('keeps the scenario of an expectation that does not hold, in a test that asks for it', () => {
    const { files, error } = keep((scenario) => {
      const { swarm } = runScenario(scenario);
      expect(swarm.tasks.list().length).toBeLessThan(7);
    });

    const { scenario } = parseScenario(files['counterexample.json']!);
    expect(scenario?.steps[1]).toMatchObject({ options: { replicas: 7 } });
    expect(files['counterexample.test.ts']).toContain('expect.hasAssertions();');
    expect(files['counterexample.txt']).toMatch(/^expected 7 to be less than 7/);
    expect(error?.message).toMatch(/\nkept: counterexample\.json/);
  });

  it('keeps nothing and throws nothing where the property holds', () => {
    expect(keep(play({}))).toEqual({ files: {}, error: undefined });
  });

  it('keeps nothing of a property that has no scenario', () => {
    const files: string[] = [];
    const reporter = counterexampleReporter((name) => void files.push(name));

    const assert = (): void =>
      fc.assert(
        fc.property(fc.nat(), (n) => n < 3),
        { seed: 1, reporter },
      );

    expect(assert).toThrow(/^Property failed after/);
    expect(files).toEqual([]);
  });
});
