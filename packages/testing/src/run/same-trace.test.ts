import { windowsNodes, type DeciderOptions, type Swarm } from '@swarmsim/core';
import { realDeciders } from '@swarmsim/core/parts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scenarios } from '../arbitraries/scenarios.ts';
import { findScenarioFailure, type ScenarioFailure } from '../counterexample/scenario-failure.ts';
import { findViolation } from '../invariants/violation.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { runScenario, type RunOptions } from './run-scenario.ts';

const story: Scenario = {
  version: 1,
  seed: 4,
  cluster: { nodes: windowsNodes(['A']) },
  steps: [
    { at: '1s', kind: 'service-create', options: { name: 'web', image: 'app', replicas: 2 } },
    { at: '5s', kind: 'service-scale', service: 'web', replicas: 1 },
  ],
};

/** The failure of a scenario that is run twice. */
function fail(options: RunOptions): ScenarioFailure | undefined {
  try {
    runScenario(story, { ...options, twice: true });
  } catch (error) {
    return findScenarioFailure(error);
  }
  return undefined;
}

/** Something that is done from the second time on. */
function later<Arguments extends unknown[]>(
  act: (...given: Arguments) => void,
): (...given: Arguments) => void {
  let times = 0;
  return (...given) => {
    times += 1;
    if (times > 1) act(...given);
  };
}

describe('runScenario, twice', () => {
  it('has a verdict about it, after those of the rules', () => {
    const { verdicts, swarm } = runScenario(story, { twice: true });

    expect(verdicts.at(-1)).toMatchObject({ name: 'same-seed-same-trace', checks: 1, premises: 1 });
    expect(swarm.trace.hash).toBe(runScenario(story).swarm.trace.hash);
    expect(runScenario(story).verdicts.map(({ name }) => name)).not.toContain(
      'same-seed-same-trace',
    );
  });

  it('finds that something else was done in the second run, and where', () => {
    const scale = later((swarm: Swarm) => void swarm.services.scale('web', 3));
    const end = (swarm: Swarm): void => {
      swarm.advance('1m');
      scale(swarm);
    };

    const failure = fail({ end });

    const violation = findViolation(failure);
    expect(violation).toMatchObject({ invariant: 'same-seed-same-trace', seed: 4 });
    expect(violation?.evidence.expected).toBe('no commit');
    expect(violation?.evidence.observed).toMatch(/^commit \d+ at \d+ ms by .+update service/);
    expect(failure?.failure.scenario).toEqual(story);
  });

  it('finds a decision that depends on more than it is given, and names the value that differs', () => {
    let decisions = 0;
    const decideStop: DeciderOptions['decideStop'] = (...given) => {
      decisions += 1;
      return { ...realDeciders.decideStop(...given), durationMs: decisions * 10 };
    };

    const violation = findViolation(fail({ swarm: { deciders: { decideStop } } }));

    expect(violation?.evidence.expected).toMatch(/, with changes\.0\.after\.status\.at \d+$/);
    expect(violation?.evidence.observed).not.toBe(violation?.evidence.expected);
  });

  it('holds of random scenarios', () => {
    let runs = 0;
    const property = fc.property(scenarios(), (scenario) => {
      runs += runScenario(scenario, { twice: true }).verdicts.at(-1)?.premises ?? 0;
    });

    fc.assert(property, { numRuns: 60 });

    expect(runs).toBe(60);
  });
});
