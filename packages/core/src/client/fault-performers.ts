/** Faults as operations: what they name is looked up before anything is struck or planned. */
import type { FaultPlan } from '../faults/fault-plan.ts';
import { createFaultSchedule } from '../faults/fault-schedule.ts';
import type { Fault, StruckFault } from '../faults/faults.ts';
import type { Environment } from '../kernel/environment.ts';
import type { ReadTx } from '../store/store.ts';
import { checkFault } from './check-fault.ts';
import { checkFaultPlan, faultsOf } from './check-fault-plan.ts';
import { findNodes, resolveFault } from './resolve-fault.ts';
import { resolveReference } from './resolve-reference.ts';
import { resolveTask } from './tasks-api.ts';

/** What users do with faults. */
export interface FaultPerformers {
  strike(fault: Fault): void;
  plan(plans: readonly FaultPlan[]): void;
  endPlans(): void;
}

/** What faults strike, once they are looked up. */
export interface FaultReceiver {
  /** Refuses what cannot be struck, before anything is. @throws SwarmSimError. */
  checkFault(fault: StruckFault): void;
  applyFault(fault: StruckFault): void;
}

/** Makes the functions that perform operations on faults. */
export function createFaultPerformers(
  env: Environment,
  state: ReadTx,
  receiver: FaultReceiver,
): FaultPerformers {
  function strike(fault: Fault, draw: (what: string) => number): readonly StruckFault[] {
    const struck = resolveFault(state, fault, draw);
    for (const one of struck) receiver.checkFault(one);
    for (const one of struck) receiver.applyFault(one);
    return struck;
  }
  /** What was struck may have left the swarm before that ends. */
  function end(struck: StruckFault): void {
    if ('node' in struck && struck.node !== undefined) resolveReference(state, 'node', struck.node);
    receiver.applyFault(struck);
  }
  const schedule = createFaultSchedule(env, { strike, apply: end });

  return {
    strike(fault) {
      checkFault(fault);
      strike(fault, (what) => env.random.draw('fault', 'now', env.now, what));
    },
    plan(plans) {
      for (const plan of plans) checkFaultPlan(plan, env.now);
      for (const plan of plans)
        for (const fault of faultsOf(plan)) checkNames(state, receiver, fault);
      schedule.add(plans);
    },
    endPlans: () => schedule.clear(),
  };
}

/** A planned fault must name what is there now, although it strikes what is there then. */
function checkNames(state: ReadTx, receiver: FaultReceiver, fault: Fault): void {
  if ('task' in fault) resolveTask(state, fault.task);
  else if ('domain' in fault) receiver.checkFault(fault);
  else if (fault.kind === 'break-trust' && typeof fault.node === 'string') {
    // No host joins a domain later, so that this would never strike.
    receiver.checkFault({ kind: fault.kind, node: resolveReference(state, 'node', fault.node).id });
  } else if (fault.node !== undefined) findNodes(state, fault.node, () => 0);
}
