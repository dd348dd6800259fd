import { isPrintable } from './go-quote.ts';
import { decodeRune, toUtf8 } from './utf8.ts';

/** Whether it is white space between the words of an action. */
export function isSpace(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\r' || character === '\n';
}

/** Whether it is a digit. */
export function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

/** Whether a dot in front of it starts a field; at the very end Go takes a dot for a number. */
export function isFieldStart(character: string | undefined): boolean {
  return character !== undefined && !isDigit(character);
}

/** Whether a letter, a digit or an underscore is at a position. */
export function isWordRune(source: string, at: number): boolean {
  if (at >= source.length) return false;
  return /^[_\p{L}\p{Nd}]$/u.test(String.fromCodePoint(decodeRune(source, at).rune));
}

/** The character at a position as Go's `%#U` prints it. */
export function describeRune(source: string, at: number): string {
  const { rune } = decodeRune(source, at);
  const character = String.fromCodePoint(rune);
  const name = `U+${rune.toString(16).toUpperCase().padStart(4, '0')}`;
  return isPrintable(character) ? `${name} '${toUtf8(character)}'` : name;
}
