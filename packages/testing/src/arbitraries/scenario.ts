/** Random stories of small swarms: services come early, and the world changes under them. */
import { windowsNodes, type Behaviour, type NodeOptions } from '@swarmsim/core';
import fc from 'fast-check';
import type { Scenario } from '../scenario/scenario.ts';
import { draftSteps, type DraftStep } from './draft-steps.ts';
import { nameSteps } from './name-steps.ts';

/** Bounds of {@link scenarios}. */
export interface ScenarioConstraints {
  /** Most nodes at the beginning. Default 5. */
  readonly nodesMax?: number;
  /** Most operations. Default 10. */
  readonly stepsMax?: number;
  /** Most replicas of a service. Default 4. */
  readonly replicasMax?: number;
}

/** Random scenarios. They shrink to fewer nodes, fewer and earlier operations, and plainer ones. */
export function scenarios(constraints: ScenarioConstraints = {}): fc.Arbitrary<Scenario> {
  const { nodesMax = 5, stepsMax = 10, replicasMax = 4 } = constraints;
  return fc
    .record({
      seed: fc.nat({ max: 0xffff }),
      permute: fc.boolean(),
      nodes: fc.integer({ min: 1, max: nodesMax }),
      configs: fc.integer({ min: 1, max: 3 }),
      secrets: fc.integer({ min: 0, max: 2 }),
      crashLoop: fc.option(
        fc.record({
          incarnations: fc.integer({ min: 1, max: 3 }),
          afterMs: fc.integer({ min: 0, max: 3_000 }),
          exitCode: fc.integer({ min: 0, max: 2 }),
        }),
        { nil: undefined },
      ),
      drafts: fc.array(draftSteps(replicasMax), { minLength: 1, maxLength: stepsMax }),
    })
    .map(toScenario);
}

interface Draft {
  readonly seed: number;
  readonly permute: boolean;
  readonly nodes: number;
  readonly configs: number;
  readonly secrets: number;
  readonly crashLoop: CrashLoop | undefined;
  readonly drafts: readonly DraftStep[];
}

interface CrashLoop {
  readonly incarnations: number;
  readonly afterMs: number;
  readonly exitCode: number;
}

function toScenario({ drafts, crashLoop, ...draft }: Draft): Scenario {
  const nodes = nodesOf(draft.nodes);
  return {
    version: 1,
    seed: draft.seed,
    ...(draft.permute && { sameInstantOrder: 'seeded' }),
    cluster: { nodes },
    ...(crashLoop !== undefined && { behaviours: behavioursOf(crashLoop) }),
    steps: nameSteps(drafts, {
      nodes: nodes.map(({ hostname }) => hostname),
      configs: draft.configs,
      secrets: draft.secrets,
    }),
  };
}

function nodesOf(count: number): readonly NodeOptions[] {
  return windowsNodes(Array.from({ length: count }, (_, index) => `node-${index + 1}`));
}

/** The first tasks of each slot end by themselves. */
function behavioursOf(crashLoop: CrashLoop): readonly Behaviour[] {
  const { incarnations, afterMs: exitAfterMs, exitCode } = crashLoop;
  return Array.from({ length: incarnations }, (_, incarnation) => ({
    incarnation,
    exitAfterMs,
    exitCode,
  }));
}
