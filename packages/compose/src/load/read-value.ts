/**
 * Reads typed values from a tree that fits the schema. What only the loader can refuse, it words as
 * docker's decoder does, which names fields as the CLI's own structures do.
 */
import { cut, goText } from '../go/go-text.ts';
import type { IssueLog, Position } from '../issue/issue.ts';
import {
  entriesOf,
  isNothing,
  itemsOf,
  type ScalarNode,
  type SourceNode,
} from '../yaml/source-tree.ts';
import { parseDuration } from './duration.ts';
import { parseSize } from './size.ts';

/** A value that has to be decoded: where it stands, and what the decoder calls it. */
export interface Field {
  readonly node: SourceNode | undefined;
  readonly name: string;
  readonly log: IssueLog;
}

/** Text of a scalar; the empty text where there is none. */
export function readText(node: SourceNode | undefined): string {
  return node?.kind === 'scalar' && node.value !== null ? goText(node) : '';
}

/** True only for true. */
export function readFlag(node: SourceNode | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true;
}

/** A number that may have a fraction; 0 where there is none. */
export function readNumber(node: SourceNode | undefined): number {
  return node?.kind === 'scalar' ? Number(node.value ?? 0) : 0;
}

/** The texts of a list, or the one text that may stand for it. */
export function readTexts(node: SourceNode | undefined): readonly string[] {
  if (isNothing(node)) return [];
  return node?.kind === 'list' ? node.items.map(readText) : [readText(node)];
}

// docker/cli: cli/compose/loader/loader.go, transformMappingOrList.
/** `KEY: value` pairs or `KEY=value` texts; undefined is a key without a value. */
export function readPairs(node: SourceNode | undefined): ReadonlyMap<string, string | undefined> {
  const pairs = new Map<string, string | undefined>();
  for (const [key, { value }] of entriesOf(node)) {
    pairs.set(key, isNothing(value) ? undefined : readText(value));
  }
  for (const item of itemsOf(node)) {
    const [key, value] = cut(readText(item), '=');
    pairs.set(key, value);
  }
  return pairs;
}

/** {@link readPairs} where a key without a value has the empty text. */
export function readLabels(node: SourceNode | undefined): readonly (readonly [string, string])[] {
  return [...readPairs(node)].map(([key, value]) => [key, value ?? '']);
}

/** A whole number that is not negative; a fraction is cut off. */
export function readUnsigned({ node, name, log }: Field): number | undefined {
  if (node?.kind !== 'scalar' || node.value === null) return undefined;
  const value = Number(node.value);
  if (value >= 0) return Math.trunc(value);
  // Go prints floats with `%f` here.
  const shown = isFloat(node) ? value.toFixed(6) : goText(node);
  reportDecoding(log, node.at, `cannot parse '${name}', ${shown} overflows uint`);
  return undefined;
}

/** {@link readUnsigned} where Go keeps the low 32 bits only. */
export function readUnsigned32(field: Field): number | undefined {
  const value = readUnsigned(field);
  return value === undefined ? undefined : value % 2 ** 32;
}

/** True for a number that Go's decoder has as a float, be it whole or not. */
export function isFloat({ value, goType }: ScalarNode): boolean {
  return goType === 'float64' || (typeof value === 'number' && !Number.isInteger(value));
}

/** A duration in ns. */
export function readDuration({ node, name, log }: Field): number | undefined {
  if (node === undefined || isNothing(node)) return undefined;
  const parsed = parseDuration(readText(node));
  if (parsed.kind === 'duration') return parsed.ns;
  reportDecoding(log, node.at, `error decoding '${name}': ${parsed.message}`);
  return undefined;
}

/** An amount of memory in bytes; 0 where there is none. */
export function readSize({ node, name, log }: Field): number {
  if (node === undefined || isNothing(node)) return 0;
  const parsed = parseSize(readText(node));
  if (parsed.kind === 'size') return parsed.bytes;
  reportDecoding(log, node.at, `error decoding '${name}': ${parsed.message}`);
  return 0;
}

// docker/cli: go-viper/mapstructure/v2/mapstructure.go, Decoder.Decode.
// Deviation: docker lists what it cannot decode in one text; here each is an issue of its own.
/** Reports a value that fits the schema and cannot be decoded all the same. */
export function reportDecoding(log: IssueLog, at: Position, problem: string): void {
  const message = `decoding failed due to the following error(s):\n\n${problem}`;
  log.error(at, 'malformed-value', message);
}
