import { describe, expect, it } from 'vitest';
import { decodeBase64 } from '../bytes/base64.ts';
import { decodeUtf8 } from '../bytes/utf8.ts';
import { toBase64Data, type ObjectData } from './object-data.ts';

describe('toBase64Data', () => {
  it.each([
    { name: 'a text, in UTF-8', data: 'zażółć', text: 'zażółć' },
    { name: 'bytes as they are', data: new Uint8Array([104, 105]), text: 'hi' },
    { name: 'a document, as JSON', data: { a: [1] }, text: '{\n  "a": [\n    1\n  ]\n}' },
    { name: 'what a document says of itself', data: { toJSON: () => 'x' }, text: '"x"' },
  ])('writes $name', ({ data, text }) => {
    expect(decodeUtf8(decodeBase64(toBase64Data(data)))).toBe(text);
  });

  it.each([
    { name: 'a number', data: 5, text: 'data must be an object, not number' },
    { name: 'nothing', data: null, text: 'data must be an object, not null' },
    { name: 'a list', data: [1], text: 'data must be an object, not a list' },
    {
      name: 'a map, which JSON leaves empty',
      data: new Map(),
      text: 'data must be text, a Uint8Array or a plain document, not Map',
    },
    {
      name: 'numbers that are no bytes',
      data: new Uint16Array([300]),
      text: 'data must be text, a Uint8Array or a plain document, not Uint16Array',
    },
    {
      name: 'a document that JSON cannot write',
      data: { a: 1n },
      text: expect.stringMatching(/^data cannot be written as JSON: /) as string,
    },
    {
      name: 'a document that JSON leaves out',
      data: { toJSON: () => undefined },
      text: 'data cannot be written as JSON: it is undefined there',
    },
  ])('refuses $name', ({ data, text }) => {
    expect(() => toBase64Data(data as ObjectData)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message: text }),
    );
  });
});
