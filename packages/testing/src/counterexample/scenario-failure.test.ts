import { linuxNodes, windowsNodes, type Swarm } from '@swarmsim/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenDeciders } from '../../test-support/broken-deciders.ts';
import { findViolation } from '../invariants/violation.ts';
import { assertScenarios, checkProperty, checkScenarios } from '../property/scenario-property.ts';
import { runScenario, type RunOptions } from '../run/run-scenario.ts';
import { parseScenario } from '../scenario/parse-scenario.ts';
import type { Scenario, ScenarioStep } from '../scenario/scenario.ts';
import { findScenarioFailure, type ScenarioFailure } from './scenario-failure.ts';

const scenario: Scenario = {
  version: 1,
  seed: 3,
  cluster: { nodes: windowsNodes(['A']) },
  steps: [
    { at: 0, kind: 'config-create', name: 'spec', data: { a: 1 } },
    { at: '2s', kind: 'service-scale', service: 'shop', replicas: 1 },
    {
      at: '2s',
      kind: 'service-create',
      options: { name: 'web', image: 'app', credentialSpec: 'config://spec' },
    },
    { at: '1h', kind: 'service-remove', service: 'web' },
  ],
};
const options: RunOptions = { swarm: { deciders: brokenDeciders['mount as file'] ?? {} } };

/** Runs a scenario that fails; gives the failure and the hash of the trace it ended with. */
function fail(story: Scenario): { failure: ScenarioFailure; hash: string } {
  let swarm: Swarm | undefined;
  const begin = (made: Swarm): void => void (swarm = made);
  try {
    runScenario(story, { ...options, begin });
  } catch (error) {
    const failure = findScenarioFailure(error);
    if (failure !== undefined) return { failure, hash: swarm?.trace.hash ?? '' };
  }
  throw new Error('it did not fail');
}

describe('ScenarioFailure', () => {
  it('tells the rule, the evidence, what happened, and the commands that lead there', () => {
    const { failure } = fail(scenario);

    const { message } = failure;
    expect(message).toMatch(
      /^runtime-configs-are-no-files \(seed 3, at 2\d+ ms\): task \w+ has spec/,
    );
    expect(message).toMatch(/^rule:\n {2}.+\(.+\)$/m);
    expect(message).toMatch(/^evidence:\n {2}at: 2\.\d+ s\n {2}task: \w+/m);
    expect(message).toMatch(/^ +2\.\d+ s {2}task web\.1 \(\w+\) is assigned on A$/m);
    expect(message).toContain(
      '  # this is refused:\n  docker service scale --detach shop=1\n' +
        '  docker service create --detach --name web --credential-spec config://spec app',
    );
    expect(message).not.toContain('docker service rm');
    expect(findViolation(failure)?.invariant).toBe('runtime-configs-are-no-files');
  });

  it('holds a scenario file that fails in the same way, with the same trace', () => {
    const { failure, hash } = fail(scenario);

    const { scenario: read } = parseScenario(failure.counterexample.scenarioFile);
    const again = fail(read!);

    expect(again.failure.message).toBe(failure.message);
    expect(again.hash).toBe(hash);
  });

  it('tells only of what the evidence is about', () => {
    const on = (name: string, node: string): ScenarioStep => ({
      at: '1s',
      kind: 'service-create',
      options: {
        name,
        image: 'app',
        constraints: [`node.hostname==${node}`],
        ...(name === 'web' && { credentialSpec: 'config://spec' }),
      },
    });
    const [config] = scenario.steps;
    const two: Scenario = {
      ...scenario,
      cluster: { nodes: windowsNodes(['A', 'B']) },
      steps: [config!, on('other', 'B'), on('web', 'A')],
    };

    const { timeline } = fail(two).failure.counterexample;

    const texts = timeline.map(({ text }) => text);
    expect(texts.some((text) => text.startsWith('task web.1'))).toBe(true);
    expect(texts.some((text) => text.startsWith('task other.1'))).toBe(false);
  });
});

const property = {
  name: 'web runs',
  scenarios: fc.integer({ min: 0, max: 50 }).map((replicas): Scenario => ({
    version: 1,
    cluster: { nodes: linuxNodes(['A']) },
    steps: [{ at: '1s', kind: 'service-create', options: { name: 'web', image: 'app', replicas } }],
  })),
  check: ({ swarm }: { swarm: Swarm }) => swarm.tasks.list({ state: 'running' }).length < 7,
};

describe('assertScenarios', () => {
  it('tells of the smallest scenario that was found, with seed and path', () => {
    const { failure } = checkScenarios(property, { seed: 1 });

    expect(failure?.failure.scenario.steps).toEqual([
      { at: '1s', kind: 'service-create', options: { name: 'web', image: 'app', replicas: 7 } },
    ]);
    expect(failure?.message).toMatch(
      /^property "web runs" does not hold\n\nfound by fast-check with/,
    );
    const { seed, path } = failure!.failure.found!;
    const again = checkScenarios(property, { seed, path, endOnFailure: true });
    expect(again.failure?.failure.scenario).toEqual(failure?.failure.scenario);
    expect(() => assertScenarios(property, { seed: 1 })).toThrow(failure?.message);
  });

  it('passes where the property holds, and counts what it ran', () => {
    const holds = { ...property, check: () => undefined };

    expect(checkScenarios(holds, { numRuns: 5 })).toEqual({ runs: 5 });
  });

  it('keeps what a check threw as the cause', () => {
    const thrown = new TypeError('no such thing');
    const throwing = {
      ...property,
      check: () => {
        throw thrown;
      },
    };
    const [story] = fc.sample(property.scenarios, { seed: 1, numRuns: 1 });

    expect(() => checkProperty(throwing, story!)).toThrow(
      expect.objectContaining({ name: 'ScenarioFailure', cause: thrown }),
    );
  });
});
