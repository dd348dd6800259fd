import { describe, expect, it } from 'vitest';
import { runConstraints } from './constraints.ts';
import { runScheduler } from './scheduler.ts';

const data = 'test/conformance/scheduler';

describe('recordings of the scheduler', () => {
  const result = runScheduler(data, { seeds: 20 });

  it('come out as one of the ways the real scheduler went, whatever the seed', () => {
    expect(result.lines.slice(0, result.failed)).toEqual([]);
    expect(result.passed).toBeGreaterThan(500);
  });

  it('come out in several ways where the real scheduler went several', () => {
    const { scenarios, varied } = result.open;

    expect(varied / scenarios).toBeGreaterThanOrEqual(0.9);
  });
});

describe('recordings of placement constraints', () => {
  it('give the same texts and the same matches', () => {
    const result = runConstraints(data);

    expect(result.lines).toEqual([]);
    expect(result.passed).toBeGreaterThan(400);
  });
});
