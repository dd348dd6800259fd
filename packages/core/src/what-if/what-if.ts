/**
 * What the swarm would do if the scheduler knew more than SwarmKit's does: opt-in rules for comparison.
 * It watches nothing and writes nothing; it makes filters, which the scheduler asks after its own.
 */
import type { DirectoryQueries } from '../directory/directory-queries.ts';
import type { HostDescription } from '../engine/host-description.ts';
import type { NodeId } from '../model/ids.ts';
import type { Task } from '../model/task.ts';
import type { Filter } from '../scheduler/filters/filter.ts';
import { defaultFilters } from '../scheduler/pipeline.ts';
import type { SchedulerOptions } from '../scheduler/scheduler.ts';
import type { ReadTx } from '../store/store.ts';
import { createAccountFilter } from './account-filter.ts';
import { foreseeIdentity } from './foresee-identity.ts';

/** Rules that SwarmKit does not have. */
export interface WhatIfOptions {
  /**
   * Tasks with a credential spec go only to hosts that can obtain the account's password at that moment.
   * A task that waits is looked at again when something of the swarm changes, not of the directory.
   * Default false.
   */
  readonly accountFilter?: boolean;
}

/** What these rules look at. */
export interface WhatIfWorld {
  readonly store: ReadTx;
  readonly directory: DirectoryQueries;
  hostOf(nodeId: NodeId): HostDescription | undefined;
  now(): number;
}

/** The scheduler's options with those rules besides SwarmKit's own. */
export function withWhatIf(
  scheduler: SchedulerOptions,
  options: WhatIfOptions,
  world: WhatIfWorld,
): SchedulerOptions {
  if (options.accountFilter !== true) return scheduler;
  const { filters = defaultFilters } = scheduler;
  return { ...scheduler, filters: [...filters, createFilter(world)] };
}

function createFilter({ store, directory, hostOf, now }: WhatIfWorld): Filter {
  const couldAuthenticate = (nodeId: NodeId, task: Task): boolean => {
    const host = hostOf(nodeId);
    if (host === undefined) return false;
    const identity = foreseeIdentity(task, { nodeId, host, store, directory });
    return identity.kind === 'domain-account';
  };
  return createAccountFilter({
    couldAuthenticate: ({ id }, task) => couldAuthenticate(id, task),
    now,
  });
}
