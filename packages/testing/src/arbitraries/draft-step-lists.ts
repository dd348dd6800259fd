/** Lists of steps: most go alone, and some belong together. */
import fc from 'fast-check';
import type { Bounds } from './check-constraints.ts';
import { draftSteps, pauses, type DraftStep, type StepBounds } from './draft-steps.ts';
import { draftLosses, draftReleaseTales, draftTales } from './draft-tales.ts';

/** Random lists of steps. Those about most matters, and those that leave services alone, have no tales. */
export function draftStepLists(
  bounds: StepBounds,
  { min, max }: Bounds,
): fc.Arbitrary<readonly DraftStep[]> {
  const single = draftSteps(bounds).map((step) => [step]);
  const tales = talesFor(bounds);
  const some =
    tales === undefined
      ? single
      : fc.oneof(
          { weight: 40, arbitrary: single },
          { weight: tales.weight, arbitrary: tales.told },
        );
  return fc
    .array(some, { minLength: min, maxLength: max, size: 'max' })
    .map((lists) => lists.flat().slice(0, max));
}

interface WeightedTales {
  readonly weight: number;
  readonly told: fc.Arbitrary<readonly DraftStep[]>;
}

function talesFor({ focus, services, faults }: StepBounds): WeightedTales | undefined {
  if (!services) return undefined;
  if (focus === undefined) return { weight: 7, told: draftTales(pauses, faults) };
  if (focus.lastsDays === true && faults) return { weight: 10, told: draftLosses(pauses) };
  return focus.changesImages === true ? { weight: 20, told: draftReleaseTales(pauses) } : undefined;
}
