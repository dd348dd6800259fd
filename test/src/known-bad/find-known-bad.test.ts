/** Some of the known-bad swarms, found by the rules in random scenarios; measure.ts looks for them all. */
import { InvariantViolation } from '@swarmsim/core';
import { runScenario, scenarios } from '@swarmsim/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knownBadSwarms } from './catalogue.ts';
import type { KnownBadSwarm } from './known-bad-swarm.ts';

/** Those that show in many scenarios, one of each component. */
const sample: readonly string[] = [
  'generic resources are not reserved against',
  'a replica that a node rejects is not restarted',
  'draining a node forgets its global tasks',
  'a job runs one task too many at once',
  'a global job whose task failed runs twice on its node',
  'the replacement of a task that was rejected starts without delay',
  'tasks are replaced that meet the new constraints already',
  'an agent forgets to stop what was removed before it started',
  'tasks may read every secret of their node',
  'a node keeps the tasks that are taken back from it',
];

const seed = 1;
const numRuns = 300;

function find({ deciders }: KnownBadSwarm): unknown {
  const property = fc.property(scenarios(), (scenario) => {
    runScenario(scenario, { swarm: { deciders } });
  });
  return fc.check(property, { seed, numRuns, endOnFailure: true }).errorInstance;
}

describe('the rules', () => {
  it.each(sample)('find in random scenarios that %s', (name) => {
    const swarm = knownBadSwarms.find((one) => one.name === name);
    if (swarm === undefined) throw new Error(`no known-bad swarm is called '${name}'`);

    expect(find(swarm)).toBeInstanceOf(InvariantViolation);
  });
});
