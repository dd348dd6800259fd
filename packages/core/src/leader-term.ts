/**
 * One leader's term: the components of the control plane, started from what the store holds, and
 * ended together. What they knew beyond the store ends with them, as it does in SwarmKit.
 * SwarmKit: manager/manager.go, becomeLeader and becomeFollower.
 */
import { createAllocator } from './allocator/allocator.ts';
import type { Component } from './component.ts';
import {
  createDispatcher,
  type Dispatcher,
  type DispatcherOptions,
} from './dispatcher/dispatcher.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { Link } from './link/link.ts';
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
  readonly scheduler?: SchedulerOptions;
  readonly dispatcher?: DispatcherOptions;
}

/** See the head of this file. */
export interface LeaderTerm extends Component {
  readonly scheduler: Scheduler;
  readonly dispatcher: Dispatcher;
}

/** Starts the control plane. */
export function startLeaderTerm(
  kernel: Kernel,
  store: Store,
  link: Link,
  options: LeaderTermOptions = {},
): LeaderTerm {
  const env = kernel.openScope();
  // Incarnations are counted across terms, so the factory lives outside the scope.
  const tasks = createTaskFactory(kernel, store);
  const restarts = createRestartSupervisor(env, store, { tasks });
  const updates = createUpdateSupervisor(env, store, { tasks, restarts });
  const orchestrator = { tasks, restarts, updates };
  const scheduler = createScheduler(env, store, options.scheduler);
  const dispatcher = createDispatcher(env, store, link, options.dispatcher);
  const components: readonly Component[] = [
    createReplicatedOrchestrator(env, store, orchestrator),
    createGlobalOrchestrator(env, store, orchestrator),
    createJobsOrchestrator(env, store, orchestrator),
    createTaskReaper(env, store),
    createConstraintEnforcer(env, store),
    createAllocator(env, store),
    scheduler,
    dispatcher,
    updates,
    restarts,
  ];
  return {
    scheduler,
    dispatcher,
    stop() {
      for (const component of components) component.stop();
      env.close();
    },
  };
}
