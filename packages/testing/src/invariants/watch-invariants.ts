import { SwarmSimError, type Swarm } from '@swarmsim/core';
import { readClusterState } from './cluster-state.ts';
import type { Checker, Invariant, Occurrence, Problem, Step, Verdict } from './invariant.ts';
import { createSteps } from './make-steps.ts';
import { occurrences, occurrencesIn, toOccurrenceBits } from './occurrences.ts';
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

type Violated = NonNullable<Verdict['violation']>;

interface Watched {
  readonly invariant: Invariant;
  check: Checker;
  premises: number;
  /** The violation, and how often the rule had been checked by then. */
  broken: { readonly checks: number; readonly violation: Violated } | undefined;
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
  const rulesAfter = createRuleLists(watched.filter(({ invariant }) => invariant.when !== 'rest'));
  const stepRules = watched.filter(({ invariant }) => invariant.when === 'step');
  const restRules = watched.filter(({ invariant }) => invariant.when === 'rest');

  const runs = { step: 0, commit: 0, rest: 0 };

  function run(rules: readonly Watched[], step: Step): void {
    for (const entry of rules) {
      const problem = entry.check(step);
      if (problem !== undefined) report(entry, problem, step.at);
    }
  }

  function report(entry: Watched, problem: Problem, at: number): void {
    const { invariant } = entry;
    const violation = { at, message: problem.message, evidence: problem.evidence };
    entry.broken = { checks: runs[invariant.when], violation };
    entry.check = checkNothing;
    if (options.onViolation === 'collect') return;
    throw toViolationError({ ...problem, invariant, seed: swarm.seed, at });
  }

  const stop = swarm.onStep(({ at, commits, operation }) => {
    runs.step += 1;
    if (commits.length > 0) runs.commit += 1;
    if (invariants.length === 0) return;
    if (commits.length > 0) {
      const step = makeStep(at, commits, operation);
      run(rulesAfter(step), step);
    } else if (stepRules.length > 0 || operation !== undefined) {
      run(stepRules, makeStep(at, commits, operation));
    }
  });
  return {
    checkRest() {
      runs.rest += 1;
      run(restRules, makeStep(swarm.now, none));
    },
    verdicts: () =>
      watched.map(({ invariant: { name, rule, source, when }, premises, broken }) => ({
        name,
        rule,
        source,
        checks: runs[when],
        premises,
        ...broken,
      })),
    stop,
  };
}

const none: readonly never[] = [];

/** What is left of a rule once it was broken: only the first violation counts. */
const checkNothing: Checker = () => undefined;

function startWatch(invariant: Invariant, swarm: Swarm): Watched {
  const premise = (): void => void (watched.premises += 1);
  const check = invariant.start({ swarm, premise });
  const watched: Watched = { invariant, check, premises: 0, broken: undefined };
  return watched;
}

/** Gives the rules that are to be called after a step with commits, in their order: one list for each sort of step. */
function createRuleLists(rules: readonly Watched[]): (step: Step) => readonly Watched[] {
  const wanted = rules.map(({ invariant: { about } }) => about && toOccurrenceBits(about));
  const lists = new Map<number, readonly Watched[]>();
  return (step) => {
    const occurred = occurrencesIn(step);
    let list = lists.get(occurred);
    if (list === undefined) {
      list = rules.filter((_, index) => {
        const bits = wanted[index];
        return bits === undefined || (bits & occurred) !== 0;
      });
      lists.set(occurred, list);
    }
    return list;
  };
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
  for (let index = 0; index < invariants.length; index += 1) {
    const invariant: unknown = invariants[index];
    const problem = findMistake(invariant);
    if (problem !== undefined) throw invalid(`invariant ${index + 1} of the list${problem}`);
    const { name } = invariant as Invariant;
    if (names.has(name)) throw invalid(`two invariants are called '${name}'`);
    names.add(name);
  }
}

/** What is wrong with an invariant, to follow its place in the list. */
function findMistake(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return ' is no invariant';
  const { name, rule, source, when, start, about } = value as Given;
  if (isNoText(name)) return ' has no name';
  if (isNoText(rule)) return ' has no rule';
  if (isNoText(source)) return ' has no source';
  if (when !== 'step' && when !== 'commit' && when !== 'rest') {
    return `, ${String(name)}: 'when' is 'step', 'commit' or 'rest'`;
  }
  if (typeof start !== 'function') return `, ${String(name)}: 'start' is no function`;
  if (about === undefined) return undefined;
  if (when !== 'commit') return `, ${String(name)}: only a 'commit' rule is 'about' something`;
  if (isListOfOccurrences(about)) return undefined;
  return `, ${String(name)}: 'about' lists some of ${occurrences.join(', ')}`;
}

type Given = Readonly<Partial<Record<keyof Invariant, unknown>>>;

function isNoText(text: unknown): boolean {
  return typeof text !== 'string' || text === '';
}

function isListOfOccurrences(about: unknown): about is readonly Occurrence[] {
  if (!Array.isArray(about) || about.length === 0) return false;
  return about.every((one) => occurrences.includes(one as Occurrence));
}

function invalid(message: string): SwarmSimError {
  return new SwarmSimError('invalid-argument', message);
}
