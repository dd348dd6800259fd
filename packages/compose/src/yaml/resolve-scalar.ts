import { parseGoFloat } from '../go/go-float.ts';
import { resolveTimestamp } from './resolve-timestamp.ts';
import type { GoScalar, ScalarValue } from './source-tree.ts';

/** What a scalar means, or why its tag does not fit. */
export type ResolvedScalar =
  | { readonly kind: 'scalar'; readonly scalar: GoScalar }
  | { readonly kind: 'failure'; readonly message: string };

/**
 * Reads a scalar that is not quoted, or that has a tag such as `!!int`. What it means is neither
 * YAML 1.1 nor 1.2 but what go-yaml makes of both: `0440` is octal, `yes` is text, `1_000` a number.
 */
// docker/cli: gopkg.in/yaml.v3/resolve.go, resolve.
export function resolveScalar(text: string, tag = ''): ResolvedScalar {
  if (tag !== '' && !typed.has(tag)) return scalar({ value: text });
  const time = tag === '' || tag === tagsOf.time ? resolveTimestamp(text) : undefined;
  if (time !== undefined) return scalar(time);
  const resolved = resolvePlain(text);
  const found = tagOf(resolved);
  if (tag === '' || tag === found) return scalar(resolved);
  if (tag === tagsOf.float && found === tagsOf.int)
    return scalar({ ...resolved, goType: 'float64' });
  return { kind: 'failure', message: `cannot decode ${found} \`${text}\` as a ${tag}` };
}

function scalar(resolved: GoScalar): ResolvedScalar {
  return { kind: 'scalar', scalar: resolved };
}

const tagsOf = {
  null: '!!null',
  boolean: '!!bool',
  int: '!!int',
  float: '!!float',
  time: '!!timestamp',
  text: '!!str',
} as const;

/** Other tags, `!!str` among them, leave the text as it is. */
const typed: ReadonlySet<string> = new Set(
  Object.values(tagsOf).filter((tag) => tag !== tagsOf.text),
);

function tagOf({ value, goType }: GoScalar): string {
  if (value === null) return tagsOf.null;
  if (typeof value === 'boolean') return tagsOf.boolean;
  if (typeof value === 'string') return tagsOf.text;
  return goType === 'float64' ? tagsOf.float : tagsOf.int;
}

function resolvePlain(text: string): GoScalar {
  if (Object.hasOwn(words, text)) return toScalar(words[text] ?? null);
  if (text.startsWith('.')) return resolveFloat(text, text);
  if (!/^[-+0-9]/.test(text)) return { value: text };
  const plain = text.replaceAll('_', '');
  const integer = resolveInteger(plain);
  if (integer !== undefined) return { value: integer };
  return styleFloat.test(plain) ? resolveFloat(text, plain) : { value: text };
}

function resolveFloat(text: string, plain: string): GoScalar {
  const parsed = parseGoFloat(plain);
  return parsed.kind === 'float' ? toScalar(parsed.value) : { value: text };
}

function toScalar(value: ScalarValue): GoScalar {
  return typeof value === 'number' ? { value, goType: 'float64' } : { value };
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
