/**
 * Lets faults strike when their plans say. What a plan names may be gone by then: such a strike
 * misses, which the trace notes.
 */
import type { Entry, Environment } from '../kernel/environment.ts';
import { InvariantViolation, SwarmSimError } from '../kernel/errors.ts';
import { parseDuration } from '../duration/parse-duration.ts';
import { decideEnds, decideSpan, decideStrike } from './decide-strike.ts';
import type { FaultPlan } from './fault-plan.ts';
import type { Fault, StruckFault } from './faults.ts';

/** See the head of this file. */
export interface FaultSchedule {
  /** Adds plans. They must have been checked. */
  add(plans: readonly FaultPlan[]): void;
  /** No plan strikes any more. What has struck still ends when it was to. */
  clear(): void;
}

/** What {@link createFaultSchedule} calls. */
export interface FaultScheduleOptions {
  /** Strikes what a fault names now, and says what was struck. */
  strike(fault: Fault, draw: (what: string) => number): readonly StruckFault[];
  /** Applies a fault of which the references are looked up. */
  apply(fault: StruckFault): void;
}

interface StrikeEntry extends Entry {
  readonly kind: 'fault:strike';
  /** Number of the plan. */
  readonly plan: number;
  /** Number of the strike, from 0. */
  readonly strike: number;
  readonly fault: Fault;
}

interface EndEntry extends Entry {
  readonly kind: 'fault:end';
  readonly faults: readonly StruckFault[];
}

interface ScheduleState {
  /** Plans that still strike, by number. */
  plans: Record<number, FaultPlan>;
  lastPlan: number;
}

/** Makes the schedule of faults; it is empty. */
export function createFaultSchedule(
  env: Environment,
  { strike, apply }: FaultScheduleOptions,
): FaultSchedule {
  const cell = env.cell<ScheduleState>('faults', { plans: {}, lastPlan: 0 });

  env.register<StrikeEntry>('fault:strike', ({ plan: number, strike: count, fault }) => {
    const plan = cell.value.plans[number];
    if (plan === undefined) return;
    attempt(fault, () => {
      const struck = strike(fault, (what) => env.random.draw('fault', number, count, what));
      scheduleEnds(plan, struck, () => env.random.draw('fault', number, count, 'lasts'));
    });
    scheduleNext(number, count + 1, env.now);
  });

  env.register<EndEntry>('fault:end', ({ faults }) => {
    for (const fault of faults) attempt(fault, () => apply(fault));
  });

  function scheduleNext(number: number, count: number, since: number): void {
    const plan = cell.value.plans[number];
    if (plan === undefined) return;
    const draw = (what: string): number => env.random.draw('fault', number, count, what);
    const next = decideStrike(plan, { since, isFirst: count === 0 }, draw);
    if (next === undefined) {
      delete cell.value.plans[number];
      return;
    }
    const entry: StrikeEntry = {
      kind: 'fault:strike',
      plan: number,
      strike: count,
      fault: next.fault,
    };
    env.schedule({ at: next.at, entry });
  }

  function scheduleEnds(plan: FaultPlan, struck: readonly StruckFault[], draw: () => number): void {
    if (plan.lasts === undefined) return;
    const faults = decideEnds(struck);
    const entry: EndEntry = { kind: 'fault:end', faults };
    if (faults.length > 0) env.schedule({ at: env.now + decideSpan(plan.lasts, draw), entry });
  }

  function attempt(fault: Fault | StruckFault, act: () => void): void {
    try {
      act();
    } catch (error) {
      if (error instanceof InvariantViolation || !(error instanceof SwarmSimError)) throw error;
      env.note('fault-missed', { fault, reason: error.message });
    }
  }

  return {
    add(plans) {
      for (const plan of plans) {
        cell.value.lastPlan += 1;
        const number = cell.value.lastPlan;
        cell.value.plans[number] = plan;
        const from = 'at' in plan || plan.from === undefined ? env.now : parseDuration(plan.from);
        scheduleNext(number, 0, Math.ceil(from));
      }
    },
    clear() {
      cell.value.plans = {};
    },
  };
}
