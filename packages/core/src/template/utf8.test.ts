import { describe, expect, it } from 'vitest';
import { decodeRune, fromUtf8, toUtf8 } from './utf8.ts';

describe('toUtf8 and fromUtf8', () => {
  it.each([
    { text: 'a', bytes: 'a' },
    { text: 'é', bytes: '\xc3\xa9' },
    { text: '€', bytes: '\xe2\x82\xac' },
    { text: '😀', bytes: '\xf0\x9f\x98\x80' },
  ])('turn $text into bytes and back', ({ text, bytes }) => {
    expect(toUtf8(text)).toBe(bytes);
    expect(fromUtf8(bytes)).toBe(text);
  });

  it('replace half of a surrogate pair', () => {
    expect(fromUtf8(toUtf8('\ud800'))).toBe('\ufffd');
  });

  // Go: unicode/utf8. Each byte that fits nowhere is replaced by itself.
  it.each([
    { name: 'a lone tail', bytes: '\x80', text: '\ufffd' },
    { name: 'a cut character', bytes: '\xe2\x82', text: '\ufffd\ufffd' },
    { name: 'an overlong form', bytes: '\xc0\x80', text: '\ufffd\ufffd' },
    { name: 'a long overlong form', bytes: '\xe0\x80\x80', text: '\ufffd\ufffd\ufffd' },
    { name: 'a surrogate', bytes: '\xed\xa0\x80', text: '\ufffd\ufffd\ufffd' },
    { name: 'a character beyond Unicode', bytes: '\xf4\x90\x80\x80', text: '\ufffd'.repeat(4) },
    { name: 'a character after a bad byte', bytes: '\xffa', text: '\ufffda' },
  ])('replace $name', ({ bytes, text }) => {
    expect(fromUtf8(bytes)).toBe(text);
  });
});

describe('decodeRune', () => {
  it('says how many bytes a character takes', () => {
    expect(decodeRune('a\xe2\x82\xac', 1)).toEqual({ rune: 0x20ac, size: 3 });
  });
});
