/** The thread that checks seeds. Each loads the property file once. */
import { formatScenario, type Scenario } from '@swarmsim/testing';
import { checkSeed } from './check-seed.ts';
import { loadProperties, type CheckedProperty } from './load-properties.ts';
import { writePresent } from './present-scenario.ts';
import type { SeedResult, WorkerTask } from './seed-result.ts';

let loaded: Promise<readonly CheckedProperty[]> | undefined;

/** Does a task; a list of properties is answered by their names. */
export async function perform(task: WorkerTask): Promise<SeedResult | readonly string[]> {
  loaded ??= loadProperties(task.file);
  const properties = await loaded;
  if (task.kind === 'list') return properties.map(({ name }) => name);
  const { present } = task;
  const onScenario = (scenario: Scenario): void => writePresent(present, formatScenario(scenario));
  return checkSeed(properties, { ...task, onScenario });
}
