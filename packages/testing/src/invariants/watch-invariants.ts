import { SwarmSimError, type Swarm } from '@swarmsim/core';
import { readClusterState } from './cluster-state.ts';
import type { Checker, Invariant, Step, Verdict } from './invariant.ts';
import { createSteps } from './make-steps.ts';
import { toViolationError } from './violation.ts';

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
  readonly check: Checker;
  checks: number;
  premises: number;
  violation: Verdict['violation'];
}

/**
 * Checks invariants after every step of a swarm, incrementally: each sees what the step committed.
 *
 * @throws SwarmSimError `invalid-argument` for an invariant or an option that is none; from the steps of
 * the swarm InvariantViolation, of which `findViolation` gives the data.
 */
export function watchInvariants(
  swarm: Swarm,
  invariants: readonly Invariant[],
  options: WatchOptions = {},
): InvariantWatch {
  checkArguments(invariants, options);
  const makeStep = createSteps(swarm, readClusterState(swarm));
  const watched = invariants.map((invariant) => startWatch(invariant, swarm));
  const commitRules = watched.filter(({ invariant }) => invariant.when !== 'rest');
  const stepRules = watched.filter(({ invariant }) => invariant.when === 'step');
  const restRules = watched.filter(({ invariant }) => invariant.when === 'rest');

  function run(rules: readonly Watched[], step: Step): void {
    for (const entry of rules) {
      if (entry.violation !== undefined) continue;
      entry.checks += 1;
      const problem = entry.check(step);
      if (problem === undefined) continue;
      const { invariant } = entry;
      const { at } = step;
      entry.violation = { at, message: problem.message, evidence: problem.evidence };
      if (options.onViolation === 'collect') continue;
      throw toViolationError({ ...problem, invariant, seed: swarm.seed, at });
    }
  }

  const stop = swarm.onStep(({ at, commits }) =>
    run(commits.length === 0 ? stepRules : commitRules, makeStep(at, commits)),
  );
  return {
    checkRest: () => run(restRules, makeStep(swarm.now, none)),
    verdicts: () => watched.map(toVerdict),
    stop,
  };
}

const none: readonly never[] = [];

function startWatch(invariant: Invariant, swarm: Swarm): Watched {
  const counts = { checks: 0, premises: 0, violation: undefined };
  const premise = (): void => void (watched.premises += 1);
  const check = invariant.start({ swarm, premise });
  const watched: Watched = Object.assign(counts, { invariant, check });
  return watched;
}

function toVerdict({ invariant, checks, premises, violation }: Watched): Verdict {
  const { name, rule, source } = invariant;
  return { name, rule, source, checks, premises, ...(violation !== undefined && { violation }) };
}

function checkArguments(invariants: readonly Invariant[], options: WatchOptions): void {
  for (const key of Object.keys(options)) {
    if (key !== 'onViolation') throw invalid(`watchInvariants has no option '${key}'`);
  }
  const { onViolation = 'throw' } = options;
  if (onViolation !== 'throw' && onViolation !== 'collect') {
    throw invalid(`onViolation is 'throw' or 'collect', not ${JSON.stringify(onViolation)}`);
  }
  if (!Array.isArray(invariants)) throw invalid('invariants must be a list');
  const names = new Set<string>();
  for (const [index, invariant] of (invariants as readonly unknown[]).entries()) {
    checkInvariant(invariant, index);
    if (names.has(invariant.name)) throw invalid(`two invariants are called '${invariant.name}'`);
    names.add(invariant.name);
  }
}

function checkInvariant(value: unknown, index: number): asserts value is Invariant {
  const which = `invariant ${index + 1} of the list`;
  if (typeof value !== 'object' || value === null) throw invalid(`${which} is no invariant`);
  const { name, rule, source, when, start } = value as Partial<Record<keyof Invariant, unknown>>;
  for (const [key, text] of Object.entries({ name, rule, source })) {
    if (typeof text !== 'string' || text === '') throw invalid(`${which} has no ${key}`);
  }
  if (when !== 'step' && when !== 'commit' && when !== 'rest') {
    throw invalid(`${which}, ${String(name)}: 'when' is 'step', 'commit' or 'rest'`);
  }
  if (typeof start !== 'function')
    throw invalid(`${which}, ${String(name)}: 'start' is no function`);
}

function invalid(message: string): SwarmSimError {
  return new SwarmSimError('invalid-argument', message);
}
