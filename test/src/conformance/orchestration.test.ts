import { describe, expect, it } from 'vitest';
import { runOrchestration } from './orchestration.ts';

describe('recordings of orchestration', () => {
  it('come out as they did in the real swarm', { timeout: 300_000 }, () => {
    const { lines, passed, failed } = runOrchestration('test/conformance/orchestration', {
      seeds: 20,
    });

    expect(lines).toEqual([]);
    expect(failed).toBe(0);
    expect(passed).toBeGreaterThan(90);
  });
});
