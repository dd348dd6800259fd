import { describe, expect, it } from 'vitest';
import { quote, quoteRune } from './go-quote.ts';
import { unquote, unquoteRune } from './go-unquote.ts';
import { fromUtf8, toUtf8 } from './utf8.ts';

describe('quote', () => {
  // Go: strconv.Quote.
  it.each([
    { text: '', quoted: '""' },
    { text: 'a"b\\c', quoted: '"a\\"b\\\\c"' },
    { text: '\x07\b\f\n\r\t\v', quoted: '"\\a\\b\\f\\n\\r\\t\\v"' },
    { text: '\0\x7f', quoted: '"\\x00\\x7f"' },
    { text: 'é😀', quoted: '"é😀"' },
    { text: '\u0085\u00ad\u200b\u2028', quoted: '"\\u0085\\u00ad\\u200b\\u2028"' },
    { text: '\u{e0001}', quoted: '"\\U000e0001"' },
  ])('writes $quoted', ({ text, quoted }) => {
    expect(quote(text)).toBe(quoted);
  });

  it('writes a character between single quotes', () => {
    expect([quoteRune(0x61), quoteRune(0x27), quoteRune(0x22)]).toEqual(["'a'", "'\\''", "'\"'"]);
  });
});

describe('unquote', () => {
  // Go: strconv.Unquote.
  it.each([
    { literal: '"a\\n\\"\\\\"', text: 'a\n"\\' },
    { literal: '"\\u00e9\\U0001F600"', text: 'é😀' },
    { literal: '"\\xc3\\xa9\\101"', text: 'éA' },
    { literal: '`a\\n\r`', text: 'a\\n' },
  ])('reads $literal', ({ literal, text }) => {
    expect(fromUtf8(unquote(literal) ?? '')).toBe(text);
  });

  it.each([
    { literal: '"\\z"' },
    { literal: '"\\xg0"' },
    { literal: '"\\u12"' },
    { literal: '"\\ud800"' },
    { literal: '"\\400"' },
    { literal: '"\\\'"' },
  ])('refuses $literal', ({ literal }) => {
    expect(unquote(literal)).toBeUndefined();
  });

  it('reads what quote wrote', () => {
    const text = 'a\0\n"\u2028é😀';

    expect(fromUtf8(unquote(toUtf8(quote(text))) ?? '')).toBe(text);
  });

  it('reads one character, and says what is left', () => {
    expect(unquoteRune("'\\n'")).toEqual({ rune: 10, rest: "'" });
    expect(unquoteRune("'ab'")).toEqual({ rune: 97, rest: "b'" });
    expect(unquoteRune("''")).toBeUndefined();
  });
});
