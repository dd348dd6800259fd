import { describe, expect, it } from 'vitest';
import { toBase64, toBytes, toText } from './file-data.ts';

describe('the data of a file', () => {
  it.each([
    { text: '', encoded: '' },
    { text: 'a', encoded: 'YQ==' },
    { text: 'ab', encoded: 'YWI=' },
    { text: 'abc', encoded: 'YWJj' },
    { text: '50 % ä€😀', encoded: 'NTAgJSDDpOKCrPCfmIA=' },
    { text: '\ud800', encoded: '77+9' },
  ])('is $encoded for "$text"', ({ text, encoded }) => {
    expect(toBase64(toBytes(text))).toBe(encoded);
  });

  it('keeps bytes as they are', () => {
    expect(toBase64(toBytes(Uint8Array.of(0, 255, 62)))).toBe('AP8+');
  });

  it('is text only where it is UTF-8', () => {
    expect(toText(toBytes('ä€😀'))).toBe('ä€😀');
    expect(toText(Uint8Array.of(0xc3))).toBeUndefined();
  });
});
