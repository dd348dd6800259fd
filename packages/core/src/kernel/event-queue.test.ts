import { describe, expect, it } from 'vitest';
import { EventQueue, type QueueItem } from './event-queue.ts';

function item(at: number, priority: number, sequence: number): QueueItem {
  return { at, priority, sequence, entry: { kind: 'x' }, causedBy: 0, lane: undefined, scope: 0 };
}

function drain(queue: EventQueue): number[] {
  const order: number[] = [];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) order.push(next.sequence);
  return order;
}

describe('EventQueue', () => {
  it('orders by instant, then priority, then sequence', () => {
    const queue = new EventQueue();

    queue.push(item(20, 0, 1));
    queue.push(item(10, 1, 2));
    queue.push(item(10, 0, 4));
    queue.push(item(10, 0, 3));

    expect(drain(queue)).toEqual([3, 4, 2, 1]);
  });

  it('gives the same order whatever order things were pushed in', () => {
    const queue = new EventQueue();
    const items = Array.from({ length: 200 }, (_, index) =>
      item((index * 37) % 11, index % 3, index),
    );

    for (const entry of items) queue.push(entry);

    const sorted = [...items].sort(
      (a, b) => a.at - b.at || a.priority - b.priority || a.sequence - b.sequence,
    );
    expect(drain(queue)).toEqual(sorted.map(({ sequence }) => sequence));
  });

  it('gives nothing when it is empty', () => {
    const queue = new EventQueue();

    expect(queue.pop()).toBeUndefined();
    expect(queue.peek()).toBeUndefined();
  });
});
