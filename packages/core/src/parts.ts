/**
 * Each component by itself, with the store and the environment it needs: for conformance runs,
 * benchmarks and swarms with a broken part. `createSwarm` wires these same parts.
 */
export { Kernel, type KernelOptions } from './kernel/kernel.ts';
export type { Environment, Scope } from './kernel/environment.ts';
export { hashState } from './store/state-hash.ts';
export { Store, type ReadTx, type Tx } from './store/store.ts';
export {
  createControlApi,
  type ControlApi,
  type ControlApiOptions,
} from './control-api/control-api.ts';
