import type { Duration, Swarm } from '@swarmsim/core';
import { quietTime } from '../run/quiet-time.ts';
import { judge, type MatchResult } from './match-result.ts';
import { describeRepetition, watchRepetition } from './repetition.ts';
import { findUnserved } from './served.ts';

/** How long a swarm may take to come to rest. */
export interface ConvergeOptions {
  /** Simulated time from now. Default 10 min. */
  readonly within?: Duration;
  /**
   * Simulated time without a change that counts as rest. Default 100 s: longer than a task is waited for, and
   * than it takes to find out that a container is sick.
   */
  readonly quiet?: Duration;
  /** Services to look at. Default: all. */
  readonly services?: readonly string[];
}

/** See {@link ConvergeOptions.within}. */
export const withinDefault = '10m';

/**
 * The swarm comes to rest, and then every service runs what was asked for: all replicas, one task on
 * every node that a global service goes to, all completions of a job, and no update is left half-done.
 * It lets simulated time pass.
 */
export function toConverge(swarm: Swarm, options: ConvergeOptions = {}): MatchResult {
  const { within = withinDefault, quiet = quietTime, services } = options;
  const repetition = watchRepetition(swarm);
  const { settled } = swarm.settle({ quiet, limit: within });
  repetition.stop();

  const unserved = findUnserved(swarm, services);
  const restless = settled ? [] : describeRepetition(swarm, repetition, within);
  return judge('converge', [...restless, ...unserved], 'every service runs what was asked for');
}
