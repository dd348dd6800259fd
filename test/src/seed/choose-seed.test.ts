import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseSeed } from './choose-seed.ts';

describe('the seed of properties that name none', () => {
  it.each([
    [undefined, 1],
    ['', 1],
    ['-17', -17],
    ['random', undefined],
  ])('is, for TEST_SEED=%s, %s', (text, seed) => {
    expect(chooseSeed(text)).toBe(seed);
  });

  it.each(['1.5', 'many'])('is not %s', (text) => {
    expect(() => chooseSeed(text)).toThrow(
      `TEST_SEED must be an integer or "random", not "${text}"`,
    );
  });

  it('is in force', () => {
    expect(fc.readConfigureGlobal().seed).toBe(chooseSeed(process.env['TEST_SEED']));
  });
});
