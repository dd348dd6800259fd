import { describe, expect, it } from 'vitest';
import { parseDuration } from './parse-duration.ts';

describe('parseDuration', () => {
  // Go: time/time_test.go, TestParseDuration.
  it.each([
    { text: '0', ms: 0 },
    { text: '-0', ms: 0 },
    { text: '5s', ms: 5_000 },
    { text: '1m30s', ms: 90_000 },
    { text: '500ms', ms: 500 },
    { text: '1h', ms: 3_600_000 },
    { text: '1.5s', ms: 1_500 },
    { text: '.5s', ms: 500 },
    { text: '5.s', ms: 5_000 },
    { text: '2us', ms: 0.002 },
    { text: '2µs', ms: 0.002 },
    { text: '2μs', ms: 0.002 },
    { text: '+1h15m30.918273645s', ms: 4_530_918.273645 },
    { text: '-1.5h', ms: -5_400_000 },
    { text: '0.3333333333333333333h', ms: 1_200_000 },
    { text: '9223372036854775807ns', ms: 9223372036854.775807 },
    { text: '-9223372036854775808ns', ms: -9223372036854.775808 },
  ])('reads $text', ({ text, ms }) => {
    expect(Math.abs(parseDuration(text) - ms)).toBeLessThan(1e-4);
  });

  it('takes a number as ms', () => {
    expect(parseDuration(250)).toBe(250);
  });

  // Go: time/time_test.go, parseDurationErrorTests.
  it.each([
    { text: '', message: 'time: invalid duration ""' },
    { text: '-', message: 'time: invalid duration "-"' },
    { text: 's', message: 'time: invalid duration "s"' },
    { text: '.', message: 'time: invalid duration "."' },
    { text: '.s', message: 'time: invalid duration ".s"' },
    { text: '5', message: 'time: missing unit in duration "5"' },
    { text: '1m5', message: 'time: missing unit in duration "1m5"' },
    { text: '1d', message: 'time: unknown unit "d" in duration "1d"' },
    { text: '1s ', message: 'time: unknown unit "s " in duration "1s "' },
    { text: '1\u00e9', message: 'time: unknown unit "\\xc3\\xa9" in duration "1\\xc3\\xa9"' },
    { text: '"1s', message: 'time: invalid duration "\\"1s"' },
    { text: '9223372036854775808ns', message: 'time: invalid duration "9223372036854775808ns"' },
    { text: '3000000h', message: 'time: invalid duration "3000000h"' },
    { text: NaN, message: 'duration must be a finite number of ms, not NaN' },
    { text: Infinity, message: 'duration must be a finite number of ms, not Infinity' },
    { text: 9.3e12, message: 'duration must be at most 9223372036854 ms, not 9300000000000' },
    { text: -1e300, message: 'duration must be at most 9223372036854 ms, not -1e+300' },
  ])('refuses $text', ({ text, message }) => {
    expect(() => parseDuration(text)).toThrow(
      expect.objectContaining({ code: 'malformed-duration', message }),
    );
  });
});
