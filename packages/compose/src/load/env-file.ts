import { cut } from '../go/go-text.ts';
import type { LookUp } from '../interpolation/substitute.ts';
import { toText } from './file-data.ts';

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
  if (text === undefined) return { kind: 'malformed', message: 'invalid utf8 bytes' };
  const variables: (readonly [string, string])[] = [];
  for (const rawLine of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const line = rawLine.trimStart();
    if (line === '' || line.startsWith('#')) continue;
    const [key, given] = cut(line, '=');
    if (key === '') return { kind: 'malformed', message: `no variable name on line '${line}'` };
    if (/[ \t]/.test(key)) {
      return { kind: 'malformed', message: `variable '${key}' contains whitespaces` };
    }
    const value = given ?? lookUp(line);
    if (value !== undefined) variables.push([key, value]);
  }
  return { kind: 'variables', variables };
}
