import { compareText } from '../go/go-text.ts';
import type { SourceNode } from '../yaml/source-tree.ts';

/** A text that two nodes share exactly if their values are equal. */
export function canonicalText(node: SourceNode): string {
  if (node.kind === 'scalar') {
    const { value } = node;
    return typeof value === 'string' ? JSON.stringify(value) : String(value);
  }
  if (node.kind === 'list') return `[${node.items.map(canonicalText).join(',')}]`;
  const entries = [...node.entries].sort(([left], [right]) => compareText(left, right));
  const texts = entries.map(([key, { value }]) => `${JSON.stringify(key)}:${canonicalText(value)}`);
  return `{${texts.join(',')}}`;
}
