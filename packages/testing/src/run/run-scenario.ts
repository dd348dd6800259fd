import {
  createRecordedChoices,
  createSwarm,
  parseDuration,
  SwarmSimError,
  type Swarm,
  type SwarmOptions,
} from '@swarmsim/core';
import { toScenarioFailure } from '../counterexample/scenario-failure.ts';
import { recordCommits } from '../counterexample/timeline.ts';
import type { Invariant, Verdict } from '../invariants/invariant.ts';
import { invariants as allInvariants } from '../invariants/invariants.ts';
import { watchRefusals, type RefusalWatch } from '../invariants/refused-operations.ts';
import { watchInvariants } from '../invariants/watch-invariants.ts';
import type { Scenario, ScenarioStep } from '../scenario/scenario.ts';
import {
  applyStep,
  performStep,
  readStacks,
  toRefusal,
  type Refusal,
  type ScenarioStacks,
  type StepOutcome,
} from './apply-step.ts';
import { calm } from './calm.ts';
import { quietTime } from './quiet-time.ts';
import { checkSameTrace, type TracedRun } from './same-trace.ts';

/** Options of {@link runScenario}. */
export interface RunOptions {
  /** Rules to check; default all. */
  readonly invariants?: readonly Invariant[];
  /** `throw` (default) stops at the first violation; `collect` only notes it in the verdicts. */
  readonly onViolation?: 'throw' | 'collect';
  /** Further options of the swarm, such as a broken decider. */
  readonly swarm?: Partial<SwarmOptions>;
  /** Called when the swarm is made, before anything happens. */
  readonly begin?: (swarm: Swarm) => void;
  /** Called after each step. */
  readonly afterStep?: (swarm: Swarm, outcome: StepOutcome) => void;
  /** Called after the last step, before the swarm comes to rest. */
  readonly end?: (swarm: Swarm) => void;
  /** Whether faults end after the last step and the swarm comes to rest. Default true. */
  readonly rest?: boolean;
  /**
   * Runs it a second time, with a new swarm and under no rules but `same-seed-same-trace`: both runs must be the
   * same to the last entry. What is called in the first run is called in the second as well. Default false.
   */
  readonly twice?: boolean;
}

/** What a scenario did. */
export interface ScenarioRun {
  readonly swarm: Swarm;
  readonly outcomes: readonly StepOutcome[];
  /** Number of steps that were refused. */
  readonly refusals: number;
  /** Whether the swarm came to rest; false as well where it was not let. */
  readonly settled: boolean;
  readonly verdicts: readonly Verdict[];
}

/** Time a swarm gets to come to rest after the last step: longer than any restart delay. */
const restLimit = '5m';

/**
 * Runs a scenario step by step under invariants. A step that is refused must leave the state as it
 * was. At the end faults stop and the swarm settles; if it comes to rest, which one that crashes for
 * ever never does, the rules for a swarm at rest are checked.
 *
 * @throws ScenarioFailure, an InvariantViolation, at the first violation; its message tells the whole story.
 * @throws SwarmSimError `invalid-argument` where the scenario itself makes no sense.
 */
export function runScenario(scenario: Scenario, options: RunOptions = {}): ScenarioRun {
  const first = playScenario(scenario, options);
  if (options.twice !== true) return first.run;
  const { outcomes, verdicts } = first.run;
  const again = playScenario(scenario, { ...options, invariants: [] });
  try {
    return { ...first.run, verdicts: [...verdicts, checkSameTrace(first, again)] };
  } catch (error) {
    throw toScenarioFailure(error, scenario, { commits: first.commits, outcomes });
  }
}

/** A run, and what it left behind. */
interface Played extends TracedRun {
  readonly run: ScenarioRun;
}

function playScenario(scenario: Scenario, options: RunOptions): Played {
  const stacks = readStacks(scenario);
  const swarm = createSwarm({ ...swarmOptionsOf(scenario), ...options.swarm });
  const record = recordCommits(swarm);
  const refusals = watchRefusals(swarm);
  const outcomes: StepOutcome[] = [];
  try {
    const watch = watchInvariants(swarm, options.invariants ?? allInvariants, {
      onViolation: options.onViolation ?? 'throw',
    });
    options.begin?.(swarm);
    for (const step of withFaults(scenario)) {
      const outcome = takeStep(swarm, step, { stacks, refusals });
      outcomes.push(outcome);
      options.afterStep?.(swarm, outcome);
    }
    options.end?.(swarm);

    const settled = (options.rest ?? true) && comeToRest(swarm, scenario);
    if (settled) watch.checkRest();
    watch.stop();
    refusals.stop();
    const refused = outcomes.filter(({ refusal }) => refusal !== undefined).length;
    const verdicts = watch.verdicts();
    const run = { swarm, outcomes, refusals: refused, settled, verdicts };
    return { run, swarm, commits: record.commits };
  } catch (error) {
    throw toScenarioFailure(error, scenario, { commits: record.commits, outcomes });
  }
}

interface StepSurroundings {
  readonly stacks: ScenarioStacks;
  readonly refusals: RefusalWatch;
}

function takeStep(swarm: Swarm, step: ScenarioStep, surroundings: StepSurroundings): StepOutcome {
  advanceTo(swarm, step);
  const refusal = findRefusal(swarm, step, surroundings);
  return { step, at: swarm.now, ...(refusal !== undefined && { refusal }) };
}

function findRefusal(
  swarm: Swarm,
  step: ScenarioStep,
  { stacks, refusals }: StepSurroundings,
): Refusal | undefined {
  // A stack is deployed request by request, and what was done before the one that is refused stays.
  if (step.kind === 'stack-deploy') return applyStep(swarm, step, stacks);
  const attempt = refusals.attempt(() => performStep(swarm, step, stacks));
  return attempt.kind === 'refused' ? toRefusal(attempt.error) : undefined;
}

/** The options that make the swarm of a scenario. */
export function swarmOptionsOf(scenario: Scenario): SwarmOptions {
  const { seed, sameInstantOrder: order, cluster, directory, registry, behaviours } = scenario;
  return {
    ...cluster,
    ...(seed !== undefined && { seed }),
    ...(order !== undefined && {
      sameInstantOrder: typeof order === 'string' ? order : createRecordedChoices(order),
    }),
    ...(directory !== undefined && { directory }),
    ...(registry !== undefined && { registry }),
    ...(behaviours !== undefined && { behaviours }),
  };
}

/** By then nodes have registered, and have names that faults can strike; in ms. */
const registeredMs = 1_000;

/** The steps, and among them the planning of the scenario's faults. */
function withFaults({ steps, faults = [] }: Scenario): readonly ScenarioStep[] {
  if (faults.length === 0) return steps;
  const early = steps.findIndex(({ at }) => parseDuration(at) >= registeredMs);
  const planning: ScenarioStep = { at: registeredMs, kind: 'fault-schedule', faults };
  const position = early < 0 ? steps.length : early;
  return [...steps.slice(0, position), planning, ...steps.slice(position)];
}

function advanceTo(swarm: Swarm, { at, kind }: ScenarioStep): void {
  const instant = parseDuration(at);
  if (instant >= swarm.now) return swarm.advanceTo(instant);
  const message = `step ${kind} is to happen at ${at}, before the step in front of it`;
  throw new SwarmSimError('invalid-argument', message);
}

function comeToRest(swarm: Swarm, scenario: Scenario): boolean {
  calm(swarm, scenario);
  return swarm.settle({ quiet: quietTime, limit: restLimit }).settled;
}
