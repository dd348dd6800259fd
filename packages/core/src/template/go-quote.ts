import { fromUtf8, toUtf8 } from './utf8.ts';

/** A text as Go's `%q` prints it: a literal of Go's source. Go: strconv.Quote. */
export function quote(text: string): string {
  let quoted = '"';
  for (const character of text) quoted += escapeCharacter(character, '"');
  return `${quoted}"`;
}

/** {@link quote} for the bytes of a text. */
export function quoteBytes(bytes: string): string {
  return toUtf8(quote(fromUtf8(bytes)));
}

/** A character as Go's `%q` prints it. Go: strconv.QuoteRune. */
export function quoteRune(rune: number): string {
  return `'${escapeCharacter(String.fromCodePoint(rune), "'")}'`;
}

/** Whether Go prints a character as it is. Go: unicode.IsPrint. */
export function isPrintable(character: string): boolean {
  return character === ' ' || /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character);
}

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
]);

function escapeCharacter(character: string, mark: string): string {
  if (character === mark || character === '\\') return `\\${character}`;
  if (isPrintable(character)) return character;
  const short = shortEscapes.get(character);
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
