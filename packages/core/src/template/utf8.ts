/**
 * UTF-8 as Go sees it: a text is a string of bytes. Such a string holds one byte in each of its
 * units, so that lengths and positions come out in bytes.
 */

/** The bytes of a text; half of a surrogate pair becomes the replacement character. */
export function toUtf8(text: string): string {
  let bytes = '';
  for (const character of text) bytes += encodeRune(character.codePointAt(0) ?? 0);
  return bytes;
}

/** The text that bytes stand for; each byte that fits nowhere becomes the replacement character. */
export function fromUtf8(bytes: string): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const { rune, size } = decodeRune(bytes, at);
    text += String.fromCodePoint(rune);
    at += size;
  }
  return text;
}

/** A character and the number of bytes it takes. */
export interface DecodedRune {
  readonly rune: number;
  readonly size: number;
}

/** The character at a position. Go: unicode/utf8, DecodeRuneInString. */
export function decodeRune(bytes: string, at: number): DecodedRune {
  const first = bytes.charCodeAt(at);
  if (first < 0x80) return { rune: first, size: 1 };
  const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + size > bytes.length) return malformed;
  let rune = first & (0xff >> (size + 1));
  for (let index = 1; index < size; index += 1) {
    const byte = bytes.charCodeAt(at + index);
    if ((byte & 0xc0) !== 0x80) return malformed;
    rune = (rune << 6) | (byte & 0x3f);
  }
  return isEncodable(rune) && rune >= smallestOfSize(size) ? { rune, size } : malformed;
}

/** The bytes of a character. */
export function encodeRune(rune: number): string {
  if (rune < 0x80) return String.fromCharCode(rune);
  if (!isEncodable(rune)) return encodeRune(replacement);
  if (rune < 0x800) return String.fromCharCode(0xc0 | (rune >> 6), tail(rune));
  if (rune < 0x10000) return String.fromCharCode(0xe0 | (rune >> 12), tail(rune >> 6), tail(rune));
  return String.fromCharCode(0xf0 | (rune >> 18), tail(rune >> 12), tail(rune >> 6), tail(rune));
}

const replacement = 0xfffd;
const malformed: DecodedRune = { rune: replacement, size: 1 };

function tail(bits: number): number {
  return 0x80 | (bits & 0x3f);
}

function isEncodable(rune: number): boolean {
  return rune <= 0x10ffff && (rune < 0xd800 || rune > 0xdfff);
}

function smallestOfSize(size: number): number {
  if (size === 2) return 0x80;
  return size === 3 ? 0x800 : 0x10000;
}
