import { windowsNodes } from '@swarmsim/core';
import fc from 'fast-check';
import type { ScenarioCluster, ScenarioStep } from '../scenario/scenario.ts';
import { checkConstraints, readBounds, type ConstraintTable } from './check-constraints.ts';
import { draftServices } from './draft-service.ts';
import { draftSteps } from './draft-steps.ts';
import { createFirst } from './draft-story.ts';
import { nameSteps } from './name-steps.ts';
import { nearValidSteps } from './near-valid-steps.ts';
import { createWorld } from './world.ts';

/** Bounds of {@link timelines}. */
export interface TimelineConstraints {
  /** Cluster in which it happens. Default three Windows hosts, `node-1` to `node-3`. */
  readonly cluster?: ScenarioCluster;
  /** Fewest steps. Default 1. */
  readonly stepsMin?: number;
  /** Most steps, those not counted that make the objects that services refer to. Default 10. */
  readonly stepsMax?: number;
  /** Most services at the beginning; they count as steps. Default 3. */
  readonly servicesMax?: number;
  /** Most replicas of a service. Default 4. */
  readonly replicasMax?: number;
  /** Whether anything goes wrong. Default true. */
  readonly faults?: boolean;
  /** Whether, or in which share of cases, one of the steps is such that it is refused. Default false. */
  readonly nearValid?: boolean | number;
}

/**
 * Random timelines: what users do with a cluster, and what goes wrong in it. They shrink to fewer,
 * earlier and plainer steps.
 *
 * @throws SwarmSimError `invalid-argument` where constraints are unknown or contradict each other.
 */
export function timelines(
  constraints: TimelineConstraints = {},
): fc.Arbitrary<readonly ScenarioStep[]> {
  checkConstraints('timelines', constraints, table);
  const { stepsMin: min, stepsMax: max, cluster = plainCluster } = constraints;
  const steps = readBounds('timelines', 'steps', { min, max }, { min: 1, max: 10 });
  const { replicasMax = 4, faults = true } = constraints;
  const servicesMax = Math.min(constraints.servicesMax ?? 3, steps.max);
  const servicesMin = Math.min(1, servicesMax);
  const domain = cluster.nodes?.find(({ host }) => host.domain !== undefined)?.host.domain;
  const step = draftSteps({ replicasMax, faults, services: true, stacks: false });
  const drawn = fc.record({
    services: fc.array(draftServices(replicasMax), { maxLength: servicesMax, size: 'max' }),
    steps: fc.array(step, {
      minLength: Math.max(0, steps.min - servicesMin),
      maxLength: steps.max - servicesMax,
      size: 'max',
    }),
  });
  const named = drawn.map(({ services, steps: drafts }) => {
    const creations = createFirst(services, servicesMax > 0);
    return nameSteps([...creations, ...drafts], createWorld({ cluster, domain }));
  });
  return nearValidSteps(named, constraints.nearValid);
}

/** Where nobody says which cluster it is. */
export const plainCluster: ScenarioCluster = {
  nodes: windowsNodes(['node-1', 'node-2', 'node-3']),
};

const table: ConstraintTable<TimelineConstraints> = {
  cluster: 'any',
  stepsMin: 'count',
  stepsMax: 'count',
  servicesMax: 'count',
  replicasMax: 'count',
  faults: 'flag',
  nearValid: 'share',
};
