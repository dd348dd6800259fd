/** Steps as they are drawn: objects go by number, modulo how many there are, so that steps shrink alone. */
import fc from 'fast-check';
import { draftClusterActs, type DraftClusterAct } from './draft-cluster-acts.ts';
import { draftFaults, draftPlans, type DraftFault, type DraftPlan } from './draft-faults.ts';
import { draftStacks, type DraftStack } from './draft-stack.ts';
import {
  counts,
  draftFields,
  draftServices,
  versions,
  type DraftField,
  type DraftService,
} from './draft-service.ts';
import type { ServiceActKind, ServiceWeights, StoryFocus } from './story-focus.ts';

/** A step before its objects have names, and the time since the step in front of it. */
export interface DraftStep {
  readonly afterMs: number;
  readonly act: DraftAct;
}

/** What is done. */
export type DraftAct = DraftServiceAct | DraftClusterAct | DraftFaultAct;

/** What is done with services. */
export type DraftServiceAct =
  | { readonly kind: 'create-service'; readonly draft: DraftService }
  | { readonly kind: 'create-spec'; readonly version: number; readonly replicas: number }
  /** From a version of it that has long been replaced. */
  | { readonly kind: 'update-outdated'; readonly service: number; readonly version: number }
  /** A second service is to have the port of the first. */
  | { readonly kind: 'publish-twice'; readonly service: number; readonly other: number }
  | {
      readonly kind: 'edit';
      readonly service: number;
      readonly fields: readonly DraftField[];
      /** Number of an option to take away. */
      readonly drop: number | undefined;
      /** Version of the image to go to. */
      readonly version: number | undefined;
      /** Number of replicas to go to, where the service has one. */
      readonly replicas: number | undefined;
    }
  | { readonly kind: 'scale'; readonly service: number; readonly replicas: number }
  | { readonly kind: ServiceActKind; readonly service: number }
  | DraftStackAct;

/** Deploys a stack, or one that is there once more. */
export interface DraftStackAct {
  readonly kind: 'deploy-stack';
  /** Absent where one of those that are there is meant. */
  readonly stack: DraftStack | undefined;
  readonly number: number;
  readonly prune: boolean;
}

/** What goes wrong. */
export type DraftFaultAct =
  | { readonly kind: 'fault'; readonly fault: DraftFault }
  | { readonly kind: 'plan'; readonly plan: DraftPlan }
  | { readonly kind: 'unschedule' };

/** Bounds of what is drawn. */
export interface StepBounds {
  readonly replicasMax: number;
  /** Whether anything goes wrong. */
  readonly faults: boolean;
  /** Whether services come and go and change, or are only forced and deployed again. */
  readonly services: boolean;
  /** Whether stacks are deployed. */
  readonly stacks: boolean;
  /** What they are about; default everything. */
  readonly focus?: StoryFocus;
}

/** Random steps; time passes before many of them. */
export function draftSteps(bounds: StepBounds): fc.Arbitrary<DraftStep> {
  return fc.record({
    afterMs: bounds.focus?.lastsDays === true ? longPauses : pauses,
    act: acts(bounds),
  });
}

const index = fc.nat({ max: 5 });

/** More than an hour is rare: what crashes for ever does so thousands of times meanwhile. */
export const pauses: fc.Arbitrary<number> = fc.oneof(
  { weight: 40, arbitrary: fc.constant(0) },
  { weight: 40, arbitrary: fc.nat({ max: 500 }) },
  { weight: 80, arbitrary: fc.nat({ max: 15_000 }) },
  { weight: 39, arbitrary: fc.nat({ max: 90_000 }) },
  { weight: 1, arbitrary: fc.constant(61 * 60_000) },
);

/** So long that the tasks of a node that is lost are given up. Nothing may crash for ever meanwhile. */
export const overADayMs: number = 25 * 60 * 60_000;

const longPauses = fc.oneof(
  { withCrossShrink: true },
  { weight: 3, arbitrary: pauses },
  { weight: 1, arbitrary: fc.constant(overADayMs) },
);

function acts(bounds: StepBounds): fc.Arbitrary<DraftAct> {
  const { replicasMax, faults, services, stacks, focus } = bounds;
  return fc.oneof(
    ...(services ? serviceActs(replicasMax, focus) : [forcing]),
    ...(stacks && focus === undefined ? [services ? deploying : redeploying] : []),
    { weight: focus?.clusterWeight ?? 44, arbitrary: draftClusterActs(focus?.clusterActs) },
    ...(faults
      ? ([
          {
            weight: 24,
            arbitrary: fc.record({ kind: fc.constant('fault'), fault: draftFaults(focus?.faults) }),
          },
          {
            weight: 5,
            arbitrary: fc.record({ kind: fc.constant('plan'), plan: draftPlans(focus?.faults) }),
          },
          { weight: 1, arbitrary: fc.constant({ kind: 'unschedule' }) },
        ] as const)
      : []),
  );
}

const forcing = {
  weight: 6,
  arbitrary: fc.record({ kind: fc.constant('force'), service: index }),
} as const;

/** A stack that is not there yet is deployed. */
export const draftDeployments: fc.Arbitrary<DraftStackAct> = deploymentsOf(draftStacks(2, 2));

/** A stack that is there is deployed once more. */
export const draftRedeployments: fc.Arbitrary<DraftStackAct> = deploymentsOf(
  fc.constant(undefined),
);

const deploying = {
  weight: 4,
  arbitrary: deploymentsOf(
    fc.oneof(
      { withCrossShrink: true },
      { weight: 1, arbitrary: fc.constant(undefined) },
      { weight: 3, arbitrary: draftStacks(2, 2) },
    ),
  ),
} as const;

const redeploying = { weight: 6, arbitrary: draftRedeployments };

function deploymentsOf(stack: fc.Arbitrary<DraftStack | undefined>): fc.Arbitrary<DraftStackAct> {
  return fc.record({
    kind: fc.constant('deploy-stack'),
    stack,
    number: index,
    prune: fc.boolean(),
  });
}

interface WeightedAct {
  readonly weight: number;
  readonly arbitrary: fc.Arbitrary<DraftServiceAct>;
}

/** What is done with services where a story is about everything. */
const usualWeights: ServiceWeights = { create: 10, spec: 2, edit: 14, scale: 6, change: 10 };

const usualChanges: readonly ServiceActKind[] = ['force', 'rollback', 'remove-service'];

/** What people try, and the control API does not let them. */
const refused = [
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('update-outdated'),
      service: index,
      version: versions(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('publish-twice'), service: index, other: index }),
  },
] as const;

function serviceActs(replicasMax: number, focus?: StoryFocus): readonly WeightedAct[] {
  const replicas = counts(replicasMax);
  const weights = focus?.serviceWeights ?? usualWeights;
  const changesImages = focus?.changesImages === true;
  return [
    {
      weight: weights.create,
      arbitrary: fc.record({
        kind: fc.constant('create-service'),
        draft: draftServices(replicasMax, focus?.modes, 3, draftFields(focus?.fields)),
      }),
    },
    {
      weight: weights.spec,
      arbitrary: fc.record({ kind: fc.constant('create-spec'), version: versions(), replicas }),
    },
    ...(focus === undefined ? refused : []),
    {
      weight: weights.edit,
      arbitrary: fc.record({
        kind: fc.constant('edit'),
        service: index,
        fields: fc.array(draftFields(focus?.fields), { maxLength: 2 }),
        drop: maybe(focus === undefined ? 2 : 4, index),
        version: changesImages ? often(fc.constantFrom(1, 1, 2, 0)) : maybe(2, fc.nat({ max: 3 })),
        replicas: maybe(focus === undefined ? 9 : 3, replicas),
      }),
    },
    {
      weight: weights.scale,
      arbitrary: fc.record({ kind: fc.constant('scale'), service: index, replicas }),
    },
    {
      weight: weights.change,
      arbitrary: fc.record({
        kind: fc.constantFrom<ServiceActKind>(...(focus?.changes ?? usualChanges)),
        service: index,
      }),
    },
  ];
}

/** One in `rarity + 1` of them is there. */
function maybe<Value>(
  rarity: number,
  arbitrary: fc.Arbitrary<Value>,
): fc.Arbitrary<Value | undefined> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: rarity, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary },
  );
}

/** Three in four of them are there. */
function often<Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 1, arbitrary: fc.constant(undefined) },
    { weight: 3, arbitrary },
  );
}
