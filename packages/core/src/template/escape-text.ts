import { isPrintable } from './go-quote.ts';
import { decodeRune } from './utf8.ts';

const htmlEscapes: Readonly<Record<string, string>> = {
  '\0': '\xef\xbf\xbd',
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};

/** Bytes with what HTML gives a meaning to escaped. Go: text/template, HTMLEscapeString. */
export function escapeHtml(bytes: string): string {
  return bytes.replace(/[\0"'&<>]/g, (character) => htmlEscapes[character] ?? character);
}

/** Bytes as they can stand in a literal of JavaScript. Go: text/template, JSEscapeString. */
export function escapeJs(bytes: string): string {
  let escaped = '';
  for (let at = 0; at < bytes.length;) {
    const { rune, size } = decodeRune(bytes, at);
    const character = bytes.slice(at, at + size);
    if (/^[\\'"]$/.test(character)) escaped += `\\${character}`;
    else if (rune < 0x20 || /^[<>&=]$/.test(character)) escaped += unicodeEscape(rune);
    else if (rune >= 0x80 && !isPrintable(String.fromCodePoint(rune)))
      escaped += unicodeEscape(rune);
    else escaped += character;
    at += size;
  }
  return escaped;
}

/** Bytes as the value of a query parameter. Go: net/url, QueryEscape. */
export function escapeUrlQuery(bytes: string): string {
  return bytes.replace(/[^A-Za-z0-9\-_.~]/g, (byte) => {
    if (byte === ' ') return '+';
    return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
}

function unicodeEscape(rune: number): string {
  return `\\u${rune.toString(16).toUpperCase().padStart(4, '0')}`;
}
