/** Random stories of small swarms: services come early, and the world changes under them. */
import type fc from 'fast-check';
import type { Scenario } from '../scenario/scenario.ts';
import { checkConstraints, readBounds, type ConstraintTable } from './check-constraints.ts';
import { clusterTable, readClusterTraits, type ClusterConstraints } from './clusters.ts';
import { draftStories, toScenario, type StoryBounds } from './draft-story.ts';
import { nearValid, shareOf } from './near-valid.ts';
import { stepSpoilers } from './near-valid-steps.ts';
import { shrinkingAsData } from './smaller-stories.ts';

/** Bounds of what happens in a scenario. */
export interface ChurnConstraints {
  /** Fewest operations. Default 1. */
  readonly stepsMin?: number;
  /** Most operations, those not counted that make the objects that services refer to. Default 10. */
  readonly stepsMax?: number;
  /** Most services at the beginning; they count as operations. Default 3. */
  readonly servicesMax?: number;
  /** Most replicas of a service. Default 4. */
  readonly replicasMax?: number;
  /** Whether anything goes wrong. Default true. */
  readonly faults?: boolean;
  /** Whether containers act oddly now and then. Default true. */
  readonly behaviours?: boolean;
  /** Whether, or in which share of cases, one operation is such that it is refused. Default false. */
  readonly nearValid?: boolean | number;
}

/** Bounds of {@link scenarios}. */
export interface ScenarioConstraints
  extends Omit<ClusterConstraints, 'domain' | 'nearValid'>, ChurnConstraints {}

/**
 * Random scenarios. They shrink to fewer nodes, fewer and earlier operations, and plainer ones.
 *
 * @throws SwarmSimError `invalid-argument` where constraints are unknown or contradict each other.
 */
export function scenarios(constraints: ScenarioConstraints = {}): fc.Arbitrary<Scenario> {
  checkConstraints('scenarios', constraints, table);
  const cluster = readClusterTraits('scenarios', constraints);
  const churn = readChurn('scenarios', constraints);
  const drawn = draftStories({ cluster, ...churn }).map((draft) => toScenario(draft));
  const remains = { stepsMin: churn.steps.min, nodesMin: cluster.nodes.min };
  return nearValidScenarios(shrinkingAsData(drawn, remains), constraints);
}

/** Completes bounds of what happens. @throws SwarmSimError where they contradict each other. */
export function readChurn(
  what: string,
  constraints: ChurnConstraints,
): Omit<StoryBounds, 'cluster'> {
  const { stepsMin: min, stepsMax: max } = constraints;
  const { replicasMax = 4, servicesMax = 3, faults = true, behaviours = true } = constraints;
  const steps = readBounds(what, 'steps', { min, max }, { min: 1, max: 10 });
  return { steps, servicesMax, replicasMax, faults, behaviours };
}

/** Puts an operation that is refused among the others, in a share of the cases. */
export function nearValidScenarios(
  drawn: fc.Arbitrary<Scenario>,
  { nearValid: share }: ChurnConstraints,
): fc.Arbitrary<Scenario> {
  const spoilers = stepSpoilers.map((spoil) => (scenario: Scenario): Scenario => {
    return { ...scenario, steps: spoil(scenario.steps) };
  });
  return nearValid(drawn, shareOf(share), spoilers);
}

/** Constraints of what happens. */
export const churnTable: ConstraintTable<ChurnConstraints> = {
  stepsMin: 'count',
  stepsMax: 'count',
  servicesMax: 'count',
  replicasMax: 'count',
  faults: 'flag',
  behaviours: 'flag',
  nearValid: 'share',
};

const { domain: _, ...clusterOnly } = clusterTable;
const table: ConstraintTable<ScenarioConstraints> = { ...clusterOnly, ...churnTable };
