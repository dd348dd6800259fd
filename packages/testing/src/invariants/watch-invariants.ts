import { InvariantViolation, type Commit, type Swarm } from '@swarmsim/core';
import type { Invariant, Step, Verdict } from './invariant.ts';

/** Options of {@link watchInvariants}. */
export interface WatchOptions {
  /** `throw` (default) stops the simulation at the first violation; `collect` only notes it. */
  readonly onViolation?: 'throw' | 'collect';
}

/** Invariants that are being checked. */
export interface InvariantWatch {
  /** Checks the rules for a swarm at rest; call it after `settle`. */
  checkRest(): void;
  /** What became of each invariant so far. */
  verdicts(): readonly Verdict[];
  /** Ends the watch. */
  stop(): void;
}

interface Watched {
  readonly invariant: Invariant;
  readonly check: (step: Step) => string | undefined;
  checks: number;
  violation: { readonly at: number; readonly message: string } | undefined;
}

/** Checks invariants after every step of a swarm, incrementally: each sees what the step committed. */
export function watchInvariants(
  swarm: Swarm,
  invariants: readonly Invariant[],
  options: WatchOptions = {},
): InvariantWatch {
  const watched: readonly Watched[] = invariants.map((invariant) => ({
    invariant,
    check: invariant.start(swarm),
    checks: 0,
    violation: undefined,
  }));

  function run(when: Invariant['when'], commits: readonly Commit[]): void {
    for (const entry of watched) {
      if (entry.invariant.when !== when || entry.violation !== undefined) continue;
      entry.checks += 1;
      const message = entry.check({ swarm, commits });
      if (message === undefined) continue;
      entry.violation = { at: swarm.now, message };
      if (options.onViolation !== 'collect') throw toViolation(swarm, entry.invariant, message);
    }
  }

  const stop = swarm.onStep(({ commits }) => run('step', commits));
  return {
    checkRest: () => run('rest', []),
    verdicts: () => watched.map(toVerdict),
    stop,
  };
}

function toVerdict({ invariant, checks, violation }: Watched): Verdict {
  const { name, rule } = invariant;
  return { name, rule, checks, ...(violation !== undefined && { violation }) };
}

function toViolation(swarm: Swarm, invariant: Invariant, message: string): InvariantViolation {
  const where = `seed ${swarm.seed}, at ${swarm.now} ms`;
  return new InvariantViolation(`${invariant.name} (${where}): ${message}`);
}
