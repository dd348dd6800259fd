import { cut } from '../go/go-text.ts';
import type { LookUp } from '../interpolation/substitute.ts';
import { toBytes, toText } from './file-data.ts';

/** The variables of an env file, or what is wrong with it. */
export type ParsedEnvFile =
  | { readonly kind: 'variables'; readonly variables: readonly (readonly [string, string])[] }
  | { readonly kind: 'malformed'; readonly message: string };

// docker/cli: pkg/kvfile/kvfile.go, parseKeyValueFile.
/**
 * Reads `KEY=value` lines as they are, quotes and all; a `KEY` alone takes its value from the
 * environment, and is left out where the environment has none.
 */
export function parseEnvFile(content: Uint8Array | string, lookUp: LookUp): ParsedEnvFile {
  const text = toText(content);
  if (text === undefined) return malformed(describeInvalidBytes(content));
  const variables: (readonly [string, string])[] = [];
  for (const rawLine of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    if (toBytes(rawLine).length >= lineBytesMax) return malformed('bufio.Scanner: token too long');
    const line = rawLine.replace(leadingSpace, '');
    if (line === '' || line.startsWith('#')) continue;
    const [key, given] = cut(line, '=');
    if (key === '') return malformed(`no variable name on line '${line}'`);
    if (/[ \t]/.test(key)) return malformed(`variable '${key}' contains whitespaces`);
    const value = given ?? lookUp(line);
    if (value !== undefined) variables.push([key, value]);
  }
  return { kind: 'variables', variables };
}

/** Go: bufio.MaxScanTokenSize. */
const lineBytesMax = 65_536;

/** Go: unicode.IsSpace, which knows the line end of EBCDIC and not the mark of byte order. */
const leadingSpace = /^(?:(?!\uFEFF)[\s\u0085])+/;

function describeInvalidBytes(content: Uint8Array | string): string {
  let number = 1;
  let line: number[] = [];
  for (const byte of toBytes(content)) {
    if (byte !== lineFeed) {
      line.push(byte);
      continue;
    }
    if (!isText(line)) break;
    number += 1;
    line = [];
  }
  const shown = line.at(-1) === carriageReturn ? line.slice(0, -1) : line;
  return `invalid utf8 bytes at line ${number}: [${shown.join(' ')}]`;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

function isText(bytes: readonly number[]): boolean {
  return toText(Uint8Array.from(bytes)) !== undefined;
}

function malformed(message: string): ParsedEnvFile {
  return { kind: 'malformed', message };
}
