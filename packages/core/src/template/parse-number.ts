import { unquoteRune } from './go-unquote.ts';
import { quote } from './go-quote.ts';

/** A number of a template, read in every way that it can be. */
export interface ParsedNumber {
  /** Absent for one with a fraction, and for a whole one of 2^63 or more. */
  readonly int: bigint | undefined;
  readonly float: number;
}

/**
 * Reads a number or a character constant. Go: text/template/parse/node.go, newNumber.
 *
 * @returns what is wrong, where the text is no number.
 */
export function parseNumber(text: string, isCharacter: boolean): ParsedNumber | string {
  if (isCharacter) return parseCharacter(text);
  const int = parseInteger(text);
  if (int !== undefined && int < unsignedLimit) {
    return { int: int < signedLimit ? int : undefined, float: Number(int) };
  }
  // Looked at as a float it is a number, but it cannot be meant as one.
  if (/^[+-]?\d+$/.test(text)) return `integer overflow: ${quote(text)}`;
  const float = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : Infinity;
  if (!Number.isFinite(float)) return `illegal number syntax: ${quote(text)}`;
  const isWhole = Number.isInteger(float) && Math.abs(float) < Number(signedLimit);
  return { int: isWhole ? BigInt(float) : undefined, float };
}

const signedLimit = 1n << 63n;
const unsignedLimit = 1n << 64n;

function parseCharacter(text: string): ParsedNumber | string {
  const character = unquoteRune(text);
  if (character === undefined) return 'invalid syntax';
  if (character.rest !== "'") return `malformed character constant: ${text}`;
  return { int: BigInt(character.rune), float: character.rune };
}

/** A whole number in any base; a leading zero makes it octal. Go: strconv.ParseInt with base 0. */
function parseInteger(text: string): bigint | undefined {
  const digits = text.replace(/^[+-]/, '').toLowerCase();
  if (!/^(?:0[xob]_?)?[0-9a-f]+(?:_[0-9a-f]+)*$/.test(digits)) return undefined;
  const plain = digits.replaceAll('_', '').replace(/^0(?=[0-9])/, '0o');
  if (!/^(?:[0-9]+|0x[0-9a-f]+|0o[0-7]+|0b[01]+)$/.test(plain)) return undefined;
  return text.startsWith('-') ? -BigInt(plain) : BigInt(plain);
}
