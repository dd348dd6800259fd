import { isMap, isPair, isSeq, visit as visitNodes, type Document } from 'yaml';

/** A mapping or list of a text that could not be read to its end. */
export interface OpenCollection {
  readonly kind: 'map' | 'list';
  /** True where it is written in brackets. */
  readonly isFlow: boolean;
  readonly start: number;
  readonly end: number;
}

/** The innermost collection around an offset that meets the condition, if any does. */
export function findInnermost(
  document: Document,
  offset: number,
  condition: (collection: OpenCollection) => boolean,
): OpenCollection | undefined {
  let found: OpenCollection | undefined;
  const visit = (node: unknown): void => {
    if (isPair(node)) {
      visit(node.key);
      visit(node.value);
    }
    if (!isMap(node) && !isSeq(node)) return;
    const [start, , end] = node.range ?? [0, 0, 0];
    if (start > offset || end < offset) return;
    const kind = isMap(node) ? 'map' : 'list';
    const collection: OpenCollection = { kind, isFlow: node.flow === true, start, end };
    if (condition(collection)) found = collection;
    for (const item of node.items) visit(item);
  };
  visit(document.contents);
  return found;
}

/** Where the scalar begins that ends at an offset: one without quotes, or one with them. */
export function findScalarEnding(
  document: Document,
  { end, isQuoted }: { readonly end: number; readonly isQuoted: boolean },
): number | undefined {
  let start: number | undefined;
  visitNodes(document, {
    Scalar: (_key, node) => {
      const [first, last] = node.range ?? [0, 0];
      const fits = isQuoted ? node.type?.startsWith('QUOTE') === true : node.type === 'PLAIN';
      if (fits && first < last && last === end) start = first;
    },
  });
  return start;
}
