import { describe, expect, it } from 'vitest';
import { ChangeLog } from './change-log.ts';

function logOf(capacity: number, ...slots: readonly number[]): ChangeLog {
  const log = new ChangeLog(capacity);
  for (const slot of slots) log.add(slot);
  return log;
}

describe('a change log', () => {
  it('tells the slot of each change, by its number', () => {
    const log = logOf(4, 7, 3, 7);

    expect(log.count).toBe(3);
    expect([0, 1, 2].map((number) => log.slotAt(number))).toEqual([7, 3, 7]);
  });

  it('covers as many of the last changes as it has room for', () => {
    const log = logOf(4, 1, 2, 3, 4, 5, 6);

    expect([1, 2, 6].map((from) => log.covers(from))).toEqual([false, true, true]);
    expect([2, 3, 4, 5].map((number) => log.slotAt(number))).toEqual([3, 4, 5, 6]);
  });
});
