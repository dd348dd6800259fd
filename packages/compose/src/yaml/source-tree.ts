import type { Position } from '../issue/issue.ts';

/** A YAML value as Go's decoder sees it. Integers beyond 2^53 are bigints. */
export type ScalarValue = string | number | bigint | boolean | null;

/** A scalar as Go's decoder sees it. */
export interface GoScalar {
  /** The value; of a time, its text in JSON. */
  readonly value: ScalarValue;
  /** Go's type where the value does not tell: a whole number may be a float, a text a time. */
  readonly goType?: 'float64' | 'time.Time';
  /** What Go prints of a time. */
  readonly printed?: string;
}

/** Text, number, boolean or nothing. */
export interface ScalarNode extends GoScalar {
  readonly kind: 'scalar';
  readonly at: Position;
}

/** A list. */
export interface ListNode {
  readonly kind: 'list';
  readonly at: Position;
  readonly items: readonly SourceNode[];
}

/** A mapping, in the order of the file. */
export interface MapNode {
  readonly kind: 'map';
  readonly at: Position;
  readonly entries: ReadonlyMap<string, MapEntry>;
  /** Where the first key is that YAML does not read as text, such as `1` or `true`. */
  readonly otherKey?: Position;
}

/** One entry of a mapping. */
export interface MapEntry {
  /** Where the key stands. */
  readonly key: Position;
  readonly value: SourceNode;
}

/** A part of a stack file that knows where it was written. Aliases are expanded. */
export type SourceNode = ScalarNode | ListNode | MapNode;

/** The value under a key, or undefined where the node is no mapping or lacks the key. */
export function child(node: SourceNode | undefined, key: string): SourceNode | undefined {
  return node?.kind === 'map' ? node.entries.get(key)?.value : undefined;
}

/** The entries of a mapping; none for any other node. */
export function entriesOf(node: SourceNode | undefined): readonly (readonly [string, MapEntry])[] {
  return node?.kind === 'map' ? [...node.entries] : [];
}

/** The items of a list; none for any other node. */
export function itemsOf(node: SourceNode | undefined): readonly SourceNode[] {
  return node?.kind === 'list' ? node.items : [];
}

/** True for a node that holds nothing, and for no node at all. */
export function isNothing(node: SourceNode | undefined): boolean {
  return node === undefined || (node.kind === 'scalar' && node.value === null);
}

/** The deepest node that exists along the keys: where to point when something is missing. */
export function closest(node: SourceNode, ...keys: readonly string[]): Position {
  let reached = node;
  for (const key of keys) {
    const next = child(reached, key);
    if (next === undefined) break;
    reached = next;
  }
  return reached.at;
}

/** The path of an entry or item below a path. */
export function joinPath(path: string, key: string | number): string {
  return path === '' ? String(key) : `${path}.${key}`;
}
