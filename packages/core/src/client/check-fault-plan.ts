/** Checks plans of faults before any of them is taken over. */
import { parseDuration } from '../duration/parse-duration.ts';
import { boundsOf, decideEnd } from '../faults/decide-strike.ts';
import type { FaultPlan, FaultSpan, RepeatedFault, SingleFault } from '../faults/fault-plan.ts';
import type { Fault } from '../faults/faults.ts';
import { SwarmSimError } from '../kernel/errors.ts';
import {
  checkList,
  checkOptions,
  checkRecord,
  invalid,
  type OptionTable,
} from '../options/check-options.ts';
import { checkFault, checkFaultDuration } from './check-fault.ts';

const strike = { fault: 'any', oneOf: 'list', lasts: 'any' } as const;
const single: OptionTable<SingleFault> = { ...strike, at: 'any' };
const repeated: OptionTable<RepeatedFault> = { ...strike, every: 'any', from: 'any', until: 'any' };

/**
 * Checks a plan.
 *
 * @throws SwarmSimError `invalid-argument` where it makes no sense, `time-reversed` in the past.
 */
export function checkFaultPlan(plan: FaultPlan, now: number): void {
  const given: unknown = plan;
  checkRecord('planned fault', given);
  if ('at' in plan) {
    checkOptions<SingleFault>('planned fault', plan, single);
    checkInstant('at', plan.at, now);
  } else {
    checkOptions<RepeatedFault>('planned fault', plan, repeated);
    if (given['every'] === undefined) throw invalid("planned fault: needs 'at' or 'every'");
    checkSpan('every', plan.every, 1);
    checkStretch(plan, now);
  }
  for (const fault of faultsOf(plan)) {
    checkFault(fault);
    if (plan.lasts !== undefined && decideEnd(fault) === undefined) {
      throw invalid(`planned fault: '${fault.kind}' does not last`);
    }
  }
  if (plan.lasts !== undefined) checkSpan('lasts', plan.lasts, 0);
}

/** The faults of a plan, one of which strikes each time. */
export function faultsOf({ fault, oneOf }: FaultPlan): readonly Fault[] {
  if ((fault === undefined) === (oneOf === undefined)) {
    throw invalid("planned fault: needs either 'fault' or 'oneOf'");
  }
  if (oneOf === undefined) return fault === undefined ? [] : [fault];
  checkList('planned fault: oneOf', oneOf);
  if (oneOf.length === 0) throw invalid('planned fault: oneOf is empty');
  return oneOf;
}

function checkStretch({ from, until }: RepeatedFault, now: number): void {
  if (from !== undefined) checkInstant('from', from, now);
  if (until === undefined) return;
  checkInstant('until', until, now);
  if (parseDuration(until) < parseDuration(from ?? now)) {
    throw invalid(`planned fault: until ${until} is before from ${from ?? now}`);
  }
}

function checkInstant(name: string, instant: SingleFault['at'], now: number): void {
  const what = `planned fault: ${name}`;
  checkFaultDuration(what, instant, 0);
  if (parseDuration(instant) >= now) return;
  const message = `${what} is ${instant}, which is past at ${now} ms`;
  throw new SwarmSimError('time-reversed', message);
}

function checkSpan(name: string, span: FaultSpan, minMs: number): void {
  const what = `planned fault: ${name}`;
  const given: unknown = span;
  if (typeof span !== 'object') return checkFaultDuration(what, span, minMs);
  checkOptions<{ min: unknown; max: unknown }>(what, given, { min: 'any', max: 'any' });
  checkFaultDuration(`${what}: min`, span.min, minMs);
  checkFaultDuration(`${what}: max`, span.max, minMs);
  const { min, max } = boundsOf(span);
  if (min > max) throw invalid(`${what} ends before it begins`);
}
