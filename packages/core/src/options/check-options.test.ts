import { describe, expect, it } from 'vitest';
import {
  checkCount,
  checkFunction,
  checkList,
  checkOneOf,
  checkOptions,
  checkRecord,
  checkText,
  checkTexts,
  checkWhole,
  invalid,
  type OptionTable,
} from './check-options.ts';

interface Options {
  readonly name?: string;
  readonly quiet?: boolean;
  readonly items?: readonly string[];
  readonly labels?: object;
  readonly act?: () => void;
  readonly size?: number;
}

const table: OptionTable<Options> = {
  name: 'text',
  quiet: 'flag',
  items: 'list',
  labels: 'record',
  act: 'function',
  size: 'any',
};

function refusal(message: string): unknown {
  return expect.objectContaining({ code: 'invalid-argument', message });
}

describe('checkOptions', () => {
  it('takes known options of their kinds, and those that are undefined', () => {
    const options = { name: '', quiet: false, items: [], labels: {}, act: () => undefined };

    expect(() => checkOptions('thing', { ...options, size: null }, table)).not.toThrow();
    expect(() => checkOptions('thing', { name: undefined }, table)).not.toThrow();
    expect(() => checkOptions('thing', {}, table)).not.toThrow();
  });

  it.each([
    { name: 'a misspelt option', value: { nam: 'x' }, text: "thing: unknown option 'nam'" },
    {
      name: 'an option that every object has',
      value: { constructor: 'x' },
      text: "thing: unknown option 'constructor'",
    },
    {
      name: 'an option that changes the prototype',
      value: JSON.parse('{"__proto__":1}') as object,
      text: "thing: unknown option '__proto__'",
    },
    {
      name: 'a number for a text',
      value: { name: 5 },
      text: "thing: option 'name' must be a text, not number",
    },
    {
      name: 'null for a text',
      value: { name: null },
      text: "thing: option 'name' must be a text, not null",
    },
    {
      name: 'a text for a flag',
      value: { quiet: 'no' },
      text: "thing: option 'quiet' must be true or false, not string",
    },
    {
      name: 'a text for a list',
      value: { items: 'ab' },
      text: "thing: option 'items' must be a list, not string",
    },
    {
      name: 'a list for a record',
      value: { labels: ['a'] },
      text: "thing: option 'labels' must be an object, not a list",
    },
    {
      name: 'an object for a function',
      value: { act: {} },
      text: "thing: option 'act' must be a function, not object",
    },
    { name: 'no options', value: undefined, text: 'thing must be an object, not undefined' },
    { name: 'a list of options', value: [], text: 'thing must be an object, not a list' },
  ])('refuses $name', ({ value, text }) => {
    expect(() => checkOptions('thing', value, table)).toThrow(refusal(text));
  });
});

describe('checks of one value', () => {
  it.each([
    { name: 'a text', check: () => checkText('x', 'a') },
    { name: 'a record', check: () => checkRecord('x', {}) },
    { name: 'a list', check: () => checkList('x', []) },
    { name: 'a function', check: () => checkFunction('x', () => 1) },
    { name: 'texts under odd names', check: () => checkTexts('x', { '': 'a', toString: 'b' }) },
    { name: 'no texts', check: () => checkTexts('x', undefined) },
    { name: 'a whole number', check: () => checkWhole('x', 0) },
    { name: 'no number', check: () => checkWhole('x', undefined) },
    { name: 'a count', check: () => checkCount('flag', Number.MAX_SAFE_INTEGER) },
    { name: 'one of few', check: () => checkOneOf('a', ['a', 'b'], (value) => value) },
    { name: 'none of few', check: () => checkOneOf(undefined, ['a'], (value) => value) },
  ])('take $name', ({ check }) => {
    expect(check).not.toThrow();
  });

  it.each([
    { name: 'text', check: () => checkText('x', 1), text: 'x must be a text, not number' },
    { name: 'record', check: () => checkRecord('x', null), text: 'x must be an object, not null' },
    { name: 'list', check: () => checkList('x', {}), text: 'x must be a list, not object' },
    {
      name: 'function',
      check: () => checkFunction('x', 'run'),
      text: 'x must be a function, not string',
    },
    {
      name: 'text under a name',
      check: () => checkTexts('label', { zone: 1 }),
      text: "label 'zone' must be a text, not number",
    },
    {
      name: 'whole number',
      check: () => checkWhole('x', 1.5),
      text: 'x must be a whole number from 0 on, not 1.5',
    },
    {
      name: 'one of few',
      check: () => checkOneOf('c', ['a', 'b'], (value) => `invalid: "${value}"`),
      text: 'invalid: "c"',
    },
  ])('refuse what is no $name', ({ check, text }) => {
    expect(check).toThrow(refusal(text));
  });

  // Go: strconv.ParseUint, as docker's flags word it.
  it.each([-1, 1.5, Number.NaN, Infinity, 2 ** 53])(
    'refuse the count %d in Go’s words',
    (value) => {
      const reason = `strconv.ParseUint: parsing "${value}": invalid syntax`;

      expect(() => checkCount('replicas', value)).toThrow(
        refusal(`invalid argument "${value}" for "--replicas" flag: ${reason}`),
      );
    },
  );

  it('makes errors with a code', () => {
    expect(invalid('no')).toMatchObject({ code: 'invalid-argument', message: 'no' });
  });
});
