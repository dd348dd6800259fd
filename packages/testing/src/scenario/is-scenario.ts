import type { Scenario } from './scenario.ts';

/** Whether a value of unknown kind is meant as a scenario: it has a cluster and steps. Nothing else is checked. */
export function isScenario(value: unknown): value is Scenario {
  return typeof value === 'object' && value !== null && 'steps' in value && 'cluster' in value;
}
