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
import { resolvePlainScalar } from './resolve-scalar.ts';
import { joinPath, type MapEntry, type ScalarValue, type SourceNode } from './source-tree.ts';

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
    if (isMap(node)) return { kind: 'map', at, entries: buildEntries(node.items, at) };
    return { kind: 'scalar', at, value: isScalar(node) ? valueOf(node) : null };
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

  const buildEntries = (pairs: readonly Pair[], at: Position): Map<string, MapEntry> => {
    const entries = new Map<string, MapEntry>();
    const merged: MapEntry[] = [];
    for (const { key, value } of pairs) {
      const name = keyText(key);
      const position = place(key, joinPath(at.path, name));
      const node = isMergeKey(key) ? buildMerged(value, at.path) : build(value, position.path);
      const earlier = entries.get(name);
      if (earlier !== undefined) reportDuplicate(name, position, earlier.key);
      if (node === undefined) continue;
      if (isMergeKey(key)) merged.push({ key: position, value: node });
      else entries.set(name, { key: position, value: node });
    }
    for (const { value } of merged) mergeInto(entries, value);
    return entries;
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
    if (source.kind === 'scalar') {
      return fail(source.at, 'map merge requires map or sequence of maps as the value');
    }
    const maps = source.kind === 'list' ? source.items : [source];
    for (const map of maps) {
      if (map.kind !== 'map') continue;
      for (const [name, entry] of map.entries) {
        if (!entries.has(name)) entries.set(name, entry);
      }
    }
  };

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

function valueOf(node: Scalar): ScalarValue {
  const text = typeof node.value === 'string' ? node.value : '';
  if (node.type === 'PLAIN' && (node.tag === undefined || !node.tag.endsWith(':str'))) {
    return resolvePlainScalar(text);
  }
  return /:(?:int|float|bool|null)$/.test(node.tag ?? '') ? resolvePlainScalar(text) : text;
}

/** Go's maps with text keys get `1` for a key that YAML reads as the number 1. */
function keyText(key: unknown): string {
  return isScalar(key) && typeof key.value === 'string' ? key.value : String(key);
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.value === '<<';
}
