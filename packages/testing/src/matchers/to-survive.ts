import type { Fault, FaultPlan, Swarm } from '@swarmsim/core';
import { quietTime } from '../run/quiet-time.ts';
import { judge, type MatchResult } from './match-result.ts';
import { describeRepetition, watchRepetition } from './repetition.ts';
import { findUnserved } from './served.ts';
import { withinDefault, type ConvergeOptions } from './to-converge.ts';

/**
 * After these faults, and without any help, every service runs again what was asked for. Faults strike
 * now; plans strike when they say. It lets simulated time pass.
 *
 * It fails as well where services did not run what was asked for before.
 */
export function toSurvive(
  swarm: Swarm,
  faults: Fault | FaultPlan | readonly (Fault | FaultPlan)[],
  options: ConvergeOptions = {},
): MatchResult {
  const { within = withinDefault, quiet = quietTime, services } = options;
  const list = isList(faults) ? faults : [faults];
  const before = findUnserved(swarm, services);
  if (before.length > 0) {
    return judge('survive', ['something was wrong before any fault:', ...before]);
  }

  const repetition = watchRepetition(swarm);
  const plans = list.filter((fault): fault is FaultPlan => !('kind' in fault));
  for (const fault of list) if ('kind' in fault) swarm.faults.apply(fault);
  if (plans.length > 0) swarm.faults.schedule(plans);
  const { settled } = swarm.settle({ quiet, limit: within });
  repetition.stop();

  const unserved = findUnserved(swarm, services);
  const restless = settled ? [] : describeRepetition(swarm, repetition, within);
  const problems = [...(unserved.length > 0 ? restless : []), ...unserved];
  const claim = `survive ${list.map(nameFault).join(', ')}`;
  return judge(claim, problems, 'every service runs what was asked for');
}

function isList(
  faults: Fault | FaultPlan | readonly (Fault | FaultPlan)[],
): faults is readonly (Fault | FaultPlan)[] {
  return Array.isArray(faults);
}

function nameFault(fault: Fault | FaultPlan): string {
  if (!('kind' in fault)) return 'planned faults';
  if (!('node' in fault) || fault.node === undefined) return fault.kind;
  const { node } = fault;
  return `${fault.kind} of ${typeof node === 'string' ? node : (node.label ?? 'nodes')}`;
}
