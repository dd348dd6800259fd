import type { ScalarValue } from './source-tree.ts';

/**
 * What a plain YAML scalar means. This is neither YAML 1.1 nor 1.2 but what go-yaml makes of both:
 * `0440` is octal, `yes` is text, `1_000` is a number.
 */
// docker/cli: go.yaml.in/yaml/v3/resolve.go, resolve.
export function resolvePlainScalar(text: string): ScalarValue {
  if (Object.hasOwn(words, text)) return words[text] ?? null;
  if (text.startsWith('.')) return pointFloat.test(text) ? Number(text) : text;
  if (!/^[-+0-9]/.test(text)) return text;
  const plain = text.replaceAll('_', '');
  const integer = resolveInteger(plain);
  if (integer !== undefined) return integer;
  return styleFloat.test(plain) ? Number(plain) : text;
}

const words: Readonly<Record<string, ScalarValue>> = {
  '': null,
  '~': null,
  null: null,
  Null: null,
  NULL: null,
  true: true,
  True: true,
  TRUE: true,
  false: false,
  False: false,
  FALSE: false,
  '.nan': NaN,
  '.NaN': NaN,
  '.NAN': NaN,
  '.inf': Infinity,
  '.Inf': Infinity,
  '.INF': Infinity,
  '+.inf': Infinity,
  '+.Inf': Infinity,
  '+.INF': Infinity,
  '-.inf': -Infinity,
  '-.Inf': -Infinity,
  '-.INF': -Infinity,
};

const pointFloat = /^\.\d+(?:[eE][-+]?\d+)?$/;
const styleFloat = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

/** Go: strconv.ParseInt with base 0: `0x`, `0o`, `0b` and a bare leading `0` choose the base. */
const baseZero =
  /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[oO]([0-7]+)|0[bB]([01]+)|0([0-7]*)|([1-9][0-9]*))$/;

const int64Min = -(2n ** 63n);
const uint64Max = 2n ** 64n - 1n;

function resolveInteger(plain: string): number | bigint | undefined {
  const match = baseZero.exec(plain);
  if (match === null) return undefined;
  const [, sign = '', hex, octal, binary, oldOctal, decimal] = match;
  const magnitude = magnitudeOf({ hex, octal, binary, oldOctal, decimal });
  const value = sign === '-' ? -magnitude : magnitude;
  if (value < int64Min || value > uint64Max) return undefined;
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

interface Digits {
  readonly hex: string | undefined;
  readonly octal: string | undefined;
  readonly binary: string | undefined;
  readonly oldOctal: string | undefined;
  readonly decimal: string | undefined;
}

function magnitudeOf({ hex, octal, binary, oldOctal, decimal }: Digits): bigint {
  if (hex !== undefined) return BigInt(`0x${hex}`);
  if (binary !== undefined) return BigInt(`0b${binary}`);
  if (decimal !== undefined) return BigInt(decimal);
  return BigInt(`0o${octal ?? (oldOctal || '0')}`);
}
