import { formatFloat } from './go-float.ts';
import { quoteBytes, quoteRune } from './go-quote.ts';
import { printValue, typeOf, type Value } from './template-values.ts';
import { decodeRune, encodeRune, fromUtf8, toUtf8 } from './utf8.ts';

/** Values one after the other, apart where neither neighbour is a text. Go: fmt.Sprint. */
export function joinPrinted(values: readonly Value[]): string {
  let printed = '';
  for (const [index, value] of values.entries()) {
    const before = values[index - 1];
    const isApart = before !== undefined && before.kind !== 'string' && value.kind !== 'string';
    printed += (isApart ? ' ' : '') + printValue(value);
  }
  return printed;
}

/**
 * Values put into a format. Go: fmt.Sprintf, for the values that templates have; widths and
 * precisions are written as numbers only.
 */
export function formatValues(format: string, values: readonly Value[]): string {
  let used = 0;
  const body = format.replace(
    /%([-+# 0]*)(\d*)(?:\.(\d*))?([\s\S]?[\x80-\xbf]*)/g,
    (_, flags: string, width: string, precision: string | undefined, verb: string) => {
      if (verb === '') return '%!(NOVERB)';
      if (verb === '%') return '%';
      const value = values[used];
      used += 1;
      if (value === undefined) return `%!${verb}(MISSING)`;
      return pad(formatValue(value, { flags, verb, precision }), flags, Number(width));
    },
  );
  const surplus = values.slice(used);
  if (surplus.length === 0 || used > values.length) return body;
  return `${body}%!(EXTRA ${surplus.map(describeSurplus).join(', ')})`;
}

interface Directive {
  readonly flags: string;
  readonly verb: string;
  readonly precision: string | undefined;
}

function describeSurplus(value: Value): string {
  return value.kind === 'invalid' ? '<nil>' : `${typeOf(value)}=${printValue(value)}`;
}

function pad(text: string, flags: string, width: number): string {
  const missing = Math.max(0, width - countRunes(text));
  if (flags.includes('-')) return text + ' '.repeat(missing);
  if (!flags.includes('0')) return ' '.repeat(missing) + text;
  const sign = /^[+-]/.exec(text)?.[0] ?? '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
}

function formatValue(value: Value, directive: Directive): string {
  const { verb } = directive;
  if (verb === 'T') return typeOf(value);
  if (verb === 'v' && !directive.flags.includes('+')) return printValue(value);
  switch (value.kind) {
    case 'string':
      return formatText(value.text, directive) ?? bad(value, verb);
    case 'int':
    case 'uint8':
      return formatInteger(value.int, directive) ?? bad(value, verb);
    case 'float64':
      return formatNumber(value.float, directive) ?? bad(value, verb);
    case 'bool':
      return verb === 't' || verb === 'v' ? String(value.isTrue) : bad(value, verb);
    case 'invalid':
      return verb === 'v' ? '<nil>' : `%!${verb}(<nil>)`;
    case 'map':
    case 'struct':
    case 'pointer':
      return verb === 's' || verb === 'v' ? printValue(value) : bad(value, verb);
  }
}

/** Go: fmt, badVerb. */
function bad(value: Value, verb: string): string {
  return `%!${verb}(${typeOf(value)}=${printValue(value)})`;
}

function formatText(bytes: string, { verb, precision }: Directive): string | undefined {
  const shown = precision === undefined ? bytes : firstRunes(bytes, Number(precision));
  switch (verb) {
    case 's':
    case 'v':
      return shown;
    case 'q':
      return quoteBytes(shown);
    case 'x':
    case 'X': {
      const digits = Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0'));
      return verb === 'x' ? digits.join('') : digits.join('').toUpperCase();
    }
    default:
      return undefined;
  }
}

function formatInteger(int: bigint, { flags, verb }: Directive): string | undefined {
  const sign = int >= 0n && flags.includes('+') ? '+' : '';
  switch (verb) {
    case 'd':
    case 'v':
      return sign + int.toString();
    case 'x':
      return sign + int.toString(16);
    case 'X':
      return sign + int.toString(16).toUpperCase();
    case 'o':
      return sign + int.toString(8);
    case 'b':
      return sign + int.toString(2);
    case 'c':
      return encodeRune(Number(int));
    case 'q':
      return toUtf8(quoteRune(Number(int)));
    case 'U':
      return `U+${int.toString(16).toUpperCase().padStart(4, '0')}`;
    default:
      return undefined;
  }
}

function formatNumber(float: number, { verb, precision }: Directive): string | undefined {
  if (verb === 'f') return float.toFixed(precision === undefined ? 6 : Number(precision));
  return verb === 'g' || verb === 'v' ? formatFloat(float) : undefined;
}

function countRunes(bytes: string): number {
  return Array.from(fromUtf8(bytes)).length;
}

function firstRunes(bytes: string, count: number): string {
  let at = 0;
  for (let taken = 0; taken < count && at < bytes.length; taken += 1) {
    at += decodeRune(bytes, at).size;
  }
  return bytes.slice(0, at);
}
