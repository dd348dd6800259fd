import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assertCoverage,
  assertOnlyValid,
  assertSameSeedSameValue,
  assertShrinksStrictly,
  shrunk,
} from './assert-arbitrary.ts';

describe('assertSameSeedSameValue', () => {
  it('takes values that depend on the seed alone', () => {
    expect(() => assertSameSeedSameValue(fc.array(fc.integer()))).not.toThrow();
  });

  it('names the value that depends on something else', () => {
    let drawn = 0;
    const counted = fc.integer().map(() => (drawn += 1));

    expect(() => assertSameSeedSameValue(counted)).toThrow(
      'value 0 differs under the same seed: 1 and 101',
    );
  });

  it('does not take values that ignore the seed', () => {
    expect(() => assertSameSeedSameValue(fc.constant(1))).toThrow(
      'another seed draws the same values',
    );
  });
});

describe('assertOnlyValid', () => {
  it('takes values that a validator takes', () => {
    expect(() => assertOnlyValid(fc.nat(), (value) => value >= 0)).not.toThrow();
    expect(() => assertOnlyValid(fc.nat(), () => undefined)).not.toThrow();
  });

  it('shows the value that a validator refuses', () => {
    expect(() => assertOnlyValid(fc.constant(3), () => false)).toThrow('not valid: 3');
    expect(() =>
      assertOnlyValid(fc.constant(3), () => {
        throw new Error('odd');
      }),
    ).toThrow(expect.objectContaining({ message: 'not valid: 3', cause: new Error('odd') }));
  });
});

describe('assertShrinksStrictly', () => {
  it('takes what shrinks to smaller values', () => {
    const size = (values: number[]) => [values.length, ...values];

    expect(() => assertShrinksStrictly(fc.nat(), (value) => value)).not.toThrow();
    expect(() => assertShrinksStrictly(fc.array(fc.nat(), { maxLength: 4 }), size)).not.toThrow();
  });

  it('shows what shrinks to a value as large', () => {
    const parity = fc.nat({ max: 9 });

    expect(() => assertShrinksStrictly(parity, (value) => value % 2)).toThrow('as large');
  });

  it('does not take what never shrinks', () => {
    expect(() => assertShrinksStrictly(fc.noShrink(fc.nat()), (value) => value)).toThrow(
      'no value shrinks',
    );
  });

  it('looks below the first step', () => {
    const lazy = fc.nat({ max: 4 }).chain((value) => fc.constantFrom(value, 9 - value));

    expect(() => assertShrinksStrictly(lazy, (value) => value)).toThrow('as large');
  });
});

describe('assertCoverage', () => {
  const features = {
    small: (value: number) => value < 50,
    seven: (value: number) => value === 7,
    never: (value: number) => value < 0,
  };

  it('takes features that are drawn often enough', () => {
    const { small } = features;

    expect(() => assertCoverage(fc.nat({ max: 99 }), { small }, 40)).not.toThrow();
  });

  it('names those that are not, with how often they are', () => {
    expect(() => assertCoverage(fc.nat({ max: 99 }), features, 10)).toThrow(
      /^hardly drawn: seven [\d.]+ %, never 0 %$/,
    );
  });
});

describe('shrunk', () => {
  it('gives the smallest value of which a property does not hold', () => {
    expect(shrunk(fc.nat(), (value) => value < 12)).toBe(12);
  });

  it('throws where it holds', () => {
    expect(() => shrunk(fc.nat(), () => true)).toThrow('the property holds');
  });
});
