import { goQuote } from './go-text.ts';

/** A number, or why Go cannot read one. */
export type ParsedFloat =
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'malformed'; readonly message: string };

// Go: strconv.ParseFloat with 64 bits.
/** Reads `1.5`, `1_000`, `5e-1`, `0x1p-2`, `inf` or `nan`. */
export function parseGoFloat(text: string): ParsedFloat {
  const special = specials.find(([pattern]) => pattern.test(text));
  if (special !== undefined) return { kind: 'float', value: special[1] };
  const value = valueOf(text);
  if (value === undefined) return malformed(text, 'invalid syntax');
  return Number.isFinite(value) ? { kind: 'float', value } : malformed(text, 'value out of range');
}

const specials: readonly (readonly [RegExp, number])[] = [
  [/^\+?inf(?:inity)?$/i, Infinity],
  [/^-inf(?:inity)?$/i, -Infinity],
  [/^nan$/i, NaN],
];

const decimal = /^[-+]?(?:\d[\d_]*\.?[\d_]*|\.[\d_]+)(?:[eE][-+]?\d[\d_]*)?$/;
const hexadecimal = /^([-+]?)0x([\da-f_]*)\.?([\da-f_]*)p([-+]?\d[\d_]*)$/i;

function valueOf(text: string): number | undefined {
  const plain = text.replaceAll('_', '');
  const hex = hexadecimal.exec(text);
  if (hex !== null) return isSpaced(text.replace(/0x_?/i, '')) ? hexValueOf(plain) : undefined;
  return decimal.test(text) && isSpaced(text) ? Number(plain) : undefined;
}

/** Underscores stand between digits only. */
function isSpaced(digits: string): boolean {
  return !/(?:^|[^\da-f])_|_(?:[^\da-f]|$)/i.test(digits);
}

function hexValueOf(plain: string): number | undefined {
  const [, sign = '', whole = '', fraction = '', exponent = ''] = hexadecimal.exec(plain) ?? [];
  if (whole + fraction === '') return undefined;
  const value =
    Number(BigInt(`0x${whole}${fraction}`)) * 2 ** (Number(exponent) - 4 * fraction.length);
  return sign === '-' ? -value : value;
}

function malformed(text: string, reason: string): ParsedFloat {
  return { kind: 'malformed', message: `strconv.ParseFloat: parsing ${goQuote(text)}: ${reason}` };
}

/** Go: a float32 as JSON has it, with no more digits than it takes to tell it from its neighbours. */
export function toFloat32(value: number): number {
  const single = Math.fround(value);
  for (let digits = 1; digits < 9; digits += 1) {
    const shorter = Number(single.toPrecision(digits));
    if (Math.fround(shorter) === single) return shorter;
  }
  return single;
}
