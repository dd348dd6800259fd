import { describe, expect, it } from 'vitest';
import {
  finishHash,
  hashData,
  hashText,
  hashTextAgain,
  mixInteger,
  mixNumber,
  toHex,
} from './hash.ts';

describe('hashText', () => {
  // FNV-1a, 32 bits: the values that its authors publish.
  it.each([
    { text: '', hash: '811c9dc5' },
    { text: 'a', hash: 'e40c292c' },
    { text: 'foobar', hash: 'bf9cf968' },
  ])('is FNV-1a: $text', ({ text, hash }) => {
    expect(toHex(hashText(text))).toBe(hash);
  });

  it('tells apart what the second hash takes for the same, and the other way round', () => {
    const texts = Array.from({ length: 100_000 }, (_, index) => `node-${index}`);
    const one = new Set(texts.map(hashText)).size;
    const both = new Set(texts.map((text) => `${hashText(text)}/${hashTextAgain(text)}`)).size;

    expect(one).toBeLessThanOrEqual(texts.length);
    expect(both).toBe(texts.length);
  });
});

describe('mixNumber', () => {
  it('tells numbers apart, whole or not, small or large', () => {
    const numbers = [0, 1, -1, 0.5, -0.5, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 53, 2 ** 60, 1e300];

    expect(new Set(numbers.map((value) => mixNumber(7, value))).size).toBe(numbers.length);
  });

  it('takes both zeros for the same, as equality does', () => {
    expect(mixNumber(7, -0)).toBe(mixNumber(7, 0));
  });

  it('depends on what was mixed before', () => {
    expect(mixInteger(mixInteger(0, 1), 2)).not.toBe(mixInteger(mixInteger(0, 2), 1));
  });
});

describe('hashData', () => {
  it.each([
    { name: 'the order of keys', left: { a: 1, b: 2 }, right: { b: 2, a: 1 } },
    { name: 'keys that are undefined', left: { a: 1, b: undefined }, right: { a: 1 } },
  ])('does not depend on $name', ({ left, right }) => {
    expect(hashData(left)).toBe(hashData(right));
  });

  it.each([
    { name: 'a text and a number', left: '1', right: 1 },
    { name: 'false and null', left: false, right: null },
    { name: 'null and undefined', left: [null], right: [undefined] },
    { name: 'no key and an empty list', left: {}, right: [] },
    { name: 'lists of another order', left: [1, 2], right: [2, 1] },
    { name: 'one list and two', left: [[1], [2]], right: [[1, 2], []] },
    { name: 'a key and its value', left: { a: 'b' }, right: { b: 'a' } },
    {
      name: 'values under a key that changes prototypes',
      left: JSON.parse('{"__proto__":"x"}') as object,
      right: JSON.parse('{"__proto__":"y"}') as object,
    },
  ])('tells $name apart', ({ left, right }) => {
    expect(hashData(left)).not.toBe(hashData(right));
  });
});

describe('finishHash', () => {
  it('is a number of 32 bits without a sign, and spreads neighbours', () => {
    const hashes = Array.from({ length: 1_000 }, (_, index) => finishHash(index));

    expect(hashes.every((hash) => Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32)).toBe(
      true,
    );
    expect(new Set(hashes).size).toBe(1_000);
    expect(new Set(hashes.map((hash) => hash >>> 28)).size).toBe(16);
  });
});

describe('toHex', () => {
  it.each([
    { hash: 0, text: '00000000' },
    { hash: -1, text: 'ffffffff' },
    { hash: 0xab, text: '000000ab' },
  ])('writes $hash in eight digits', ({ hash, text }) => {
    expect(toHex(hash)).toBe(text);
  });
});
