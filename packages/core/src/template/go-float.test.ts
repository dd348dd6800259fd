import { describe, expect, it } from 'vitest';
import { formatFloat } from './go-float.ts';

describe('formatFloat', () => {
  // Go: strconv.FormatFloat(value, 'g', -1, 64).
  it.each([
    { value: 0, text: '0' },
    { value: -0, text: '-0' },
    { value: 0.0005, text: '0.0005' },
    { value: 0.0001, text: '0.0001' },
    { value: 0.00001, text: '1e-05' },
    { value: 1e-9, text: '1e-09' },
    { value: 100_000, text: '100000' },
    { value: 1e6, text: '1e+06' },
    { value: -1_234_567, text: '-1.234567e+06' },
    { value: 123_456.75, text: '123456.75' },
    { value: 1e100, text: '1e+100' },
    { value: Infinity, text: '+Inf' },
    { value: -Infinity, text: '-Inf' },
    { value: NaN, text: 'NaN' },
  ])('writes $text', ({ value, text }) => {
    expect(formatFloat(value)).toBe(text);
  });
});
