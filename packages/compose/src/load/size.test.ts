import { describe, expect, it } from 'vitest';
import { parseSize } from './size.ts';

// docker/go-units: size.go, RAMInBytes.
describe('parseSize', () => {
  it.each([
    { text: '512', bytes: 512 },
    { text: '64M', bytes: 67_108_864 },
    { text: '64mb', bytes: 67_108_864 },
    { text: '1.5 GiB', bytes: 1_610_612_736 },
    { text: '2k', bytes: 2_048 },
    { text: '7b', bytes: 7 },
    { text: '1_0k', bytes: 10_240 },
    { text: '0x1p4k', bytes: 16_384 },
    { text: '99999999999p', bytes: -(2 ** 63) },
  ])('reads $text', ({ text, bytes }) => {
    expect(parseSize(text)).toEqual({ kind: 'size', bytes });
  });

  it.each([
    { text: 'lots', message: "invalid size: 'lots'" },
    { text: '-1M', message: "invalid size: '-1M'" },
    { text: '1x', message: "invalid suffix: 'x'" },
    { text: '1Mega', message: "invalid suffix: 'Mega'" },
    { text: '1.2.3M', message: 'strconv.ParseFloat: parsing "1.2.3": invalid syntax' },
  ])('refuses $text', ({ text, message }) => {
    expect(parseSize(text)).toEqual({ kind: 'malformed', message });
  });
});
