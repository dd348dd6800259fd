/** Strikes what a fault names: looks its node or task up, then leaves the rest to `faults`. */
import type { Fault, StruckFault, StruckTask } from '../faults/faults.ts';
import { SwarmSimError } from '../kernel/errors.ts';
import type { ReadTx } from '../store/store.ts';
import { checkFault } from './check-fault.ts';
import { resolveReference } from './resolve-reference.ts';
import { resolveTask } from './tasks-api.ts';

/**
 * Applies a fault.
 *
 * @throws SwarmSimError where it makes no sense or strikes nothing; then nothing was struck.
 */
export function performFault(
  state: ReadTx,
  fault: Fault,
  strike: (fault: StruckFault) => void,
): void {
  checkFault(fault);
  if (fault.kind === 'exit-task') strike({ ...fault, task: findRunning(state, fault.task) });
  else strike({ ...fault, node: resolveReference(state, 'node', fault.node).id });
}

/** The task, which must be on a node to have a container there. */
function findRunning(state: ReadTx, reference: string): StruckTask {
  const { id, nodeId } = resolveTask(state, reference);
  if (nodeId !== '') return { id, node: nodeId };
  throw new SwarmSimError('failed-precondition', `task ${id} has no running container`);
}
