import { describe, expect, it } from 'vitest';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

describe('encodeUtf8', () => {
  it.each([
    { text: '', bytes: [] },
    { text: 'a\u0000', bytes: [0x61, 0] },
    { text: 'ü', bytes: [0xc3, 0xbc] },
    { text: '日', bytes: [0xe6, 0x97, 0xa5] },
    { text: '👍', bytes: [0xf0, 0x9f, 0x91, 0x8d] },
    { text: '\ufeff{}', bytes: [0xef, 0xbb, 0xbf, 0x7b, 0x7d] },
  ])('writes $text as $bytes and reads it back', ({ text, bytes }) => {
    expect([...encodeUtf8(text)]).toEqual(bytes);
    expect(decodeUtf8(Uint8Array.from(bytes))).toBe(text);
  });

  it('writes half of a surrogate pair as the replacement character', () => {
    expect([...encodeUtf8('a\ud800b')]).toEqual([0x61, 0xef, 0xbf, 0xbd, 0x62]);
  });
});

describe('decodeUtf8', () => {
  it.each([
    { name: 'a lone continuation', bytes: [0x80] },
    { name: 'a form longer than needed', bytes: [0xc0, 0xaf], text: '\ufffd\ufffd' },
    { name: 'a cut character', bytes: [0xe2, 0x82], text: '\ufffd\ufffd' },
    { name: 'a surrogate', bytes: [0xed, 0xa0, 0x80], text: '\ufffd\ufffd\ufffd' },
    { name: 'a point past the last', bytes: [0xf5], text: '\ufffd' },
  ])('replaces each byte of $name', ({ bytes, text = '\ufffd' }) => {
    expect(decodeUtf8(Uint8Array.from(bytes))).toBe(text);
  });
});
