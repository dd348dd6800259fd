import { decodeRune, encodeRune } from './utf8.ts';

/**
 * The bytes that a literal of Go's source stands for: in double quotes or in backquotes.
 * Go: strconv.Unquote.
 *
 * @returns undefined where the literal is malformed.
 */
export function unquote(literal: string): string | undefined {
  if (literal.startsWith('`')) return literal.slice(1, -1).replaceAll('\r', '');
  let bytes = '';
  for (let at = 1; at < literal.length - 1;) {
    const piece = unquotePiece(literal, at, '"');
    if (piece === undefined) return undefined;
    bytes += piece.isByte ? String.fromCharCode(piece.code) : encodeRune(piece.code);
    at = piece.end;
  }
  return bytes;
}

/** The character that a literal in single quotes stands for. Go: strconv.UnquoteChar. */
export function unquoteRune(
  literal: string,
): { readonly rune: number; readonly rest: string } | undefined {
  const piece = unquotePiece(literal, 1, "'");
  return piece === undefined ? undefined : { rune: piece.code, rest: literal.slice(piece.end) };
}

interface Piece {
  readonly code: number;
  readonly isByte: boolean;
  readonly end: number;
}

const simpleEscapes: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['b', 8],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['v', 11],
  ['\\', 0x5c],
]);

const hexDigits: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

function unquotePiece(literal: string, at: number, mark: string): Piece | undefined {
  const { rune, size } = decodeRune(literal, at);
  if (literal[at] === mark) return undefined;
  if (literal[at] !== '\\') return { code: rune, isByte: false, end: at + size };

  const letter = literal[at + 1] ?? '';
  const simple = letter === mark ? mark.charCodeAt(0) : simpleEscapes.get(letter);
  if (simple !== undefined) return { code: simple, isByte: false, end: at + 2 };
  if (/[0-7]/.test(letter)) return unquoteNumber(literal, at + 1, 3, 8);
  const digits = hexDigits.get(letter);
  return digits === undefined ? undefined : unquoteNumber(literal, at + 2, digits, 16);
}

function unquoteNumber(
  literal: string,
  start: number,
  digits: number,
  base: 8 | 16,
): Piece | undefined {
  const end = start + digits;
  const text = literal.slice(start, end);
  const isWellFormed = base === 8 ? /^[0-7]{3}$/ : /^[0-9a-fA-F]+$/;
  if (text.length < digits || !isWellFormed.test(text)) return undefined;
  const code = Number.parseInt(text, base);
  const isByte = digits <= 3;
  const isRune = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return (isByte ? code <= 0xff : isRune) ? { code, isByte, end } : undefined;
}
