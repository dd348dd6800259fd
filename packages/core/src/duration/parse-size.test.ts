import { describe, expect, it } from 'vitest';
import { parseSize } from './parse-size.ts';

describe('parseSize', () => {
  // docker/go-units: size_test.go, TestRAMInBytes.
  it.each([
    { text: '32', bytes: 32 },
    { text: '32b', bytes: 32 },
    { text: '32kb', bytes: 32 * 1024 },
    { text: '32KiB', bytes: 32 * 1024 },
    { text: '64m', bytes: 64 * 1024 ** 2 },
    { text: '1.5g', bytes: 1.5 * 1024 ** 3 },
    { text: '32 Mb', bytes: 32 * 1024 ** 2 },
    { text: '1T', bytes: 1024 ** 4 },
    { text: '.3kB', bytes: 307 },
    { text: '0', bytes: 0 },
  ])('reads $text', ({ text, bytes }) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it('takes a number as bytes', () => {
    expect(parseSize(1024.7)).toBe(1024);
  });

  it.each([
    { text: '', message: "invalid size: ''" },
    { text: 'hello', message: "invalid size: 'hello'" },
    { text: '-32', message: "invalid size: '-32'" },
    { text: -1, message: "invalid size: '-1'" },
    { text: NaN, message: "invalid size: 'NaN'" },
    { text: 2 ** 63, message: "invalid size: '9223372036854776000'" },
    { text: '9000000p', message: "invalid size: '9000000p'" },
    { text: '32x', message: "invalid suffix: 'x'" },
    { text: '32bb', message: "invalid suffix: 'bb'" },
    { text: '32 kbps', message: "invalid suffix: 'kbps'" },
    { text: '32km', message: "invalid suffix: 'km'" },
    { text: ' 32', message: 'strconv.ParseFloat: parsing "": invalid syntax' },
    { text: '1.2.3m', message: 'strconv.ParseFloat: parsing "1.2.3": invalid syntax' },
    { text: '1e999', message: 'strconv.ParseFloat: parsing "1e999": value out of range' },
  ])('refuses $text', ({ text, message }) => {
    expect(() => parseSize(text)).toThrow(
      expect.objectContaining({ code: 'malformed-size', message }),
    );
  });
});
