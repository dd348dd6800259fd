/** UTF-8 without TextEncoder, which is no part of the language. */

/** The bytes of a text; half of a surrogate pair becomes the replacement character. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    appendPoint(bytes, isSurrogate(point) ? replacement : point);
  }
  return Uint8Array.from(bytes);
}

/**
 * The text of bytes. A byte that belongs to no character becomes the replacement character, as Go's
 * conversion to runes has it. A byte order mark is kept.
 */
export function decodeUtf8(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const { point, length } = decodePoint(bytes, at);
    parts.push(String.fromCodePoint(point));
    at += length;
  }
  return parts.join('');
}

const replacement = 0xfffd;
const malformed = { point: replacement, length: 1 };
/** The smallest code point that needs so many bytes; a longer form than needed is malformed. */
const smallestPoints = [0, 0, 0x80, 0x800, 0x1_0000];

function appendPoint(bytes: number[], point: number): void {
  if (point < 0x80) {
    bytes.push(point);
  } else if (point < 0x800) {
    bytes.push(0xc0 | (point >> 6), continuation(point));
  } else if (point < 0x1_0000) {
    bytes.push(0xe0 | (point >> 12), continuation(point >> 6), continuation(point));
  } else {
    const first = 0xf0 | (point >> 18);
    bytes.push(first, continuation(point >> 12), continuation(point >> 6), continuation(point));
  }
}

function continuation(bits: number): number {
  return 0x80 | (bits & 0x3f);
}

function decodePoint(bytes: Uint8Array, at: number): { point: number; length: number } {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { point: first, length: 1 };
  if (first < 0xc2 || first > 0xf4) return malformed;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  let point = first & (0x7f >> length);
  for (let index = 1; index < length; index += 1) {
    const byte = bytes[at + index] ?? 0;
    if ((byte & 0xc0) !== 0x80) return malformed;
    point = (point << 6) | (byte & 0x3f);
  }
  const isTooLong = point < (smallestPoints[length] ?? 0);
  return isTooLong || point > 0x10_ffff || isSurrogate(point) ? malformed : { point, length };
}

function isSurrogate(point: number): boolean {
  return point >= 0xd800 && point <= 0xdfff;
}
