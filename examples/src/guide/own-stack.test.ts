import { readFileSync } from 'node:fs';
import { test } from '@fast-check/vitest';
import { runScenario, stackScenarios } from '@swarmsim/testing';
import { expect } from 'vitest';
import '@swarmsim/testing/vitest';

const folder = new URL('../../stacks/contoso/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

/** The stack that we run, on any cluster that could run it, while hosts come, go and fail. */
const stack = {
  name: 'contoso',
  text: read('stack.yml'),
  files: { 'webapp01.json': read('webapp01.json'), 'status.json': read('status.json') },
};

test.prop([stackScenarios(stack)], { numRuns: 50 })('the stack keeps its secrets', (scenario) => {
  const { swarm } = runScenario(scenario);

  expect(swarm).toDeliverCredentialSpecsOnlyToReferencingTasks();
});

const nothingHappens = { stepsMin: 0, stepsMax: 0, behaviours: false };

test.prop([stackScenarios(stack, nothingHappens)], { numRuns: 50 })('it starts', (scenario) => {
  const { swarm } = runScenario(scenario);

  expect(swarm).toRun('contoso_web', 3);
});
