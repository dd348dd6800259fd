import type { Fault } from '../faults/faults.ts';
import type { ReadTx } from '../store/store.ts';
import type { Apply } from './operation.ts';
import { resolveReference } from './resolve-reference.ts';

/** What may go wrong with a node. References are ids, host names or id prefixes. */
export interface FaultsApi {
  /** Applies any fault, as plain data. */
  apply(fault: Fault): void;
  /** The host dies: its containers and its memory are gone. */
  crash(node: string): void;
  /** A host that crashed comes back, with no container. */
  restart(node: string): void;
  /** The host and the managers no longer reach each other; its containers go on. */
  partition(node: string): void;
  /**
   * The container of a task ends by itself now; the task is named by id, name (`web.1`) or prefix.
   *
   * @throws SwarmSimError `failed-precondition` where it does not run.
   */
  exitTask(task: string, options?: { readonly exitCode?: number }): void;
  /** The path between host and managers is whole again. */
  repair(node: string): void;
}

/** Makes `swarm.faults`. */
export function createFaultsApi(state: ReadTx, apply: Apply): FaultsApi {
  const strike = (kind: 'crash' | 'restart' | 'partition' | 'repair', reference: string): void => {
    const { id } = resolveReference(state, 'node', reference);
    apply({ kind: 'fault', fault: { kind, node: id } });
  };
  return {
    apply: (fault) => apply({ kind: 'fault', fault }),
    crash: (node) => strike('crash', node),
    restart: (node) => strike('restart', node),
    partition: (node) => strike('partition', node),
    exitTask: (task, options) =>
      apply({ kind: 'fault', fault: { ...options, kind: 'exit-task', task } }),
    repair: (node) => strike('repair', node),
  };
}
