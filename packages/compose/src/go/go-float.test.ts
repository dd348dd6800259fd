import { describe, expect, it } from 'vitest';
import { parseGoFloat, toFloat32 } from './go-float.ts';

// Go: strconv/atof.go, ParseFloat, and strconv/atoi.go, underscoreOK.
describe('parseGoFloat', () => {
  it.each([
    { text: '1.5', value: 1.5 },
    { text: '-.5', value: -0.5 },
    { text: '5.', value: 5 },
    { text: '+1e-3', value: 0.001 },
    { text: '1_000.5', value: 1000.5 },
    { text: '0x1p-2', value: 0.25 },
    { text: '-0X_1.8P1', value: -3 },
    { text: 'Infinity', value: Infinity },
    { text: '-inf', value: -Infinity },
    { text: 'NaN', value: NaN },
  ])('reads $text', ({ text, value }) => {
    expect(parseGoFloat(text)).toEqual({ kind: 'float', value });
  });

  it.each(['', '.', 'x', '1.2.3', ' 1', '1e', '1__0', '_1', '1_', '1_.5', '0x1', '0xp1', '0x1_p1'])(
    'refuses "%s"',
    (text) => {
      const message = `strconv.ParseFloat: parsing "${text}": invalid syntax`;

      expect(parseGoFloat(text)).toEqual({ kind: 'malformed', message });
    },
  );

  it('refuses what a double cannot hold', () => {
    const message = 'strconv.ParseFloat: parsing "1e400": value out of range';

    expect(parseGoFloat('1e400')).toEqual({ kind: 'malformed', message });
  });
});

describe('toFloat32', () => {
  it.each([
    { value: 0.1, float32: 0.1 },
    { value: 0.123456789, float32: 0.12345679 },
    { value: 1e-50, float32: 0 },
    { value: 1, float32: 1 },
  ])('makes $float32 of $value', ({ value, float32 }) => {
    expect(toFloat32(value)).toBe(float32);
  });
});
