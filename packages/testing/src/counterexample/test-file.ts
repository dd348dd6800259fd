/** Writes a failure as a test file for vitest. */
import { invariants } from '../invariants/invariants.ts';
import type { Violation } from '../invariants/violation.ts';
import { formatScenario } from '../scenario/format-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** A property of a property file. */
export interface PropertyReference {
  /** Module that exports `properties`, as the test is to import it. */
  readonly module: string;
  readonly name: string;
}

/** What a test is written of. */
interface FailureToTest {
  readonly scenario: Scenario;
  readonly message: string;
  readonly violation?: Violation | undefined;
  readonly property?: PropertyReference;
}

/**
 * The text of a test that fails as the scenario did, and passes when the fault is gone. A rule or an expectation of
 * the user's own has to be put in by hand, unless it came from a property file: until then the test fails for
 * want of it.
 */
export function writeTestFile({ scenario, message, violation, property }: FailureToTest): string {
  const [headline = ''] = message.split('\n');
  const story = `/** ${headline.replaceAll('*/', '* /')} */
const scenario: Scenario = ${formatScenario(scenario).trimEnd()};`;
  if (property !== undefined) return testOfProperty(story, property);
  const rule = violation?.invariant;
  if (rule === undefined) return testOfExpectation(story);
  return invariants.some(({ name }) => name === rule)
    ? testOfRules(story)
    : testOfOwnRule(story, rule);
}

function testOfRules(story: string): string {
  return `import { runScenario, type Scenario } from '@swarmsim/testing';
import { expect, it } from 'vitest';

${story}

it('breaks no rule', () => {
  const { verdicts } = runScenario(scenario);

  expect(verdicts.filter(({ violation }) => violation !== undefined)).toEqual([]);
});
`;
}

function testOfExpectation(story: string): string {
  return `import { runScenario, type Scenario } from '@swarmsim/testing';
import { expect, it } from 'vitest';

${story}

it('is as expected', () => {
  const { swarm } = runScenario(scenario);

  // Say here what is expected of the swarm.
  expect.hasAssertions();
});
`;
}

function testOfOwnRule(story: string, rule: string): string {
  const name = JSON.stringify(rule);
  return `import { invariants, runScenario, type Invariant, type Scenario } from '@swarmsim/testing';
import { expect, it } from 'vitest';

${story}

/** Import the rule ${name.replaceAll('*/', '* /')} here. */
const rules: readonly Invariant[] = [...invariants];

it('breaks no rule', () => {
  const { verdicts } = runScenario(scenario, { invariants: rules });

  expect(verdicts.map((verdict) => verdict.name)).toContain(${name});
  expect(verdicts.filter(({ violation }) => violation !== undefined)).toEqual([]);
});
`;
}

function testOfProperty(story: string, { module, name }: PropertyReference): string {
  return `import { checkProperty, type Scenario } from '@swarmsim/testing';
import { expect, it } from 'vitest';
import { properties } from ${JSON.stringify(module)};

${story}

const property = properties.find(({ name }) => name === ${JSON.stringify(name)});

it(${JSON.stringify(name)}, () => {
  expect(() => checkProperty(property, scenario)).not.toThrow();
});
`;
}
