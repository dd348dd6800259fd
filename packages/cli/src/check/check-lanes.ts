import type { SeedFailure, SeedResult } from './seed-result.ts';

/** Why a lane ended a seed itself. */
export interface LaneFailure extends Omit<SeedFailure, 'kind'> {
  readonly kind: SeedFailure['kind'] | 'timeout' | 'crash';
}

/** A seed that failed. */
export interface FailedSeed {
  readonly seed: number;
  readonly failure: LaneFailure;
}

/** What {@link checkLanes} does its work with. */
export interface LaneOptions {
  readonly seeds: Iterable<number>;
  /** How many seeds are checked at once. */
  readonly lanes: number;
  /** Checks a seed; rejects only when it is aborted. */
  readonly check: (
    seed: number,
    signal: AbortSignal,
  ) => Promise<Omit<SeedResult, 'failure'> & { readonly failure?: LaneFailure }>;
  /** Called when a seed is through. */
  readonly onSeed: (
    result: Omit<SeedResult, 'failure'> & { readonly failure?: LaneFailure },
  ) => void;
  /** Ends everything. */
  readonly signal: AbortSignal;
}

/**
 * Checks seeds in order, several at once. After the first failure only seeds below it are finished: so the
 * failure with the lowest seed is found, however many lanes there are.
 */
export async function checkLanes(options: LaneOptions): Promise<FailedSeed | undefined> {
  const { lanes, check, onSeed, signal } = options;
  const seeds = options.seeds[Symbol.iterator]();
  const running = new Map<number, AbortController>();
  const failed: FailedSeed[] = [];

  function abortAbove(seed: number): void {
    for (const [other, controller] of running) if (other > seed) controller.abort();
  }

  async function runLane(): Promise<void> {
    while (failed.length === 0 && !signal.aborted) {
      const next = seeds.next();
      if (next.done === true) return;
      const seed = next.value;
      const controller = new AbortController();
      running.set(seed, controller);
      const result = await check(seed, controller.signal).catch((error: unknown) => {
        if (controller.signal.aborted) return undefined;
        throw error;
      });
      running.delete(seed);
      if (result === undefined) continue;
      onSeed(result);
      if (result.failure === undefined) continue;
      failed.push({ seed, failure: result.failure });
      abortAbove(seed);
    }
  }

  signal.addEventListener('abort', () => abortAbove(-1), { once: true });
  await Promise.all(Array.from({ length: lanes }, runLane));
  return failed.sort((one, other) => one.seed - other.seed)[0];
}
