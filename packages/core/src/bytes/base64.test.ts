import { describe, expect, it } from 'vitest';
import { base64ByteLength, decodeBase64, encodeBase64 } from './base64.ts';

describe('encodeBase64', () => {
  it.each([
    { bytes: [], text: '' },
    { bytes: [1], text: 'AQ==' },
    { bytes: [1, 2], text: 'AQI=' },
    { bytes: [251, 255, 0], text: '+/8A' },
  ])('writes $bytes as $text and reads it back', ({ bytes, text }) => {
    expect(encodeBase64(Uint8Array.from(bytes))).toBe(text);
    expect([...decodeBase64(text)]).toEqual(bytes);
    expect(base64ByteLength(text)).toBe(bytes.length);
  });
});

describe('decodeBase64', () => {
  it.each(['A', 'AQ', 'A Q=', '*'])('refuses %j', (text) => {
    expect(() => decodeBase64(text)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message: 'illegal base64 data' }),
    );
  });
});
