/**
 * Each component by itself, with the store and the environment it needs: for conformance runs,
 * benchmarks and swarms with a broken part. `createSwarm` wires these same parts.
 */
export type { Component } from './component.ts';
export { Kernel, type KernelOptions } from './kernel/kernel.ts';
export type { Environment, Scope } from './kernel/environment.ts';
export { createStream, type RandomStream } from './kernel/random.ts';
export { toId } from './model/ids.ts';
export { hashState } from './store/state-hash.ts';
export { Store, type ReadTx, type Tx } from './store/store.ts';
export { watch } from './store/watch.ts';
export {
  createControlApi,
  type ControlApi,
  type ControlApiOptions,
} from './control-api/control-api.ts';
export { labelNamedBy, labelValueOn, matchesConstraints } from './constraint/match-constraints.ts';
export { parseConstraints, type Constraint } from './constraint/parse-constraints.ts';
export { createScheduler, type Scheduler, type SchedulerOptions } from './scheduler/scheduler.ts';
export type { SchedulerDeciders } from './scheduler/scheduler-deciders.ts';
export { realDeciders, type DeciderOptions, type Deciders } from './client/decider-options.ts';
export { defaultFilters } from './scheduler/pipeline.ts';
export type { Filter } from './scheduler/filters/filter.ts';
