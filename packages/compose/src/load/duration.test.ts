import { describe, expect, it } from 'vitest';
import { parseDuration } from './duration.ts';

// Go: time.ParseDuration.
describe('parseDuration', () => {
  it.each([
    { text: '0', ns: 0 },
    { text: '10s', ns: 10_000_000_000 },
    { text: '1m30s', ns: 90_000_000_000 },
    { text: '1.5h', ns: 5_400_000_000_000 },
    { text: '.5s', ns: 500_000_000 },
    { text: '-2ms', ns: -2_000_000 },
    { text: '3µs', ns: 3_000 },
    { text: '2562047h47m16.854775807s', ns: 2 ** 63 },
    { text: '-2562047h47m16.854775808s', ns: -(2 ** 63) },
  ])('reads $text', ({ text, ns }) => {
    expect(parseDuration(text)).toEqual({ kind: 'duration', ns });
  });

  it.each([
    { text: '', message: 'time: invalid duration ""' },
    { text: 's', message: 'time: invalid duration "s"' },
    { text: '10', message: 'time: missing unit in duration "10"' },
    { text: '1d', message: 'time: unknown unit "d" in duration "1d"' },
    { text: '10000000h', message: 'time: invalid duration "10000000h"' },
    {
      text: '2562047h47m16.854775808s',
      message: 'time: invalid duration "2562047h47m16.854775808s"',
    },
  ])('refuses "$text"', ({ text, message }) => {
    expect(parseDuration(text)).toEqual({ kind: 'malformed', message });
  });
});
