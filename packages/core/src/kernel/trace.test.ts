import { describe, expect, it } from 'vitest';
import { Trace, type TraceRecord } from './trace.ts';

const record: TraceRecord = { at: 5, sequence: 2, causedBy: 1, kind: 'entry', data: { a: 1 } };

function mixed(...values: readonly (number | string)[]): string {
  const trace = new Trace({ history: false });
  for (const value of values) {
    if (typeof value === 'string') trace.mixText(value);
    else trace.mix(value);
  }
  return trace.hash;
}

describe('Trace', () => {
  it('has a hash of sixteen digits, equal for equal traces', () => {
    expect(mixed(1, 'a', 2)).toMatch(/^[0-9a-f]{16}$/);
    expect(mixed(1, 'a', 2)).toBe(mixed(1, 'a', 2));
  });

  it.each([
    { name: 'in another order', left: [1, 2], right: [2, 1] },
    { name: 'with one more', left: [1], right: [1, 0] },
    { name: 'with another text', left: ['a'], right: ['b'] },
    { name: 'with another fraction', left: [0.25], right: [0.5] },
  ])('has another hash $name', ({ left, right }) => {
    expect(mixed(...left)).not.toBe(mixed(...right));
  });

  it('can be asked for its hash at any time without changing it', () => {
    const trace = new Trace({ history: false });
    trace.mix(1);
    const first = trace.hash;

    expect(trace.hash).toBe(first);
    trace.mix(2);
    expect(trace.hash).toBe(mixed(1, 2));
  });

  it('keeps records only where history is on, and hashes the same either way', () => {
    const kept = new Trace({ history: true });
    const dropped = new Trace({ history: false });

    for (const trace of [kept, dropped]) trace.keep(record);

    expect([kept.keepsHistory, dropped.keepsHistory]).toEqual([true, false]);
    expect(kept.records).toEqual([record]);
    expect(dropped.records).toEqual([]);
    expect(kept.hash).toBe(dropped.hash);
  });
});
