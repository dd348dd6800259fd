/**
 * What every arbitrary of this package promises, as assertions for its tests: the same values under
 * the same seed, only valid ones, shrinking to something simpler, and no feature that is hardly drawn.
 */
import fc from 'fast-check';

/** How many values are looked at, and from which seed they are drawn. */
export interface Sampling {
  /** Default 20. */
  readonly seed?: number;
  /** Default 100. */
  readonly numRuns?: number;
}

/** How large a value is: a number, or several of which earlier ones matter more. */
export type Size = number | readonly number[];

/**
 * Draws twice under one seed and compares all that was drawn.
 *
 * @throws Error at the first value that differs, or where another seed draws the same values.
 */
export function assertSameSeedSameValue<Value>(
  arbitrary: fc.Arbitrary<Value>,
  sampling: Sampling = {},
): void {
  const [once, again] = [draw(arbitrary, sampling), draw(arbitrary, sampling)];
  const index = once.findIndex((value, at) => fc.stringify(value) !== fc.stringify(again[at]));
  if (index !== -1) {
    const values = `${fc.stringify(once[index])} and ${fc.stringify(again[index])}`;
    throw new Error(`value ${index} differs under the same seed: ${values}`);
  }
  const other = draw(arbitrary, { ...sampling, seed: seedOf(sampling) + 1 });
  if (fc.stringify(once) === fc.stringify(other)) {
    throw new Error('another seed draws the same values');
  }
}

/**
 * Draws values and shows each to a validator: one that answers false or throws refuses it.
 *
 * @throws Error with the value that is refused.
 */
export function assertOnlyValid<Value>(
  arbitrary: fc.Arbitrary<Value>,
  isValid: (value: Value) => boolean | void,
  sampling: Sampling = {},
): void {
  for (const value of draw(arbitrary, sampling)) {
    let cause: unknown;
    try {
      if (isValid(value) !== false) continue;
    } catch (error) {
      cause = error;
    }
    throw new Error(`not valid: ${fc.stringify(value)}`, { cause });
  }
}

/**
 * Walks down from each value drawn, by the first and by the last of what it shrinks to, and asks that
 * all a value shrinks to is strictly smaller than itself, or itself. So none goes round in circles.
 *
 * @throws Error with a value that shrinks to one as large, or where no value shrinks at all.
 */
export function assertShrinksStrictly<Value>(
  arbitrary: fc.Arbitrary<Value>,
  size: (value: Value) => Size,
  sampling: Sampling = {},
): void {
  let shrinksSeen = 0;
  const assertSmaller = (value: Value, smaller: Value): void => {
    shrinksSeen += 1;
    if (isSmaller(size(smaller), size(value))) return;
    // fast-check's own uniqueArray tries a value again when it shrinks how many it holds.
    if (fc.stringify(smaller) === fc.stringify(value)) return;
    throw new Error(`${fc.stringify(value)} shrinks to ${fc.stringify(smaller)}, as large`);
  };
  draw(new WalkedArbitrary(arbitrary, assertSmaller), sampling);
  if (shrinksSeen === 0) throw new Error('no value shrinks');
}

/**
 * Counts in how many of the values drawn each feature is there.
 *
 * @throws Error naming every feature that is there in fewer of a hundred values than asked for.
 */
export function assertCoverage<Value>(
  arbitrary: fc.Arbitrary<Value>,
  features: Readonly<Record<string, (value: Value) => boolean>>,
  percentMin: number,
  sampling: Sampling = {},
): void {
  const values = draw(arbitrary, { numRuns: 1_000, ...sampling });
  const rare = Object.entries(features).flatMap(([name, isThere]) => {
    const percent = (100 * values.filter((value) => isThere(value)).length) / values.length;
    return percent < percentMin ? [`${name} ${percent} %`] : [];
  });
  if (rare.length > 0) throw new Error(`hardly drawn: ${rare.join(', ')}`);
}

/**
 * The value that fast-check reports where a property does not hold.
 *
 * @throws Error where it holds.
 */
export function shrunk<Value>(
  arbitrary: fc.Arbitrary<Value>,
  holds: (value: Value) => boolean,
  sampling: Sampling = {},
): Value {
  const { seed = 20, numRuns = 500 } = sampling;
  const { counterexample } = fc.check(fc.property(arbitrary, holds), { seed, numRuns });
  if (counterexample === null) throw new Error('the property holds');
  return counterexample[0];
}

const shrinksPerValue = 20;
const stepsDown = 20;

/** Another arbitrary, of which each value drawn is walked down. */
class WalkedArbitrary<Value> extends fc.Arbitrary<Value> {
  readonly #inner: fc.Arbitrary<Value>;
  readonly #visit: (value: Value, smaller: Value) => void;

  constructor(inner: fc.Arbitrary<Value>, visit: (value: Value, smaller: Value) => void) {
    super();
    this.#inner = inner;
    this.#visit = visit;
  }

  override generate(random: fc.Random, biasFactor: number | undefined): fc.Value<Value> {
    const drawn = this.#inner.generate(random, biasFactor);
    this.#walk(drawn, 0);
    this.#walk(drawn, -1);
    return drawn;
  }

  override canShrinkWithoutContext(value: unknown): value is Value {
    return this.#inner.canShrinkWithoutContext(value);
  }

  override shrink(value: Value, context: unknown): fc.Stream<fc.Value<Value>> {
    return this.#inner.shrink(value, context);
  }

  #walk(from: fc.Value<Value>, next: 0 | -1): void {
    let current = from;
    for (let step = 0; step < stepsDown; step++) {
      const { value, context } = current;
      const smaller = [...this.#inner.shrink(value, context).take(shrinksPerValue)];
      for (const each of smaller) this.#visit(value, each.value);
      const following = smaller.at(next);
      if (following === undefined) return;
      current = following;
    }
  }
}

function draw<Value>(arbitrary: fc.Arbitrary<Value>, sampling: Sampling): Value[] {
  const { numRuns = 100 } = sampling;
  return fc.sample(arbitrary, { seed: seedOf(sampling), numRuns });
}

function seedOf({ seed = 20 }: Sampling): number {
  return seed;
}

function isSmaller(one: Size, other: Size): boolean {
  const [left, right] = [[one].flat(), [other].flat()];
  const at = left.findIndex((part, index) => part !== right[index]);
  return at !== -1 && (left[at] ?? 0) < (right[at] ?? 0);
}
