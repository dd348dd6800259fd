import { SwarmSimError, type Fault, type Swarm } from '@swarmsim/core';
import type { Scenario } from '../scenario/scenario.ts';

/**
 * Lets a swarm come to rest: planned faults strike no more, messages pass as they should and images can
 * be pulled. Where messages come late or go one way only, nodes come and go for ever, and where images
 * cannot be pulled, tasks do. Hosts that are down or cut off altogether stay so, unless there were such
 * nodes as well.
 */
export function calm(swarm: Swarm, scenario: Scenario): void {
  const kinds = new Set(faultsOf(scenario).map(({ kind }) => kind));
  swarm.faults.unschedule();
  if (kinds.has('fail-pulls')) swarm.faults.repairPulls({});
  if (!restless.some((kind) => kinds.has(kind))) return;
  repairAll(swarm);
}

/** Nobody is asked which nodes there are: there may be no leader to answer. */
function repairAll(swarm: Swarm): void {
  try {
    swarm.apply({ kind: 'fault', fault: { kind: 'repair', node: { pick: nodesMax } } });
  } catch (error) {
    if (!(error instanceof SwarmSimError) || error.code !== 'not-found') throw error;
  }
}

/** More than any swarm has. */
const nodesMax = 1_000_000;

const restless: readonly Fault['kind'][] = ['partition', 'delay-messages', 'lose-messages'];

function faultsOf({ steps, faults = [] }: Scenario): readonly Fault[] {
  const planned = [
    ...faults,
    ...steps.flatMap((step) => (step.kind === 'fault-schedule' ? step.faults : [])),
  ].flatMap(({ fault, oneOf = [] }) => (fault === undefined ? oneOf : [fault]));
  const struck = steps.flatMap((step) => (step.kind === 'fault' ? [step.fault] : []));
  return [...planned, ...struck].filter(
    (fault) => fault.kind !== 'partition' || (fault.direction ?? 'both') !== 'both',
  );
}
