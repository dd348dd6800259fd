import type { NodeSet } from './node-set.ts';
import type { TieBreaker } from './ties.ts';

/** Slots that are visited together: near in memory, and few enough to shuffle for every group. */
const blockSize = 64;

/**
 * Calls `visit` with the slot of every node, in the order that ties give: blocks of neighbours one
 * after the other, each in the same shuffled order. Up to {@link blockSize} nodes every order is possible.
 */
export function tourNodes(nodes: NodeSet, ties: TieBreaker, visit: (slot: number) => void): void {
  if (ties.isStable) {
    for (const slot of nodes.slots()) visit(slot);
    return;
  }
  const { instances, span } = nodes;
  const offsets = Int32Array.from({ length: Math.min(span, blockSize) }, (_, offset) => offset);
  ties.shuffle(offsets);
  const blocks = Math.ceil(span / blockSize);
  const { start, stride } = ties.tour(blocks);
  let block = start;
  for (let visited = 0; visited < blocks; visited += 1) {
    const base = block * blockSize;
    for (let place = 0; place < offsets.length; place += 1) {
      const slot = base + (offsets[place] as number);
      if (slot < span && instances[slot] !== 0) visit(slot);
    }
    block += stride;
    if (block >= blocks) block -= blocks;
  }
}
