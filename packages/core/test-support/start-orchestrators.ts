import type { Component } from '../src/component.ts';
import { createGlobalOrchestrator } from '../src/orchestrator/global/global.ts';
import { createJobsOrchestrator } from '../src/orchestrator/jobs/jobs.ts';
import {
  createReplicatedOrchestrator,
  type ReplicatedDeciders,
} from '../src/orchestrator/replicated/replicated.ts';
import { createRestartSupervisor } from '../src/orchestrator/restart/restart.ts';
import { createTaskFactory, type TaskFactory } from '../src/orchestrator/task-factory.ts';
import { createUpdateSupervisor } from '../src/orchestrator/update/update.ts';
import type { HandDrivenSwarm } from './hand-driven-swarm.ts';

const factories = new WeakMap<HandDrivenSwarm, TaskFactory>();

/** Starts the orchestrators and their supervisors, in a term of their own, and runs what is due. */
export function startOrchestrators(
  swarm: HandDrivenSwarm,
  deciders: Partial<ReplicatedDeciders> = {},
): Component {
  const { kernel, store } = swarm;
  const tasks = factories.get(swarm) ?? createTaskFactory(kernel, store);
  factories.set(swarm, tasks);
  const env = kernel.openScope();
  const restarts = createRestartSupervisor(env, store, { tasks });
  const updates = createUpdateSupervisor(env, store, { tasks, restarts });
  const options = { tasks, restarts, updates };
  const components: readonly Component[] = [
    restarts,
    updates,
    createReplicatedOrchestrator(env, store, { ...options, deciders }),
    createGlobalOrchestrator(env, store, options),
    createJobsOrchestrator(env, store, options),
  ];
  swarm.run();
  return {
    stop() {
      for (const component of components) component.stop();
      env.close();
    },
  };
}
