import type { Fault } from '@swarmsim/core';
import type { ScenarioOperation } from '../scenario/scenario.ts';

/** What a command does: an operation, or time passing. */
export type SwarmAct =
  | ScenarioOperation
  /** Time passes. */
  | { readonly kind: 'advance'; readonly ms: number }
  /** The swarm comes to rest, and all is compared that the model says of that. */
  | { readonly kind: 'settle' }
  /** A fault is planned, for a while from now. */
  | {
      readonly kind: 'plan-fault';
      readonly inMs: number;
      readonly lastsMs: number;
      readonly fault: Extract<Fault, { readonly kind: 'crash' | 'partition' }>;
    };
