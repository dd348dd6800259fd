/** Values that are nearly valid: valid ones with one thing wrong, which whoever gets them must refuse. */
import fc from 'fast-check';

/** Makes one thing of a value wrong. */
export type Spoiler<Value> = (value: Value) => Value;

/** Share of near-valid values: true is all, and absent is none. */
export function shareOf(option: boolean | number | undefined): number {
  return Number(option ?? false);
}

/** Spoils a share of the values. Spoiled ones shrink to spoiled ones. */
export function nearValid<Value>(
  values: fc.Arbitrary<Value>,
  share: number,
  spoilers: readonly Spoiler<Value>[],
): fc.Arbitrary<Value> {
  if (share === 0) return values;
  const spoiled = fc
    .tuple(values, fc.constantFrom(...spoilers))
    .map(([value, spoil]) => spoil(value));
  if (share === 1) return spoiled;
  const percent = Math.min(Math.max(Math.round(share * 100), 1), 99);
  return fc.oneof(
    { weight: 100 - percent, arbitrary: values },
    { weight: percent, arbitrary: spoiled },
  );
}
