/** Random faults, and their ends. Objects go by number, modulo how many there are. */
import fc from 'fast-check';

/** Something that goes wrong, or is well again. */
export type DraftFault =
  | {
      readonly kind: 'crash' | 'restart' | 'partition' | 'repair' | 'fail-pulls' | 'repair-pulls';
      readonly node: number;
    }
  | {
      readonly kind: 'cut-one-way';
      readonly node: number;
      readonly direction: 'to-managers' | 'from-managers';
    }
  | {
      readonly kind: 'restart-engine';
      readonly node: number;
      readonly containers: 'died' | 'survived';
      readonly downForMs: number;
    }
  | { readonly kind: 'delay-messages' | 'slow-pulls'; readonly node: number; readonly ms: number }
  | { readonly kind: 'lose-messages'; readonly node: number; readonly percent: number }
  | {
      readonly kind: 'exit-task';
      readonly service: number;
      readonly slot: number;
      readonly exitCode: number;
    }
  | { readonly kind: 'ignore-stop'; readonly service: number; readonly slot: number }
  | { readonly kind: 'change-host'; readonly node: number; readonly memoryGigabytes: number }
  /** Nodes crash one after the other, and come back. */
  | {
      readonly kind: 'plan-crashes';
      readonly everyMs: number;
      readonly lastsMs: number;
      readonly count: number;
    };

const index = fc.nat({ max: 5 });
const node = index;

/** Random faults; those that take nodes away and bring them back are the most frequent. */
export function draftFaults(): fc.Arbitrary<DraftFault> {
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constantFrom(
          'crash' as const,
          'restart' as const,
          'partition' as const,
          'repair' as const,
        ),
        node,
      }),
    },
    { weight: 3, arbitrary: linkFaults() },
    { weight: 3, arbitrary: hostFaults() },
    { weight: 2, arbitrary: taskFaults() },
  );
}

function linkFaults(): fc.Arbitrary<DraftFault> {
  return fc.oneof(
    fc.record({
      kind: fc.constant('cut-one-way' as const),
      node,
      direction: fc.constantFrom('to-managers' as const, 'from-managers' as const),
    }),
    fc.record({
      kind: fc.constant('delay-messages' as const),
      node,
      ms: fc.integer({ min: 1, max: 4_000 }),
    }),
    fc.record({
      kind: fc.constant('lose-messages' as const),
      node,
      percent: fc.integer({ min: 1, max: 90 }),
    }),
  );
}

function hostFaults(): fc.Arbitrary<DraftFault> {
  return fc.oneof(
    fc.record({
      kind: fc.constant('restart-engine' as const),
      node,
      containers: fc.constantFrom('died' as const, 'survived' as const),
      downForMs: fc.nat({ max: 30_000 }),
    }),
    fc.record({
      kind: fc.constant('slow-pulls' as const),
      node,
      ms: fc.integer({ min: 1, max: 20_000 }),
    }),
    fc.record({ kind: fc.constantFrom('fail-pulls' as const, 'repair-pulls' as const), node }),
    fc.record({
      kind: fc.constant('change-host' as const),
      node,
      memoryGigabytes: fc.integer({ min: 1, max: 16 }),
    }),
    fc.record({
      kind: fc.constant('plan-crashes' as const),
      everyMs: fc.integer({ min: 1_000, max: 20_000 }),
      lastsMs: fc.nat({ max: 30_000 }),
      count: fc.integer({ min: 1, max: 3 }),
    }),
  );
}

function taskFaults(): fc.Arbitrary<DraftFault> {
  const service = index;
  const slot = fc.integer({ min: 1, max: 4 });
  return fc.oneof(
    fc.record({
      kind: fc.constant('exit-task' as const),
      service,
      slot,
      exitCode: fc.integer({ min: 0, max: 2 }),
    }),
    fc.record({ kind: fc.constant('ignore-stop' as const), service, slot }),
  );
}
