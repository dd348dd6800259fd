/** Random stories of small swarms: services come early, and the world changes under them. */
import type fc from 'fast-check';
import type { Scenario } from '../scenario/scenario.ts';
import { checkConstraints, readBounds, type ConstraintTable } from './check-constraints.ts';
import { draftStories, toScenario } from './draft-story.ts';

/** Bounds of {@link scenarios}; all are kept to. */
export interface ScenarioConstraints {
  /** Fewest nodes at the beginning. Default 1. */
  readonly nodesMin?: number;
  /** Most nodes at the beginning, dedicated managers not counted. Default 5. */
  readonly nodesMax?: number;
  /** Fewest operations. Default 1. */
  readonly stepsMin?: number;
  /** Most operations, those not counted that make the objects that services refer to. Default 10. */
  readonly stepsMax?: number;
  /** Most services at the beginning. Default 3. */
  readonly servicesMax?: number;
  /** Most replicas of a service. Default 4. */
  readonly replicasMax?: number;
  /** Whether there are Windows hosts. Default true. */
  readonly windows?: boolean;
  /** Whether there are Linux hosts. Default true. */
  readonly linux?: boolean;
  /** Whether managers are nodes now and then. Default true. */
  readonly managers?: boolean;
  /** Whether settings of the swarm differ from their defaults now and then. Default true. */
  readonly settings?: boolean;
  /** Whether anything goes wrong. Default true. */
  readonly faults?: boolean;
  /** Whether containers act oddly now and then. Default true. */
  readonly behaviours?: boolean;
}

/**
 * Random scenarios. They shrink to fewer nodes, fewer and earlier operations, and plainer ones.
 *
 * @throws SwarmSimError `invalid-argument` where constraints are unknown or contradict each other.
 */
export function scenarios(constraints: ScenarioConstraints = {}): fc.Arbitrary<Scenario> {
  checkConstraints('scenarios', constraints, table);
  const { nodesMin, nodesMax, stepsMin, stepsMax } = constraints;
  const nodes = readBounds('scenarios', 'nodes', { min: nodesMin, max: nodesMax }, usualNodes);
  const steps = readBounds('scenarios', 'steps', { min: stepsMin, max: stepsMax }, usualSteps);
  const { windows = true, linux = true, managers = true, settings = true } = constraints;
  const { replicasMax = 4, servicesMax = 3, faults = true, behaviours = true } = constraints;
  const cluster = {
    nodes,
    windows,
    linux,
    managers,
    settings,
    traitsMax: 2,
    zonesMax: 3,
    racksMax: 2,
  };
  return draftStories({ cluster, steps, servicesMax, replicasMax, faults, behaviours }).map(
    toScenario,
  );
}

const usualNodes = { min: 1, max: 5 };
const usualSteps = { min: 1, max: 10 };

const table: ConstraintTable<ScenarioConstraints> = {
  nodesMin: 'count',
  nodesMax: 'count',
  stepsMin: 'count',
  stepsMax: 'count',
  servicesMax: 'count',
  replicasMax: 'count',
  windows: 'flag',
  linux: 'flag',
  managers: 'flag',
  settings: 'flag',
  faults: 'flag',
  behaviours: 'flag',
};
