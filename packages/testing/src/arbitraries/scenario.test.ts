import { createSwarm, windowsNodes } from '@swarmsim/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runScenario } from '../run-scenario.ts';
import { scenarios, scenarioSteps, type Scenario, type ScenarioStep } from './scenario.ts';

const sampling = { seed: 20, numRuns: 60 };

/** A scenario around one step, with something there to act on. */
function around(step: ScenarioStep): Scenario {
  const first: ScenarioStep = {
    kind: 'create-service',
    mode: 'replicated',
    replicas: 1,
    credentialSpec: 0,
    files: [],
    secrets: [],
  };
  return { seed: 1, permute: false, nodes: 2, configs: 1, secrets: 1, steps: [first, step] };
}

/** The smallest value of which a property is not true. */
function shrink<Value>(arbitrary: fc.Arbitrary<Value>, holds: (value: Value) => boolean): Value {
  const { counterexample } = fc.check(fc.property(arbitrary, holds), { seed: 20, numRuns: 500 });
  if (counterexample === null) throw new Error('the property holds');
  return counterexample[0];
}

describe('scenarios', () => {
  it('gives the same scenarios under the same seed', () => {
    expect(fc.sample(scenarios(), sampling)).toEqual(fc.sample(scenarios(), sampling));
  });

  it('makes swarms and first services that the real validation takes', () => {
    for (const scenario of fc.sample(scenarios(), sampling)) {
      const names = Array.from({ length: scenario.nodes }, (_, index) => `node-${index}`);
      const { steps, ...rest } = scenario;

      const { refusals } = runScenario({ ...rest, steps: steps.slice(0, 1) }, { invariants: [] });

      expect(() => createSwarm({ seed: scenario.seed, nodes: windowsNodes(names) })).not.toThrow();
      expect(steps[0]?.kind).toBe('create-service');
      expect(refusals).toBe(0);
    }
  });

  it('stays within its bounds, and is plain data', () => {
    const bounds = { nodesMax: 2, stepsMax: 3, replicasMax: 1 };

    for (const scenario of fc.sample(scenarios(bounds), sampling)) {
      expect(scenario.nodes).toBeLessThanOrEqual(2);
      expect(scenario.steps.length).toBeLessThanOrEqual(3);
      expect(JSON.parse(JSON.stringify(scenario))).toEqual(scenario);
      const replicas = scenario.steps.map((step) => ('replicas' in step ? step.replicas : 0));
      expect(Math.max(...replicas)).toBeLessThanOrEqual(1);
    }
  });

  it('shrinks to one node and the shortest story', () => {
    const smallest = shrink(scenarios(), ({ steps }) => steps.length < 3);

    expect(smallest).toMatchObject({ seed: 0, permute: false, nodes: 1, configs: 1, secrets: 0 });
    expect(smallest.steps).toHaveLength(3);
    expect(smallest).not.toHaveProperty('crashLoop');
  });
});

describe('scenarioSteps', () => {
  it('gives the same steps under the same seed', () => {
    expect(fc.sample(scenarioSteps(4), sampling)).toEqual(fc.sample(scenarioSteps(4), sampling));
  });

  it('makes steps that are refused for the state of the swarm only, never for their shape', () => {
    const kinds = new Set<string>();

    for (const step of fc.sample(scenarioSteps(4), { seed: 20, numRuns: 1_000 })) {
      const { refusals } = runScenario(around(step), { invariants: [] });

      kinds.add(step.kind);
      // A config in use, and a node that is not down, cannot be removed.
      const refusalsMax = step.kind === 'remove-config' || step.kind === 'remove-node' ? 1 : 0;
      expect({ step, refused: refusals > refusalsMax }).toEqual({ step, refused: false });
    }

    expect([...kinds].sort()).toEqual([
      'advance',
      'availability',
      'change-host',
      'crash',
      'create-service',
      'cut-one-way',
      'delay-messages',
      'exit-task',
      'fail-pulls',
      'ignore-stop',
      'join',
      'lose-messages',
      'partition',
      'plan-crashes',
      'remove-config',
      'remove-node',
      'remove-service',
      'repair',
      'repair-pulls',
      'restart',
      'restart-engine',
      'rotate',
      'scale',
      'slow-pulls',
    ]);
  });

  it('shrinks a step to its smallest numbers', () => {
    const simplest = shrink(scenarioSteps(4), (step) => step.kind !== 'create-service');
    const shortest = shrink(scenarioSteps(4), (step) => step.kind !== 'advance' || step.ms < 7);

    expect(simplest).toEqual({
      kind: 'create-service',
      mode: 'replicated',
      replicas: 0,
      files: [],
      secrets: [],
    });
    expect(shortest).toEqual({ kind: 'advance', ms: 7 });
  });
});
