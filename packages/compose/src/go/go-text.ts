import type { GoScalar } from '../yaml/source-tree.ts';

/** How Go prints and reads values where its texts reach the user. */

/** Go: strconv.Quote, as `%q` and `%#v` print a text. */
export function goQuote(text: string): string {
  let quoted = '"';
  for (const character of text) quoted += quoteCharacter(character);
  return `${quoted}"`;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

function quoteCharacter(character: string): string {
  const escape = Object.hasOwn(escapes, character) ? escapes[character] : undefined;
  if (escape !== undefined) return escape;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`;
  return character;
}

/** Go: fmt.Sprint of a value from a YAML file. */
export function goText({ value, goType, printed }: GoScalar): string {
  if (printed !== undefined) return printed;
  if (value === null) return '<nil>';
  const isFloat = goType === 'float64' || (typeof value === 'number' && !Number.isInteger(value));
  return isFloat ? goFloatText(Number(value)) : String(value);
}

/** Go: strconv.FormatFloat(value, 'g', -1, 64), which turns to exponents from a million on. */
function goFloatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  if (Number(exponent) >= -4 && Number(exponent) < 6) return String(value);
  const sign = exponent.startsWith('-') ? '-' : '+';
  return `${digits}e${sign}${exponent.replace(/^[-+]/, '').padStart(2, '0')}`;
}

/** Go: strings.Cut. The second part is undefined where the separator is missing. */
export function cut(text: string, separator: string): readonly [string, string | undefined] {
  const index = text.indexOf(separator);
  if (index < 0) return [text, undefined];
  return [text.slice(0, index), text.slice(index + separator.length)];
}

/** Go orders texts by their bytes; comparing code points gives the same order. */
export function compareText(left: string, right: string): number {
  const [a, b] = [[...left], [...right]];
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const difference = (a[index]?.codePointAt(0) ?? 0) - (b[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
