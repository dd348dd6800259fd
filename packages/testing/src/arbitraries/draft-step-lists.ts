/** Lists of steps: most go alone, and some belong together. */
import fc from 'fast-check';
import type { Bounds } from './check-constraints.ts';
import { draftSteps, pauses, type DraftStep, type StepBounds } from './draft-steps.ts';
import { draftTales } from './draft-tales.ts';

/** Random lists of steps. Those about one matter, and those that leave services alone, have no tales. */
export function draftStepLists(
  bounds: StepBounds,
  { min, max }: Bounds,
): fc.Arbitrary<readonly DraftStep[]> {
  const single = draftSteps(bounds).map((step) => [step]);
  const isPlain = bounds.focus === undefined && bounds.services;
  const some = isPlain
    ? fc.oneof(
        { weight: 40, arbitrary: single },
        { weight: 5, arbitrary: draftTales(pauses, bounds.faults) },
      )
    : single;
  return fc
    .array(some, { minLength: min, maxLength: max, size: 'max' })
    .map((lists) => lists.flat().slice(0, max));
}
