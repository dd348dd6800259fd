/** Every decision of a swarm that can be replaced from outside, and the real ones to wrap. */
import { agentDeciders, type AgentDeciders } from '../agent/agent-deciders.ts';
import { allocatorDeciders, type AllocatorDeciders } from '../allocator/allocator-deciders.ts';
import {
  controlApiDeciders,
  type ControlApiDeciders,
} from '../control-api/control-api-deciders.ts';
import { dispatcherDeciders, type DispatcherDeciders } from '../dispatcher/dispatcher-deciders.ts';
import { engineDeciders, type EngineDeciders } from '../engine/engine-deciders.ts';
import { decideIdentity, type DecideIdentity } from '../identity/decide-identity.ts';
import {
  checkFunction,
  checkOptions,
  checkRecord,
  type OptionTable,
} from '../options/check-options.ts';
import {
  enforcerDeciders,
  type EnforcerDeciders,
} from '../orchestrator/constraint-enforcer/constraint-enforcer.ts';
import { globalDeciders, type GlobalDeciders } from '../orchestrator/global/global.ts';
import { jobsDeciders, type JobsDeciders } from '../orchestrator/jobs/jobs.ts';
import {
  replicatedDeciders,
  type ReplicatedDeciders,
} from '../orchestrator/replicated/replicated.ts';
import { restartDeciders, type RestartDeciders } from '../orchestrator/restart/restart.ts';
import { reaperDeciders, type ReaperDeciders } from '../orchestrator/task-reaper/task-reaper.ts';
import { updateDeciders, type UpdateDeciders } from '../orchestrator/update/update-deciders.ts';
import type { Filter } from '../scheduler/filters/filter.ts';
import { defaultFilters } from '../scheduler/pipeline.ts';
import { schedulerDeciders, type SchedulerDeciders } from '../scheduler/scheduler-deciders.ts';

/** Every decision of a swarm, by name. Each is pure: what it decides follows from its arguments. */
export interface Deciders
  extends
    SchedulerDeciders,
    ReplicatedDeciders,
    GlobalDeciders,
    JobsDeciders,
    RestartDeciders,
    UpdateDeciders,
    ReaperDeciders,
    EnforcerDeciders,
    AllocatorDeciders,
    DispatcherDeciders,
    AgentDeciders,
    EngineDeciders,
    ControlApiDeciders {
  /** Which nodes a task may run on: the scheduler's filters, in the order in which a node meets them. */
  readonly filters: readonly Filter[];
  /** What a running container is on the network. */
  readonly decideIdentity: DecideIdentity;
}

/** Deciders to replace by others, so that tests can see a broken swarm caught. */
export type DeciderOptions = Partial<Deciders>;

/** The decisions as SwarmKit, Docker and Windows make them, for wrapping. */
export const realDeciders: Deciders = {
  ...schedulerDeciders,
  ...replicatedDeciders,
  ...globalDeciders,
  ...jobsDeciders,
  ...restartDeciders,
  ...updateDeciders,
  ...reaperDeciders,
  ...enforcerDeciders,
  ...allocatorDeciders,
  ...dispatcherDeciders,
  ...agentDeciders,
  ...engineDeciders,
  ...controlApiDeciders,
  filters: defaultFilters,
  decideIdentity,
};

/**
 * Checks deciders, and leaves out those that are not given after all.
 *
 * @throws SwarmSimError `invalid-argument`.
 */
export function readDeciders(deciders: DeciderOptions = {}): DeciderOptions {
  checkOptions<Deciders>('deciders', deciders, deciderTable);
  for (const filter of deciders.filters ?? []) {
    checkRecord('filter', filter);
    for (const part of ['prepare', 'inputs', 'explain'] as const) {
      checkFunction(`filter: ${part}`, filter[part]);
    }
  }
  return Object.fromEntries(Object.entries(deciders).filter(([, value]) => value !== undefined));
}

const deciderTable = Object.fromEntries(
  Object.keys(realDeciders).map((name) => [name, name === 'filters' ? 'list' : 'function']),
) as OptionTable<Deciders>;
