/** Behaviours as they are drawn: whose tasks act so, and how. */
import type { Behaviour } from '@swarmsim/core';
import fc from 'fast-check';
import { imagesMax } from './draft-service.ts';

/** A behaviour before its objects have names. */
export interface DraftBehaviour {
  readonly whose: DraftTasks;
  readonly how: Omit<Behaviour, 'service' | 'image' | 'slot' | 'node' | 'incarnation'>;
}

/** Tasks by what they have in common. */
export type DraftTasks =
  | { readonly by: 'incarnation'; readonly incarnation: number }
  | { readonly by: 'image'; readonly version: number; readonly incarnation?: number }
  | { readonly by: 'service'; readonly service: number; readonly slot?: number }
  | { readonly by: 'node'; readonly node: number };

/** Names that drawn numbers mean. */
export interface BehaviourNames {
  readonly services: readonly string[];
  readonly nodes: readonly string[];
}

const index = fc.nat({ max: 4 });

/** The first tasks of a slot act oddly, and sometimes all of an image do: then they never come to rest. */
const whose: fc.Arbitrary<DraftTasks> = fc.oneof(
  { withCrossShrink: true },
  {
    weight: 5,
    arbitrary: fc.record({ by: fc.constant('incarnation'), incarnation: fc.nat({ max: 2 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record(
      {
        by: fc.constant('image'),
        version: fc.integer({ min: 1, max: imagesMax - 1 }),
        incarnation: fc.nat({ max: 1 }),
      },
      { requiredKeys: ['by', 'version'] },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record(
      { by: fc.constant('service'), service: index, slot: fc.integer({ min: 1, max: 3 }) },
      { requiredKeys: ['by', 'service'] },
    ),
  },
  { weight: 1, arbitrary: fc.record({ by: fc.constant('node'), node: index }) },
);

/** Odd ways that do not keep tasks from running in the end. */
const slow = fc.constantFrom<DraftBehaviour['how']>(
  { startMs: 1_000 },
  { prepareMs: 3_000 },
  { prepareMs: { min: 10, max: 2_000 }, startMs: { min: 10, max: 2_000 } },
  { stopMs: 2_000 },
  { stopMs: { min: 10, max: 8_000 }, stopExitCode: 143 },
  { ignoresStop: true },
  { stopMs: 15_000 },
  { healthyAfterMs: 2_000 },
  { probeMs: 200 },
);

const failing: fc.Arbitrary<DraftBehaviour['how']> = fc.oneof(
  { withCrossShrink: true },
  fc.record({
    exitAfterMs: fc.oneof(
      { withCrossShrink: true },
      fc.nat({ max: 5_000 }),
      fc.constant({ min: 100, max: 3_000 }),
    ),
    // 137 is left to containers that are killed.
    exitCode: fc.constantFrom(1, 0, 134),
  }),
  fc.constantFrom(
    { reject: 'no such image' },
    { failStart: 'port is in use' },
    { unhealthyAfterMs: 0 },
    { unhealthyAfterMs: 5_000 },
  ),
);

/** The first tasks are good: what comes after them is not, or what comes with a later version of the image. */
const whoseLate: fc.Arbitrary<DraftTasks> = fc.oneof(
  { withCrossShrink: true },
  {
    weight: 1,
    arbitrary: fc.record({
      by: fc.constant('incarnation'),
      incarnation: fc.constantFrom(1, 2, 2, 3),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record(
      {
        by: fc.constant('image'),
        version: fc.constantFrom(1, 1, 2),
        incarnation: fc.integer({ min: 1, max: 2 }),
      },
      { requiredKeys: ['by', 'version'] },
    ),
  },
);

/** They fail so early that an update notices. */
const failingAtOnce = fc.oneof(
  { withCrossShrink: true },
  {
    weight: 3,
    arbitrary: fc.record({ exitAfterMs: fc.nat({ max: 400 }), exitCode: fc.constant(1) }),
  },
  { weight: 1, arbitrary: fc.constant({ failStart: 'port is in use' }) },
);

/** Whether any tasks act oddly, or only such as come later than others. */
export type BehaviourKind = 'usual' | 'late';

/** Random behaviours. */
export function draftBehaviours(kind: BehaviourKind = 'usual'): fc.Arbitrary<DraftBehaviour> {
  const isLate = kind === 'late';
  return fc.record({
    whose: isLate ? whoseLate : whose,
    how: fc.oneof(
      { withCrossShrink: true },
      ...(isLate ? [{ weight: 10, arbitrary: failingAtOnce }] : []),
      { weight: 3, arbitrary: failing },
      { weight: 2, arbitrary: slow },
    ),
  });
}

/** Names whose tasks act so; undefined where there are none such. */
export function toBehaviour(
  { whose: tasks, how }: DraftBehaviour,
  names: BehaviourNames,
): Behaviour | undefined {
  switch (tasks.by) {
    case 'incarnation':
      return { incarnation: tasks.incarnation, ...how };
    case 'image': {
      const { incarnation } = tasks;
      const image = `app:${tasks.version + 1}`;
      return { image, ...(incarnation !== undefined && { incarnation }), ...how };
    }
    case 'service': {
      const service = names.services[tasks.service % Math.max(names.services.length, 1)];
      if (service === undefined) return undefined;
      const slot = tasks.slot === undefined ? {} : { slot: tasks.slot };
      return { service, ...slot, incarnation: 0, ...how };
    }
    case 'node': {
      const node = names.nodes[tasks.node % Math.max(names.nodes.length, 1)];
      return node === undefined ? undefined : { node, incarnation: 0, ...how };
    }
  }
}
