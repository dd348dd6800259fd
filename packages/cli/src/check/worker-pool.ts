/** Threads that check seeds, and end with those that never answer. */
import { Piscina } from 'piscina';
import type { LaneFailure } from './check-lanes.ts';
import { createPresent, readPresent } from './present-scenario.ts';
import type { SeedResult, WorkerTask } from './seed-result.ts';

/** What all seeds of a check have in common. */
export interface PoolOptions {
  readonly workers: number;
  readonly file: string | undefined;
  readonly runs: number;
  /** Whether each scenario is run twice. */
  readonly twice: boolean;
  /** The property file as a test in the output folder imports it. */
  readonly module: string | undefined;
  /** Real time a seed may take, in ms. */
  readonly timeoutMs: number;
}

/** A pool of workers. */
export interface WorkerPool {
  /** Names of the properties. @throws Error that says what is wrong with the file. */
  list(): Promise<readonly string[]>;
  check(
    seed: number,
    signal: AbortSignal,
  ): Promise<Omit<SeedResult, 'failure'> & { readonly failure?: LaneFailure }>;
  close(): Promise<void>;
}

/** Real time that loading a property file may take, in ms: a busy machine takes a while for all it imports. */
const loadMs = 60_000;

/** Starts workers. */
export function createPool(options: PoolOptions): WorkerPool {
  const { workers, file, runs, twice, module, timeoutMs } = options;
  const pool = new Piscina({
    filename: new URL('./check-worker.js', import.meta.url).href,
    name: 'perform',
    minThreads: workers,
    maxThreads: workers,
    idleTimeout: Infinity,
  });

  async function runTask<Answer>(
    task: WorkerTask,
    limitMs: number,
    signal?: AbortSignal,
  ): Promise<Answer | undefined> {
    const limit = AbortSignal.timeout(limitMs);
    const either = signal === undefined ? limit : AbortSignal.any([limit, signal]);
    try {
      return (await pool.run(task, { signal: either })) as Answer;
    } catch (error) {
      if (limit.aborted && signal?.aborted !== true) return undefined;
      throw error;
    }
  }

  return {
    async list() {
      const names = await runTask<readonly string[]>({ kind: 'list', file }, loadMs);
      if (names !== undefined) return names;
      throw new Error(`it is still being loaded after ${loadMs / 1_000} s`);
    },
    async check(seed, signal) {
      const present = createPresent();
      const result = await runTask<SeedResult>(
        { kind: 'check', file, module, seed, runs, twice, present },
        timeoutMs,
        signal,
      ).catch((error: unknown): Awaited<ReturnType<WorkerPool['check']>> => {
        if (signal.aborted) throw error;
        const text = `the worker ended: ${error instanceof Error ? error.message : String(error)}`;
        return { seed, runs: 0, failure: ended('crash', text, present) };
      });
      if (result !== undefined) return result;
      const text = `it did not end within ${timeoutMs / 1_000} s of real time; the scenario that was running is kept`;
      return { seed, runs: 0, failure: ended('timeout', text, present) };
    },
    close: () => pool.destroy(),
  };
}

function ended(kind: 'timeout' | 'crash', text: string, present: SharedArrayBuffer): LaneFailure {
  const scenario = readPresent(present);
  return {
    kind,
    property: '',
    text,
    files: scenario === '' ? {} : { 'counterexample.json': scenario },
  };
}
