/** Faults as they are drawn. Objects go by number, modulo how many there are. */
import type { Fault } from '@swarmsim/core';
import fc from 'fast-check';

/** Which nodes a fault strikes: one by its number, or those with a label, or some, or both. */
export type DraftTarget =
  | { readonly by: 'name'; readonly node: number }
  | { readonly by: 'label'; readonly label: number; readonly pick?: number }
  | { readonly by: 'chance'; readonly pick: number };

type NamedIn<Kind extends Fault['kind']> = Extract<Fault, { readonly kind: Kind }>;
type Rest<Kind extends Fault['kind']> = Omit<
  NamedIn<Kind>,
  'kind' | 'node' | 'image' | 'task' | 'domain'
>;

/** Something that goes wrong, or is well again. */
export type DraftFault = {
  readonly [Kind in Fault['kind']]: {
    readonly kind: Kind;
    readonly details: Rest<Kind>;
    readonly target: DraftTarget;
    /** Number of the service whose task it is, and of its slot; or the version of an image. */
    readonly service: number;
    readonly slot: number;
  };
}[Fault['kind']];

/** Faults that are planned ahead. */
export interface DraftPlan {
  /** Time until the first strike, in ms. */
  readonly afterMs: number;
  /** Time between strikes; absent where it strikes once. */
  readonly everyMs: number | { readonly min: number; readonly max: number } | undefined;
  /** How often it strikes, about. */
  readonly count: number;
  /** How long it lasts, where a fault does. */
  readonly lastsMs: number | { readonly min: number; readonly max: number };
  /** One of these, each time. */
  readonly faults: readonly DraftFault[];
}

const index = fc.nat({ max: 5 });

const target: fc.Arbitrary<DraftTarget> = fc.oneof(
  { withCrossShrink: true },
  { weight: 6, arbitrary: fc.record({ by: fc.constant('name'), node: index }) },
  {
    weight: 1,
    arbitrary: fc.record(
      { by: fc.constant('label'), label: index, pick: fc.constant(1) },
      { requiredKeys: ['by', 'label'] },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record({ by: fc.constant('chance'), pick: fc.integer({ min: 1, max: 2 }) }),
  },
);

/** Random faults of some kinds; default all. They shrink to such as strike one node by its name. */
export function draftFaults(
  kinds: readonly Fault['kind'][] = faultKinds,
): fc.Arbitrary<DraftFault> {
  return fc.oneof(
    { withCrossShrink: true },
    ...kinds.map((kind) => ({
      weight: weights[kind],
      arbitrary: fc.record({
        kind: fc.constant(kind),
        details: detailsOf[kind] ?? nothing,
        target,
        service: index,
        slot: fc.integer({ min: 1, max: 3 }),
      }) as fc.Arbitrary<DraftFault>,
    })),
  );
}

/** Random plans. */
export function draftPlans(kinds?: readonly Fault['kind'][]): fc.Arbitrary<DraftPlan> {
  const spans = fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: fc.integer({ min: 1_000, max: 20_000 }) },
    { weight: 1, arbitrary: fc.constant({ min: 500, max: 15_000 }) },
  );
  return fc.record({
    afterMs: fc.nat({ max: 20_000 }),
    everyMs: fc.oneof({ withCrossShrink: true }, fc.constant(undefined), spans),
    count: fc.integer({ min: 1, max: 3 }),
    lastsMs: spans,
    faults: fc.array(draftFaults(kinds), { minLength: 1, maxLength: 2 }),
  });
}

const nothing = fc.constant({});

/** The plainest value of a detail comes first. */
const detailsOf: { readonly [Kind in Fault['kind']]?: fc.Arbitrary<Rest<Kind>> } = {
  partition: fc.constantFrom({}, { direction: 'to-managers' }, { direction: 'from-managers' }),
  'restart-engine': fc.record(
    {
      containers: fc.constantFrom('died', 'survived'),
      downFor: fc.constantFrom('1s', '3s', '10s', '30s'),
    },
    { requiredKeys: [] },
  ),
  'delay-messages': fc.record({ by: fc.constantFrom('100ms', '1s', '4s') }),
  'lose-messages': fc.record({ probability: fc.constantFrom(0.1, 0.5, 0.9) }),
  'slow-pulls': fc.record({ by: fc.constantFrom('1s', '5s', '20s') }),
  'fail-pulls': fc.constantFrom({}, { error: 'registry unavailable' }),
  // 137 is left to containers that are killed.
  'exit-task': fc.record({ exitCode: fc.constantFrom(1, 0, 134) }),
};

/** Those that take nodes away and bring them back are the most frequent. */
const weights: { readonly [Kind in Fault['kind']]: number } = {
  crash: 5,
  restart: 3,
  'restart-engine': 3,
  partition: 5,
  repair: 2,
  'delay-messages': 2,
  'lose-messages': 2,
  'slow-pulls': 2,
  'fail-pulls': 2,
  'repair-pulls': 2,
  'exit-task': 4,
  'ignore-stop': 2,
  'sicken-task': 5,
  'stop-controller': 2,
  'start-controller': 2,
  'cut-directory': 2,
  'reach-directory': 2,
  'break-trust': 2,
  'repair-trust': 2,
};

/** Every kind of fault. */
export const faultKinds: readonly Fault['kind'][] = Object.keys(weights) as Fault['kind'][];

/** Faults that a plan may give an end. */
export const lastingKinds: ReadonlySet<Fault['kind']> = new Set([
  'crash',
  'partition',
  'delay-messages',
  'lose-messages',
  'slow-pulls',
  'fail-pulls',
  'stop-controller',
  'cut-directory',
  'break-trust',
]);

/** Faults of which the directory is needed. */
export const directoryFaults: readonly Fault['kind'][] = [
  'stop-controller',
  'start-controller',
  'cut-directory',
  'reach-directory',
  'break-trust',
  'repair-trust',
];
