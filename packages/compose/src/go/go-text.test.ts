import { describe, expect, it } from 'vitest';
import { compareText, cut, goQuote, goText } from './go-text.ts';

// Go: strconv/quote.go.
describe('goQuote', () => {
  it.each([
    { name: 'quotes and backslashes', text: 'a"b\\', quoted: '"a\\"b\\\\"' },
    { name: 'line ends', text: 'a\n\tb', quoted: '"a\\n\\tb"' },
    { name: 'other controls', text: '\u0001\u007f', quoted: '"\\x01\\x7f"' },
    { name: 'letters beyond ASCII as they are', text: 'ü✓', quoted: '"ü✓"' },
  ])('writes $name', ({ text, quoted }) => {
    expect(goQuote(text)).toBe(quoted);
  });
});

// Go: fmt/print.go, %v.
describe('goText', () => {
  it.each([
    { value: null, text: '<nil>' },
    { value: true, text: 'true' },
    { value: 1.1, text: '1.1' },
    { value: 3, text: '3' },
    { value: 18446744073709551615n, text: '18446744073709551615' },
    { value: 0.00001, text: '1e-05' },
    { value: 1_000_000, text: '1000000' },
    { value: 1_000_000, goType: 'float64' as const, text: '1e+06' },
    { value: 123_456, goType: 'float64' as const, text: '123456' },
    { value: 1_234_567.5, text: '1.2345675e+06' },
    { value: 0.0001, text: '0.0001' },
    { value: -0, goType: 'float64' as const, text: '-0' },
    { value: 2.5e30, goType: 'float64' as const, text: '2.5e+30' },
    { value: 'x', goType: 'time.Time' as const, printed: '2001-01-01', text: '2001-01-01' },
    { value: NaN, text: 'NaN' },
    { value: -Infinity, text: '-Inf' },
  ])('prints $text', ({ text, ...scalar }) => {
    expect(goText(scalar)).toBe(text);
  });
});

describe('cut', () => {
  it('splits at the first separator', () => {
    expect(cut('a=b=c', '=')).toEqual(['a', 'b=c']);
  });

  it('has no second part without a separator', () => {
    expect(cut('a', '=')).toEqual(['a', undefined]);
  });
});

describe('compareText', () => {
  it('orders by code points, so that an emoji comes after a private-use character', () => {
    const texts = ['😀', '\uE000', 'b', 'B', 'a1', 'a'];

    expect([...texts].sort(compareText)).toEqual(['B', 'a', 'a1', 'b', '\uE000', '😀']);
  });
});
