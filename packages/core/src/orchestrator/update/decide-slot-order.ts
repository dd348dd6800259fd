import type { Slot } from '../slot.ts';

/**
 * Decides in which order slots are changed: SwarmKit visits them in the order of a Go map, which is none,
 * so that a draw decides. SwarmKit: manager/orchestrator/update/updater.go, Run.
 */
export function decideSlotOrder(
  slots: readonly Slot[],
  draw: (slot: Slot) => number,
): readonly Slot[] {
  return slots
    .map((slot) => ({ slot, key: draw(slot) }))
    .sort((a, b) => a.key - b.key)
    .map(({ slot }) => slot);
}
