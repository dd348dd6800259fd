import type { Position } from '../issue/issue.ts';
import { goText } from '../go/go-text.ts';
import type { SourceNode } from '../yaml/source-tree.ts';

/** A part of a file that JSON has no way to write. */
export interface UnwritablePart {
  readonly node: SourceNode;
  readonly at: Position;
  /** Go's words for it. */
  readonly message: string;
}

// docker/cli: cli/compose/schema/schema.go, Validate, which writes the file as JSON first.
// Deviation: docker stops at the first one that it gets to, in random order; here all come in order.
/** Finds mappings whose keys are not all text, and numbers that are none. */
export function findUnwritable(node: SourceNode): readonly UnwritablePart[] {
  if (node.kind === 'list') return node.items.flatMap(findUnwritable);
  if (node.kind === 'map') {
    // encoding/json: UnsupportedTypeError. What is inside of such a mapping is not looked at.
    const message = 'json: unsupported type: map[interface {}]interface {}';
    if (node.otherKey !== undefined) return [{ node, at: node.otherKey, message }];
    return [...node.entries.values()].flatMap(({ value }) => findUnwritable(value));
  }
  const isWritable = typeof node.value !== 'number' || Number.isFinite(node.value);
  // encoding/json: UnsupportedValueError.
  const message = `json: unsupported value: ${goText(node)}`;
  return isWritable ? [] : [{ node, at: node.at, message }];
}
