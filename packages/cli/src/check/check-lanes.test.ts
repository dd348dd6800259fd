import { describe, expect, it } from 'vitest';
import { checkLanes, type LaneFailure } from './check-lanes.ts';

const failure: LaneFailure = { kind: 'broken', property: 'p', text: 't', files: {} };

interface World {
  readonly finish: (seed: number, fails?: boolean) => Promise<void>;
  readonly started: readonly number[];
  readonly passed: readonly number[];
  readonly aborted: readonly number[];
  readonly done: ReturnType<typeof checkLanes>;
  readonly interrupt: () => void;
}

/** Two lanes on seeds 1 to 6, which end when the test says so. */
function createWorld(): World {
  const ends = new Map<number, (fails: boolean) => void>();
  const started: number[] = [];
  const passed: number[] = [];
  const aborted: number[] = [];
  const interruption = new AbortController();
  const done = checkLanes({
    seeds: [1, 2, 3, 4, 5, 6],
    lanes: 2,
    signal: interruption.signal,
    onSeed: (result) => void (result.failure ?? passed.push(result.seed)),
    check(seed, signal) {
      started.push(seed);
      return new Promise((resolve, reject) => {
        ends.set(seed, (fails) => resolve({ seed, runs: 1, ...(fails && { failure }) }));
        signal.addEventListener('abort', () => {
          aborted.push(seed);
          reject(new Error('aborted'));
        });
      });
    },
  });
  async function finish(seed: number, fails = false): Promise<void> {
    ends.get(seed)?.(fails);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { finish, started, passed, aborted, done, interrupt: () => interruption.abort() };
}

describe('checkLanes', () => {
  it('checks several seeds at once, and all of them', async () => {
    const { finish, started, passed, done } = createWorld();
    expect(started).toEqual([1, 2]);

    for (const seed of [2, 1, 3, 4, 6, 5]) await finish(seed);

    expect(await done).toBeUndefined();
    expect(passed).toEqual([2, 1, 3, 4, 6, 5]);
  });

  it('finishes the seeds below one that fails, so that the lowest is found', async () => {
    const { finish, started, aborted, done } = createWorld();

    await finish(2, true);
    expect(aborted).toEqual([]);
    await finish(1, true);

    expect(await done).toEqual({ seed: 1, failure });
    expect(started).toEqual([1, 2]);
  });

  it('ends the seeds above one that fails', async () => {
    const { finish, aborted, done } = createWorld();

    await finish(1, true);

    expect(await done).toEqual({ seed: 1, failure });
    expect(aborted).toEqual([2]);
  });

  it('ends all seeds when it is interrupted, and begins none', async () => {
    const { finish, started, passed, aborted, done, interrupt } = createWorld();
    await finish(1);

    interrupt();

    expect(await done).toBeUndefined();
    expect(passed).toEqual([1]);
    expect([...aborted].sort()).toEqual([2, 3]);
    expect(started).toEqual([1, 2, 3]);
  });
});
