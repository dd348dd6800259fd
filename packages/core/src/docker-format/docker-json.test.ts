import { describe, expect, it } from 'vitest';
import { parseDockerJson } from './docker-json.ts';

describe('parseDockerJson', () => {
  it.each([
    { text: '9223372036854775807', value: 9_223_372_036_854_774_784 },
    { text: '9223372036854775808', value: 2 ** 63 },
    { text: '18446744073709551615', value: 18_446_744_073_709_549_568 },
    { text: '-9223372036854775807', value: -9_223_372_036_854_774_784 },
    { text: '9007199254740993', value: 9_007_199_254_740_992 },
    { text: '1234567890123456', value: 1_234_567_890_123_456 },
    { text: '0.12345678901234567890', value: 0.12345678901234568 },
    { text: '-1', value: -1 },
  ])('reads $text towards zero', ({ text, value }) => {
    expect(parseDockerJson(`{"n":${text}}`)).toEqual({ n: value });
  });

  it('leaves digits inside texts and keys alone', () => {
    const text = '{"9223372036854775807":"\\"9223372036854775807","a":[null,true,1.5e3]}';

    expect(parseDockerJson(text)).toEqual({
      '9223372036854775807': '"9223372036854775807',
      a: [null, true, 1500],
    });
  });

  it('keeps keys that objects have by nature', () => {
    expect(Object.keys(parseDockerJson('{"__proto__":"x"}') as object)).toEqual(['__proto__']);
  });

  it('reads a text of a megabyte', () => {
    const data = 'A'.repeat(1_400_000);

    expect(parseDockerJson(`{"Data":"${data}"}`)).toEqual({ Data: data });
  });

  it('refuses what is not JSON', () => {
    expect(() => parseDockerJson('{')).toThrow(SyntaxError);
  });
});
