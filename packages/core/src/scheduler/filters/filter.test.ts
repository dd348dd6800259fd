import { describe, expect, it } from 'vitest';
import { joinTexts } from './filter.ts';

describe('joinTexts', () => {
  it.each([
    { name: 'texts cut elsewhere', a: ['ab', 'c'], b: ['a', 'bc'] },
    { name: 'an empty text and none', a: [''], b: [] },
    { name: 'a text that looks like two', a: ['1:a1:b'], b: ['a', 'b'] },
    { name: 'another order', a: ['a', 'b'], b: ['b', 'a'] },
  ])('tells lists apart: $name', ({ a, b }) => {
    expect(joinTexts(a)).not.toBe(joinTexts(b));
  });
});
