/** A random story of a small swarm, as plain data: it can be printed, shrunk and run again. */
import fc from 'fast-check';
import { faultSteps, type FaultStep } from './fault-steps.ts';

/** One step of a scenario. Objects are named by number, modulo how many there are. */
export type ScenarioStep =
  | {
      readonly kind: 'create-service';
      readonly mode: 'replicated' | 'global' | 'replicated-job' | 'global-job';
      /** Number of tasks, or of completions of a job; passed over where every node has one. */
      readonly replicas: number;
      /** Config to use as credential spec; absent for none. */
      readonly credentialSpec?: number;
      /** Configs to mount as files. */
      readonly files: readonly number[];
      readonly secrets: readonly number[];
    }
  | { readonly kind: 'scale'; readonly service: number; readonly replicas: number }
  | { readonly kind: 'rotate'; readonly service: number; readonly config: number }
  | { readonly kind: 'remove-service'; readonly service: number }
  | { readonly kind: 'remove-config'; readonly config: number }
  | {
      readonly kind: 'availability';
      readonly node: number;
      readonly availability: 'active' | 'pause' | 'drain';
    }
  | FaultStep
  | { readonly kind: 'join' }
  | { readonly kind: 'remove-node'; readonly node: number; readonly force: boolean }
  | { readonly kind: 'advance'; readonly ms: number };

/** A whole scenario. */
export interface Scenario {
  readonly seed: number;
  /** Whether entries due at the same instant run in an order drawn from the seed. */
  readonly permute: boolean;
  readonly nodes: number;
  readonly configs: number;
  readonly secrets: number;
  /** Every n-th task ends this long after it ran; absent: tasks run for ever. */
  readonly crashLoop?: {
    readonly incarnations: number;
    readonly afterMs: number;
    readonly exitCode: number;
  };
  readonly steps: readonly ScenarioStep[];
}

/** Bounds of {@link scenarios}. */
export interface ScenarioConstraints {
  /** Most nodes at the beginning. Default 5. */
  readonly nodesMax?: number;
  /** Most steps. Default 10. */
  readonly stepsMax?: number;
  /** Most replicas of a service. Default 4. */
  readonly replicasMax?: number;
}

const index = fc.nat({ max: 5 });

/** Random scenarios, services created early, the world changing under them. */
export function scenarios(constraints: ScenarioConstraints = {}): fc.Arbitrary<Scenario> {
  const { nodesMax = 5, stepsMax = 10, replicasMax = 4 } = constraints;
  return fc
    .record(
      {
        seed: fc.nat({ max: 0xffff }),
        permute: fc.boolean(),
        nodes: fc.integer({ min: 1, max: nodesMax }),
        configs: fc.integer({ min: 1, max: 3 }),
        secrets: fc.integer({ min: 0, max: 2 }),
        crashLoop: fc.record({
          incarnations: fc.integer({ min: 1, max: 3 }),
          afterMs: fc.integer({ min: 0, max: 3_000 }),
          exitCode: fc.integer({ min: 0, max: 2 }),
        }),
        first: createService(replicasMax),
        rest: fc.array(scenarioSteps(replicasMax), { maxLength: stepsMax - 1 }),
      },
      { requiredKeys: ['seed', 'permute', 'nodes', 'configs', 'secrets', 'first', 'rest'] },
    )
    .map(({ first, rest, ...scenario }) => ({ ...scenario, steps: [first, ...rest] }));
}

/** Random steps. */
export function scenarioSteps(replicasMax: number): fc.Arbitrary<ScenarioStep> {
  const node = index;
  const service = index;
  return fc.oneof(
    createService(replicasMax),
    fc.record({
      kind: fc.constant('scale' as const),
      service,
      replicas: fc.nat({ max: replicasMax }),
    }),
    fc.record({ kind: fc.constant('rotate' as const), service, config: index }),
    fc.record({ kind: fc.constant('remove-service' as const), service }),
    fc.record({ kind: fc.constant('remove-config' as const), config: index }),
    fc.record({
      kind: fc.constant('availability' as const),
      node,
      availability: fc.constantFrom('active' as const, 'pause' as const, 'drain' as const),
    }),
    { weight: 2, arbitrary: faultSteps() },
    fc.constant({ kind: 'join' as const }),
    fc.record({ kind: fc.constant('remove-node' as const), node, force: fc.boolean() }),
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('advance' as const),
        ms: fc.oneof(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 40_000 })),
      }),
    },
  );
}

function createService(replicasMax: number): fc.Arbitrary<ScenarioStep> {
  return fc.record(
    {
      kind: fc.constant('create-service' as const),
      mode: fc.constantFrom(
        'replicated' as const,
        'replicated' as const,
        'global' as const,
        'replicated-job' as const,
        'global-job' as const,
      ),
      replicas: fc.nat({ max: replicasMax }),
      credentialSpec: index,
      files: fc.uniqueArray(index, { maxLength: 2 }),
      secrets: fc.uniqueArray(index, { maxLength: 1 }),
    },
    { requiredKeys: ['kind', 'mode', 'replicas', 'files', 'secrets'] },
  );
}
