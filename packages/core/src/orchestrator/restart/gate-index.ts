import type { TimerId } from '../../kernel/environment.ts';

/** Which gated tasks wait for which old task, and for which node in case it is lost. */
export interface GateIndex {
  /** Whether there is no gate at all. */
  isEmpty(): boolean;
  onTask(oldTaskId: string): readonly string[];
  onNode(oldNodeId: string): readonly string[];
  add(taskId: string, gate: Gate): void;
  remove(taskId: string, gate: Gate): void;
}

/** A closed gate, as plain data. */
export interface Gate {
  /** The old task that has to stop; the empty text when there is nothing to wait for. */
  readonly oldTaskId: string;
  readonly oldNodeId: string;
  /** From this instant on the old task is waited for no longer. */
  readonly timeoutAt: number;
  isDelayOver: boolean;
  isOldTaskStopped: boolean;
  /** The gated task has ended already: it is restarted once the gate is open. */
  isRestartDue: boolean;
  timer: TimerId;
}

/** Makes the index of the gates that there are; later ones are added and removed by hand. */
export function createGateIndex(gates: Readonly<Record<string, Gate>>): GateIndex {
  const byTask = new Map<string, Set<string>>();
  const byNode = new Map<string, Set<string>>();
  let size = 0;

  const index: GateIndex = {
    isEmpty: () => size === 0,
    onTask: (oldTaskId) => [...(byTask.get(oldTaskId) ?? [])],
    onNode: (oldNodeId) => [...(byNode.get(oldNodeId) ?? [])],
    add(taskId, gate) {
      size += 1;
      if (gate.isOldTaskStopped) return;
      addTo(byTask, gate.oldTaskId, taskId);
      if (gate.oldNodeId !== '') addTo(byNode, gate.oldNodeId, taskId);
    },
    remove(taskId, gate) {
      size -= 1;
      removeFrom(byTask, gate.oldTaskId, taskId);
      removeFrom(byNode, gate.oldNodeId, taskId);
    },
  };
  for (const [taskId, gate] of Object.entries(gates)) index.add(taskId, gate);
  return index;
}

function addTo(map: Map<string, Set<string>>, key: string, taskId: string): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([taskId]));
  else known.add(taskId);
}

function removeFrom(map: Map<string, Set<string>>, key: string, taskId: string): void {
  const known = map.get(key);
  known?.delete(taskId);
  if (known?.size === 0) map.delete(key);
}
