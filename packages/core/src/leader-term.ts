/**
 * One leader's term: the components of the control plane, started from what the store holds, and
 * ended together. What they knew beyond the store ends with them, as it does in SwarmKit.
 * SwarmKit: manager/manager.go, becomeLeader and becomeFollower.
 */
import { createAllocator } from './allocator/allocator.ts';
import type { DeciderOptions } from './client/decider-options.ts';
import type { Component } from './component.ts';
import {
  createDispatcher,
  type Dispatcher,
  type DispatcherOptions,
} from './dispatcher/dispatcher.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { Link } from './link/link.ts';
import type { ManagersTerm } from './managers/managers.ts';
import { createRoleManager, type RaftMembers } from './managers/role-manager.ts';
import { createConstraintEnforcer } from './orchestrator/constraint-enforcer/constraint-enforcer.ts';
import { createGlobalOrchestrator } from './orchestrator/global/global.ts';
import { createJobsOrchestrator } from './orchestrator/jobs/jobs.ts';
import { createReplicatedOrchestrator } from './orchestrator/replicated/replicated.ts';
import { createRestartSupervisor } from './orchestrator/restart/restart.ts';
import { createTaskFactory } from './orchestrator/task-factory.ts';
import { createTaskReaper } from './orchestrator/task-reaper/task-reaper.ts';
import { createUpdateSupervisor } from './orchestrator/update/update.ts';
import { createScheduler, type Scheduler, type SchedulerOptions } from './scheduler/scheduler.ts';
import type { Store } from './store/store.ts';

/** Options of a term's components. */
export interface LeaderTermOptions {
  readonly deciders?: DeciderOptions;
  readonly scheduler?: SchedulerOptions;
  readonly dispatcher?: DispatcherOptions;
}

/** See the head of this file. */
export interface LeaderTerm extends Component, ManagersTerm {
  readonly scheduler: Scheduler;
  readonly dispatcher: Dispatcher;
}

/** What the components of a term work with. */
export interface LeaderTermParts {
  readonly store: Store;
  readonly link: Link;
  readonly raft: RaftMembers;
}

/** Starts the control plane. */
export function startLeaderTerm(
  kernel: Kernel,
  parts: LeaderTermParts,
  options: LeaderTermOptions = {},
): LeaderTerm {
  const { store, link, raft } = parts;
  const { deciders = {} } = options;
  const env = kernel.openScope();
  // Incarnations are counted across terms, so the factory lives outside the scope.
  const tasks = createTaskFactory(kernel, store);
  const restarts = createRestartSupervisor(env, store, { tasks, deciders });
  const updates = createUpdateSupervisor(env, store, { tasks, restarts, deciders });
  const orchestrator = { tasks, restarts, updates, deciders };
  // First of all: what an earlier leader knew of nodes counts no more.
  const dispatcher = createDispatcher(env, store, link, { deciders, ...options.dispatcher });
  const scheduler = createScheduler(env, store, { deciders, ...options.scheduler });
  const components: readonly Component[] = [
    createReplicatedOrchestrator(env, store, orchestrator),
    createGlobalOrchestrator(env, store, orchestrator),
    createJobsOrchestrator(env, store, orchestrator),
    createTaskReaper(env, store, { deciders }),
    createConstraintEnforcer(env, store, { deciders }),
    createAllocator(env, store, { deciders }),
    createRoleManager(env, store, raft),
    scheduler,
    dispatcher,
    updates,
    restarts,
  ];
  return {
    scheduler,
    dispatcher,
    hold: () => env.hold(),
    release: () => env.release(),
    stop() {
      for (const component of components) component.stop();
      env.close();
    },
  };
}
