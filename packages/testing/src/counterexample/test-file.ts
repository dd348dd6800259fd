/** Writes a failure as a test file for vitest. */
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
  readonly property?: PropertyReference;
}

/** The text of a test that fails as the scenario did, and passes when the fault is gone. */
export function writeTestFile({ scenario, message, property }: FailureToTest): string {
  const [headline = ''] = message.split('\n');
  const comment = headline.replaceAll('*/', '* /');
  const literal = formatScenario(scenario).trimEnd();
  return property === undefined
    ? `import { runScenario, type Scenario } from '@swarmsim/testing';
import { expect, it } from 'vitest';

/** ${comment} */
const scenario: Scenario = ${literal};

it('breaks no rule', () => {
  const { verdicts } = runScenario(scenario);

  expect(verdicts.filter(({ violation }) => violation !== undefined)).toEqual([]);
});
`
    : `import { checkProperty, type Scenario } from '@swarmsim/testing';
import { expect, it } from 'vitest';
import { properties } from ${JSON.stringify(property.module)};

/** ${comment} */
const scenario: Scenario = ${literal};

const property = properties.find(({ name }) => name === ${JSON.stringify(property.name)});

it(${JSON.stringify(property.name)}, () => {
  expect(() => checkProperty(property, scenario)).not.toThrow();
});
`;
}
