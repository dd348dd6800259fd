/**
 * Matchers for vitest: importing this module adds them to `expect`. They work with jest as well:
 * `expect.extend(swarmMatchers)`.
 */
import type { Fault, FaultPlan } from '@swarmsim/core';
import { expect } from 'vitest';
import type { Invariant } from './invariants/invariant.ts';
import { toConverge, type ConvergeOptions } from './matchers/to-converge.ts';
import { toDeliverCredentialSpecsOnlyToReferencingTasks } from './matchers/to-deliver-credential-specs.ts';
import { toHoldInvariants } from './matchers/to-hold-invariants.ts';
import { toRun } from './matchers/to-run.ts';
import { toSpread, type SpreadOptions } from './matchers/to-spread.ts';
import { toSurvive } from './matchers/to-survive.ts';

/** What this module adds to `expect`. Each is documented where it is defined. */
export interface SwarmMatchers<Result = unknown> {
  /** The swarm comes to rest, and every service runs what was asked for. Simulated time passes. */
  toConverge(options?: ConvergeOptions): Result;
  /** A scenario, a run, a watch or a swarm at rest breaks none of the invariants; default: all. */
  toHoldInvariants(invariants?: readonly Invariant[]): Result;
  /** Credential specs are only where tasks reference them, and never files. */
  toDeliverCredentialSpecsOnlyToReferencingTasks(): Result;
  /** So many tasks of a service run now. */
  toRun(service: string, count: number): Result;
  /** The running tasks of a service are spread evenly over nodes, or over the values of a label. */
  toSpread(service: string, options?: SpreadOptions): Result;
  /** After these faults every service runs again what was asked for. Simulated time passes. */
  toSurvive(
    faults: Fault | FaultPlan | readonly (Fault | FaultPlan)[],
    options?: ConvergeOptions,
  ): Result;
}

/** The matchers, for `expect.extend`. */
export const swarmMatchers: {
  readonly toConverge: typeof toConverge;
  readonly toHoldInvariants: typeof toHoldInvariants;
  readonly toDeliverCredentialSpecsOnlyToReferencingTasks: typeof toDeliverCredentialSpecsOnlyToReferencingTasks;
  readonly toRun: typeof toRun;
  readonly toSpread: typeof toSpread;
  readonly toSurvive: typeof toSurvive;
} = {
  toConverge,
  toHoldInvariants,
  toDeliverCredentialSpecsOnlyToReferencingTasks,
  toRun,
  toSpread,
  toSurvive,
};

expect.extend(swarmMatchers);

declare module 'vitest' {
  // oxlint-disable-next-line typescript/no-explicit-any -- all declarations have the same parameters
  interface Matchers<T = any> extends SwarmMatchers<T> {}
}

export type { ConvergeOptions } from './matchers/to-converge.ts';
export type { SpreadOptions } from './matchers/to-spread.ts';
