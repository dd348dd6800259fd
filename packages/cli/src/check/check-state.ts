/** What is known of a check that was ended: so it can be continued. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../terminal.ts';
import { formatSeeds, readSeeds } from './seed-ranges.ts';

/** What must be the same for work to count. */
export interface CheckIdentity {
  /** The property file; null where the shipped rules are checked. */
  readonly propertyFile: string | null;
  readonly runs: number;
  /** Whether each scenario is run twice. */
  readonly twice: boolean;
}

/** The state file of a folder. */
export interface CheckState {
  /** Seeds that passed. */
  readonly done: ReadonlySet<number>;
  /** Notes that a seed passed; it is written soon. */
  add(seed: number): void;
  /** Writes what was noted. */
  save(): void;
}

const fileName = 'state.json';
/** Time between two writes, in ms of the wall clock. */
const pauseMs = 1_000;

/**
 * Opens the state of a folder; without `resume` it begins anew.
 *
 * @throws UsageError where there is nothing to resume, or something else was checked.
 */
export function openState(folder: string, identity: CheckIdentity, resume: boolean): CheckState {
  const file = join(folder, fileName);
  const done = resume ? readDone(file, identity) : new Set<number>();
  let savedAt = 0;

  function save(): void {
    mkdirSync(folder, { recursive: true });
    const state = { version: 1, ...identity, done: formatSeeds(done) };
    // A half-written file must never take the place of a whole one.
    writeFileSync(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`);
    renameSync(`${file}.new`, file);
    savedAt = Date.now();
  }

  return {
    done,
    add(seed) {
      done.add(seed);
      if (Date.now() - savedAt >= pauseMs) save();
    },
    save,
  };
}

function readDone(file: string, { propertyFile, runs, twice }: CheckIdentity): Set<number> {
  let state: Readonly<Record<string, unknown>>;
  try {
    state = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`there is nothing to resume: ${reason}`);
  }
  const { done } = state;
  if (state['version'] !== 1 || typeof done !== 'string') {
    throw new UsageError(`${file} is no state of a check`);
  }
  const isSame =
    state['propertyFile'] === propertyFile && state['runs'] === runs && state['twice'] === twice;
  if (!isSame) {
    const many = state['twice'] === true ? 'runs, twice' : 'runs';
    const before = `${JSON.stringify(state['propertyFile'])}, ${JSON.stringify(state['runs'])} ${many}`;
    throw new UsageError(`${file} is of another check (${before}); name another folder with --out`);
  }
  return readSeeds(done);
}
