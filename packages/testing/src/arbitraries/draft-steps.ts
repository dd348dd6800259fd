/** Steps as they are drawn: objects go by number, modulo how many there are, so that steps shrink alone. */
import fc from 'fast-check';
import { draftFaults, type DraftFault } from './draft-faults.ts';

/** A step before its objects have names, and the time since the step in front of it. */
export interface DraftStep {
  readonly afterMs: number;
  readonly act: DraftAct;
}

/** What is done. */
export type DraftAct =
  | DraftService
  | { readonly kind: 'scale'; readonly service: number; readonly replicas: number }
  | { readonly kind: 'rotate'; readonly service: number; readonly config: number }
  | { readonly kind: 'remove-service'; readonly service: number }
  | { readonly kind: 'remove-config'; readonly config: number }
  | {
      readonly kind: 'availability';
      readonly node: number;
      readonly availability: 'active' | 'pause' | 'drain';
    }
  | { readonly kind: 'join' }
  | { readonly kind: 'remove-node'; readonly node: number; readonly force: boolean }
  | DraftFault;

/** A service to be. */
export interface DraftService {
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

const index = fc.nat({ max: 5 });

/** Random steps; time passes before many of them. */
export function draftSteps(replicasMax: number): fc.Arbitrary<DraftStep> {
  return fc.record({
    afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 500 }), {
      weight: 2,
      arbitrary: fc.integer({ min: 0, max: 40_000 }),
    }),
    act: acts(replicasMax),
  });
}

function acts(replicasMax: number): fc.Arbitrary<DraftAct> {
  const node = index;
  const service = index;
  return fc.oneof(
    { weight: 3, arbitrary: draftServices(replicasMax) },
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
    { weight: 4, arbitrary: draftFaults() },
    fc.constant({ kind: 'join' as const }),
    fc.record({ kind: fc.constant('remove-node' as const), node, force: fc.boolean() }),
  );
}

function draftServices(replicasMax: number): fc.Arbitrary<DraftService> {
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
