import { createSwarm, windowsNodes } from '@swarmsim/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenDeciders } from '../../test-support/broken-deciders.ts';
import { scenarios } from '../arbitraries/scenarios.ts';
import { runScenario, type RunOptions } from '../run/run-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Invariant, Occurrence, Verdict } from './invariant.ts';
import { invariants } from './invariants.ts';
import { occurrences } from './occurrences.ts';
import { watchInvariants } from './watch-invariants.ts';

/** Counts its calls under its name. */
function counter(about: Occurrence, calls: Map<string, number>): Invariant {
  return {
    name: `about-${about}`,
    rule: 'is only counted',
    source: 'this test',
    when: 'commit',
    about: [about],
    start: () => () => {
      calls.set(about, (calls.get(about) ?? 0) + 1);
      return undefined;
    },
  };
}

/** The rules as if none said what it is about. */
const asked = invariants.map(({ about: _about, ...rule }): Invariant => rule);

function verdictsOf(story: Scenario, options: RunOptions): readonly Verdict[] {
  return runScenario(story, { onViolation: 'collect', ...options }).verdicts;
}

describe('what rules are about', () => {
  it('is what calls them', () => {
    const swarm = createSwarm({ seed: 9, nodes: windowsNodes(['A']) });
    swarm.advance('1s');
    const calls = new Map<string, number>();
    watchInvariants(
      swarm,
      occurrences.map((about) => counter(about, calls)),
    );
    const countCalls = (act: () => unknown): object => {
      calls.clear();
      act();
      return Object.fromEntries(calls);
    };

    expect(countCalls(() => swarm.configs.create({ name: 'c', data: 'x' }))).toEqual({ config: 1 });
    expect(countCalls(() => swarm.secrets.create({ name: 's', data: 'x' }))).toEqual({ secret: 1 });
    expect(countCalls(() => swarm.nodes.update('A', { labels: { a: 'b' } }))).toEqual({ node: 1 });
    expect(countCalls(() => swarm.services.create({ name: 'w', image: 'i:1' }))).toEqual({
      service: 1,
    });
    expect(Object.keys(countCalls(() => swarm.advance('10s'))).sort()).toEqual([
      'task',
      'task-assigned',
      'task-made',
      'task-observed',
    ]);
    const removed = countCalls(() => {
      swarm.services.remove('w');
      swarm.advance('1m');
    });
    expect(removed).toMatchObject({ service: 1, 'task-wanted': 1, 'task-deleted': 1 });
  });

  it('changes no verdict', () => {
    const [broken] = Object.values(brokenDeciders);
    for (const story of fc.sample(scenarios({ stepsMax: 10 }), { seed: 3, numRuns: 60 })) {
      expect(verdictsOf(story, {})).toEqual(verdictsOf(story, { invariants: asked }));
      const swarm = { deciders: broken ?? {} };
      const options = { swarm, invariants: asked };
      expect(verdictsOf(story, { swarm })).toEqual(verdictsOf(story, options));
    }
  });
});
