/** The bytes of files: UTF-8 and base64 without the host's help. */

/** The bytes of a file that the caller may have given as text. */
export function toBytes(content: Uint8Array | string): Uint8Array {
  return typeof content === 'string' ? encodeUtf8(content) : content;
}

/** The text of a file's bytes, or undefined where they are no UTF-8. */
export function toText(content: Uint8Array | string): string | undefined {
  if (typeof content === 'string') return content;
  let encoded = '';
  for (const byte of content) encoded += `%${byte.toString(16).padStart(2, '0')}`;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

/** Base64 with padding, as the Engine API carries the data of configs and secrets. */
export function toBase64(bytes: Uint8Array): string {
  let encoded = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const [first = 0, second, third] = bytes.subarray(index, index + 3);
    const group = (first << 16) | ((second ?? 0) << 8) | (third ?? 0);
    encoded += digit(group >> 18) + digit(group >> 12);
    encoded += second === undefined ? '=' : digit(group >> 6);
    encoded += third === undefined ? '=' : digit(group);
  }
  return encoded;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function digit(bits: number): string {
  return alphabet[bits & 63] ?? '';
}

function encodeUtf8(text: string): Uint8Array {
  const bytes: number[] = [];
  // Escapes are `%` and two digits; every other character is one byte of its own.
  const escaped = encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, '\ufffd'));
  for (let index = 0; index < escaped.length; index += 1) {
    if (escaped[index] === '%') {
      bytes.push(Number.parseInt(escaped.slice(index + 1, index + 3), 16));
      index += 2;
    } else {
      bytes.push(escaped.charCodeAt(index));
    }
  }
  return Uint8Array.from(bytes);
}
