import { InvariantViolation } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import type { Scenario, ScenarioStep } from './arbitraries/scenario.ts';
import type { Invariant } from './invariants/invariant.ts';
import { brokenDeciders } from './mutants/broken-deciders.ts';
import { runScenario } from './run-scenario.ts';

const createWeb: ScenarioStep = {
  kind: 'create-service',
  mode: 'replicated',
  replicas: 2,
  credentialSpec: 0,
  files: [0],
  secrets: [],
};

function scenario(steps: readonly ScenarioStep[], change: Partial<Scenario> = {}): Scenario {
  return { seed: 3, permute: false, nodes: 2, configs: 2, secrets: 0, steps, ...change };
}

describe('runScenario', () => {
  it('performs the steps and lets the swarm come to rest', () => {
    const steps: readonly ScenarioStep[] = [
      createWeb,
      { kind: 'scale', service: 0, replicas: 3 },
      { kind: 'advance', ms: 2_000 },
      { kind: 'join' },
    ];

    const { swarm, refusals } = runScenario(scenario(steps));

    expect(refusals).toBe(0);
    expect(swarm.nodes.list()).toHaveLength(3);
    expect(swarm.tasks.list({ state: 'running' })).toHaveLength(3);
  });

  it('takes numbers modulo what there is, and passes over what there is not', () => {
    const steps: readonly ScenarioStep[] = [
      { kind: 'remove-service', service: 4 },
      createWeb,
      { kind: 'scale', service: 5, replicas: 1 },
    ];

    const { swarm } = runScenario(scenario(steps));

    expect(swarm.tasks.list({ desiredState: 'running' })).toHaveLength(1);
  });

  it('counts the steps that are refused', () => {
    const steps: readonly ScenarioStep[] = [
      createWeb,
      { kind: 'remove-config', config: 0 },
      { kind: 'remove-node', node: 0, force: false },
    ];

    expect(runScenario(scenario(steps)).refusals).toBe(2);
  });

  it('lets the first tasks of each slot crash', () => {
    const crashLoop = { incarnations: 1, afterMs: 100, exitCode: 2 };

    const { swarm } = runScenario(scenario([createWeb], { crashLoop }));

    const errors = swarm.tasks.list({ state: 'failed' }).map(({ status }) => status.err);
    expect(errors).toEqual(['task: non-zero exit (2)', 'task: non-zero exit (2)']);
    expect(swarm.tasks.list({ state: 'running' })).toHaveLength(2);
  });

  it('does the same again', () => {
    const story = scenario([createWeb, { kind: 'crash', node: 0 }, { kind: 'advance', ms: 500 }]);

    expect(runScenario(story).swarm.trace.hash).toBe(runScenario(story).swarm.trace.hash);
  });

  it('throws where a rule is broken, with seed and instant', () => {
    const options = { swarm: { deciders: brokenDeciders['mount as file'] ?? {} } };
    const story = scenario([createWeb, { kind: 'advance', ms: 5_000 }]);

    expect(() => runScenario(story, options)).toThrow(InvariantViolation);
    expect(() => runScenario(story, options)).toThrow(
      /^runtime-configs-are-no-files \(seed 3, at \d+ ms\): task \w+ has config-0 as file /,
    );
  });

  it('checks the rules that it is given, those for rest at the end', () => {
    const calls: string[] = [];
    const note = (when: Invariant['when']): Invariant => ({
      name: when,
      rule: 'is only noted',
      source: 'this test',
      when,
      start: () => () => {
        if (calls.at(-1) !== when) calls.push(when);
        return undefined;
      },
    });

    runScenario(scenario([createWeb]), { invariants: [note('rest'), note('step')] });

    expect(calls).toEqual(['step', 'rest']);
  });
});
