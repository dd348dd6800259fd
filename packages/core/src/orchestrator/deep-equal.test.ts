import { describe, expect, it } from 'vitest';
import { deepEqual } from './deep-equal.ts';

interface Pair {
  readonly name: string;
  readonly a: unknown;
  readonly b: unknown;
}

describe('deepEqual', () => {
  it.each<Pair>([
    { name: 'the same values in another order of keys', a: { x: 1, y: [2] }, b: { y: [2], x: 1 } },
    { name: 'an absent and an empty list', a: {}, b: { command: [] } },
    { name: 'an absent and an empty text', a: { dir: '' }, b: {} },
    { name: 'an absent and a false flag', a: {}, b: { readOnly: false } },
    { name: 'an absent and an empty map', a: { labels: {} }, b: {} },
    { name: 'messages with an absent and an empty text', a: { x: { y: '' } }, b: { x: {} } },
    { name: 'two absent fields', a: { x: undefined }, b: {} },
    { name: 'the same labels', a: { labels: { a: '1', b: '' } }, b: { labels: { b: '', a: '1' } } },
    { name: 'an absent and a zero counter', a: { forceUpdate: 0 }, b: {} },
  ])('takes $name for equal', ({ a, b }) => {
    expect(deepEqual(a, b)).toBe(true);
  });

  it.each<Pair>([
    { name: 'lists of one other item', a: [1, 2], b: [1, 3] },
    { name: 'a list and a number', a: [], b: 1 },
    { name: 'one label more', a: { labels: { a: '1' } }, b: { labels: { a: '1', b: '2' } } },
    { name: 'a label less', a: { labels: { a: '1', b: '2' } }, b: { labels: { a: '1' } } },
    {
      name: 'labels of one other value',
      a: { labels: { a: '1', b: '2' } },
      b: { labels: { a: '1', b: '3' } },
    },
    { name: 'lists of another length', a: [1], b: [1, 2] },
    { name: 'a list and an object', a: [], b: {} },
    { name: 'an object and a list', a: {}, b: [] },
    { name: 'an object and nothing', a: {}, b: null },
    { name: 'a text and a number', a: '1', b: 1 },
    { name: 'an absent and a true flag', a: { readOnly: true }, b: {} },
    { name: 'an absent and a full list', a: { args: ['a'] }, b: {} },
    { name: 'an absent and a full map', a: {}, b: { labels: { a: '1' } } },
    { name: 'labels of other values', a: { labels: { a: '1' } }, b: { labels: { a: '2' } } },
    { name: 'lists of another order', a: [1, 2], b: [2, 1] },
    { name: 'an absent and a zero duration', a: {}, b: { delayMs: 0 } },
    { name: 'an absent and an empty message', a: {}, b: { restart: {} } },
    { name: 'a label that only one side has', a: { labels: { a: '1' } }, b: { labels: {} } },
    { name: 'an absent and an empty label', a: { labels: { a: '' } }, b: { labels: {} } },
    { name: 'empty labels', a: { labels: { a: '' } }, b: { labels: { b: '' } } },
    {
      name: 'labels named like inherited members',
      a: { labels: { constructor: 'x' } },
      b: { labels: { valueOf: 'x' } },
    },
    { name: 'fields named like inherited members', a: { constructor: 'x' }, b: { valueOf: 'x' } },
  ])('tells $name apart', ({ a, b }) => {
    expect(deepEqual(a, b)).toBe(false);
  });
});
