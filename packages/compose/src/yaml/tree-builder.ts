import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Document,
  type Pair,
  type Scalar,
} from 'yaml';
import type { Position } from '../issue/issue.ts';
import { resolveScalar, type ResolvedScalar } from './resolve-scalar.ts';
import { joinPath, type MapEntry, type SourceNode } from './source-tree.ts';

/** Builds the tree of one document. */
export interface TreeBuilder {
  readonly build: () => SourceNode | undefined;
  /** What was wrong, as go-yaml words it; meaningful after the building. */
  readonly problems: () => readonly { readonly at: Position; readonly message: string }[];
}

/** Starts building; `positionAt` turns an offset in the text into a line and a column. */
export function createTreeBuilder(
  document: Document.Parsed,
  positionAt: (offset: number) => Position,
): TreeBuilder {
  const problems: { at: Position; message: string }[] = [];
  const anchors = new Map<string, unknown>();
  const expanding = new Set<unknown>();
  let nodeCount = 0;

  const fail = (at: Position, message: string): undefined => {
    problems.push({ at, message: `yaml: ${message}` });
    return undefined;
  };
  const place = (node: unknown, path: string): Position => ({
    ...positionAt(offsetOf(node)),
    path,
  });

  const build = (node: unknown, path: string): SourceNode | undefined => {
    const at = place(node, path);
    nodeCount += 1;
    if (nodeCount === nodeCountMax) fail(at, 'document contains excessive aliasing');
    if (nodeCount >= nodeCountMax) return undefined;
    if (isAlias(node)) return buildAlias(node.source, at);
    if (isNode(node) && node.anchor !== undefined) anchors.set(node.anchor, node);
    if (isSeq(node)) return buildList(node.items, at);
    if (isMap(node)) return buildMap(node.items, at);
    if (!isScalar(node)) return { kind: 'scalar', at, value: null };
    const resolved = resolve(node);
    return resolved.kind === 'scalar'
      ? { kind: 'scalar', at, ...resolved.scalar }
      : fail(at, resolved.message);
  };

  const buildAlias = (name: string, at: Position): SourceNode | undefined => {
    const target = anchors.get(name);
    if (target === undefined) return fail(at, `unknown anchor '${name}' referenced`);
    if (expanding.has(target)) return fail(at, `anchor '${name}' value contains itself`);
    expanding.add(target);
    const expanded = build(target, at.path);
    expanding.delete(target);
    return expanded === undefined ? undefined : { ...expanded, at };
  };

  const buildList = (nodes: readonly unknown[], at: Position): SourceNode => {
    const items = nodes.map((item, index) => build(item, joinPath(at.path, index)));
    return { kind: 'list', at, items: items.filter((item) => item !== undefined) };
  };

  const buildMap = (pairs: readonly Pair[], at: Position): SourceNode => {
    const entries = new Map<string, MapEntry>();
    const seen = new Map<string, Position>();
    let merged: SourceNode | undefined;
    let otherKey: Position | undefined;
    for (const { key: written, value } of pairs) {
      const key = isAlias(written) ? anchors.get(written.source) : written;
      const name = keyText(key);
      const position = place(written, joinPath(at.path, name));
      const earlier = seen.get(name);
      if (earlier !== undefined) reportDuplicate(name, position, earlier);
      seen.set(name, position);
      if (!isTextKey(key)) otherKey ??= position;
      if (isScalar(key) && key.anchor !== undefined) anchors.set(key.anchor, key);
      const node = isMergeKey(key) ? buildMerged(value, at.path) : build(value, position.path);
      if (isMergeKey(key)) merged = node;
      else if (node !== undefined) entries.set(name, { key: position, value: node });
    }
    if (merged !== undefined) mergeInto(entries, merged);
    return { kind: 'map', at, entries, ...(otherKey && { otherKey }) };
  };

  /** What is merged has the paths of the map that it ends up in. */
  const buildMerged = (node: unknown, path: string): SourceNode | undefined => {
    if (!isSeq(node)) return build(node, path);
    const items = node.items.map((item) => build(item, path));
    return {
      kind: 'list',
      at: place(node, path),
      items: items.filter((item) => item !== undefined),
    };
  };

  const mergeInto = (entries: Map<string, MapEntry>, source: SourceNode): void => {
    const maps = source.kind === 'list' ? source.items : [source];
    for (const map of maps) {
      if (map.kind !== 'map') {
        fail(map.at, 'map merge requires map or sequence of maps as the value');
        continue;
      }
      for (const [name, entry] of map.entries) {
        if (!entries.has(name)) entries.set(name, entry);
      }
    }
  };

  // Deviation: docker lists all repeated keys in one text; here each is an issue of its own.
  const reportDuplicate = (name: string, at: Position, first: Position): void => {
    const message = `mapping key ${JSON.stringify(name)} already defined at line ${first.line}`;
    fail(at, `unmarshal errors:\n  line ${at.line}: ${message}`);
  };

  return { build: () => build(document.contents, ''), problems: () => [...problems] };
}

/** More nodes than any real stack has; a few nested aliases reach it quickly. */
const nodeCountMax = 100_000;

function offsetOf(node: unknown): number {
  const range: unknown =
    isScalar(node) || isSeq(node) || isMap(node) || isAlias(node) ? node.range : undefined;
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : 0;
}

function resolve(node: Scalar): ResolvedScalar {
  const text = typeof node.value === 'string' ? node.value : '';
  const tag = (node.tag ?? '').replace('tag:yaml.org,2002:', '!!');
  if (node.type === 'PLAIN') return resolveScalar(text, tag);
  const isTagged = /^!!(?:int|float|bool|null|timestamp)$/.test(tag);
  return isTagged ? resolveScalar(text, tag) : { kind: 'scalar', scalar: { value: text } };
}

/** Go's maps with text keys get `1` for a key that YAML reads as the number 1. */
function keyText(key: unknown): string {
  return isScalar(key) && typeof key.value === 'string' ? key.value : String(key);
}

// docker/cli: gopkg.in/yaml.v3/decode.go, isStringMap.
function isTextKey(key: unknown): boolean {
  if (!isScalar(key)) return false;
  const resolved = resolve(key);
  const { value, goType } = resolved.kind === 'scalar' ? resolved.scalar : { value: null };
  return typeof value === 'string' && goType === undefined;
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.value === '<<';
}
