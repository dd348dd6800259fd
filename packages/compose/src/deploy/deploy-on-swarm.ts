import type { Swarm } from '@swarmsim/core';
import type { Stack } from '../plan/stack.ts';
import { deployStack as deployOnTarget, type DeployOptions } from './deploy-stack.ts';
import type { DeployReport } from './journal.ts';
import { toStackTarget } from './swarm-target.ts';

/**
 * Deploys a stack on a swarm, or brings a deployed one up to date.
 *
 * @throws SwarmSimError with docker's text for the first thing that the swarm refuses; the swarm
 * is then as before, but for versions that have grown.
 */
export function deployStack(swarm: Swarm, stack: Stack, options: DeployOptions = {}): DeployReport {
  return deployOnTarget(toStackTarget(swarm), stack, options);
}
