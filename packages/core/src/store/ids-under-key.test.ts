import { describe, expect, it } from 'vitest';
import { addId, removeId, type Ids } from './ids-under-key.ts';

function fill(count: number): Map<string, Ids> {
  const index = new Map<string, Ids>();
  for (let id = 0; id < count; id += 1) addId(index, 'key', `id-${id}`);
  return index;
}

function idsUnder(index: ReadonlyMap<string, Ids>): readonly string[] {
  const ids = index.get('key') ?? [];
  return typeof ids === 'string' ? [ids] : [...ids];
}

const counts = [
  { name: 'one', count: 1 },
  { name: 'a few', count: 5 },
  { name: 'as many as a list takes', count: 16 },
  { name: 'more than that', count: 40 },
];

describe('ids under a key', () => {
  it.each(counts)('keep their order: $name', ({ count }) => {
    const index = fill(count);

    expect(idsUnder(index)).toEqual(Array.from({ length: count }, (_, id) => `id-${id}`));
  });

  it.each(counts)('forget one that is removed, and no other: $name', ({ count }) => {
    const index = fill(count);

    removeId(index, 'key', 'id-0');
    removeId(index, 'key', 'never there');

    expect(idsUnder(index)).toEqual(Array.from({ length: count - 1 }, (_, id) => `id-${id + 1}`));
  });

  it.each(counts)('leave no key behind: $name', ({ count }) => {
    const index = fill(count);

    for (let id = 0; id < count; id += 1) removeId(index, 'key', `id-${id}`);

    expect(index.size).toBe(0);
  });
});
