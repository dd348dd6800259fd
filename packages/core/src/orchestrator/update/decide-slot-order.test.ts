import { describe, expect, it } from 'vitest';
import { aTask } from '../../../test-support/hand-driven-swarm.ts';
import type { Slot } from '../slot.ts';
import { decideSlotOrder } from './decide-slot-order.ts';

describe('decideSlotOrder', () => {
  it('goes by what was drawn for each slot, and leaves the list as it is', () => {
    const [one, two, three] = [1, 2, 3].map((slot) => [aTask({ slot })]);
    const slots = [one ?? [], two ?? [], three ?? []];
    const draws = new Map<Slot, number>(slots.map((slot, index) => [slot, [3, 1, 2][index] ?? 0]));

    expect(decideSlotOrder(slots, (slot) => draws.get(slot) ?? 0)).toEqual([two, three, one]);
    expect(slots).toEqual([one, two, three]);
  });
});
