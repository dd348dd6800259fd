/**
 * What may go wrong, as plain data: a fault can be written down, drawn, replayed and sent elsewhere.
 * Applying one calls those parts of the simulation that it strikes; it decides nothing itself.
 */
import { SwarmSimError } from '../kernel/errors.ts';
import type { NodeId } from '../model/ids.ts';

/**
 * A fault, or the end of one. People name its node by id, host name or id prefix, and its task by id,
 * name (`web.1`) or id prefix; what is struck has an id.
 */
export type Fault<Node = string, Task = string> =
  /** The host dies: its containers, and all that its agent held in memory. */
  | { readonly kind: 'crash'; readonly node: Node }
  /** The host comes back; one that is up loses power first. */
  | { readonly kind: 'restart'; readonly node: Node }
  /** Node and managers no longer reach each other, both ways unless said otherwise. */
  | { readonly kind: 'partition'; readonly node: Node; readonly direction?: FaultDirection }
  /** Messages pass again. */
  | { readonly kind: 'repair'; readonly node: Node }
  /** The container of a task ends by itself. The exit code is 0, success, unless given. */
  | { readonly kind: 'exit-task'; readonly task: Task; readonly exitCode?: number };

/** A task as it is struck: on its node, by id. */
export interface StruckTask {
  readonly node: NodeId;
  readonly id: string;
}

/** A fault of which the references are looked up. */
export type StruckFault = Fault<NodeId, StruckTask>;

/** Which messages a partition stops. */
export type FaultDirection = 'both' | 'to-managers' | 'from-managers';

/** What faults strike: the agents, and the link between them and the managers. */
export interface FaultTargets {
  readonly agents: {
    crash(nodeId: NodeId): void;
    restart(nodeId: NodeId): void;
    exitContainer(nodeId: NodeId, taskId: string, exitCode: number): boolean;
  };
  readonly link: {
    partition(nodeId: NodeId, direction?: FaultDirection): void;
    repair(nodeId: NodeId): void;
  };
}

/**
 * Applies a fault now. A fault that is in force already changes nothing.
 *
 * @throws SwarmSimError `failed-precondition` where a task has no running container.
 */
export function applyFault(fault: StruckFault, { agents, link }: FaultTargets): void {
  switch (fault.kind) {
    case 'crash':
      agents.crash(fault.node);
      return;
    case 'restart':
      agents.restart(fault.node);
      return;
    case 'partition':
      link.partition(fault.node, fault.direction ?? 'both');
      return;
    case 'repair':
      link.repair(fault.node);
      return;
    case 'exit-task': {
      const { task, exitCode = 0 } = fault;
      if (agents.exitContainer(task.node, task.id, exitCode)) return;
      const message = `task ${task.id} has no running container`;
      throw new SwarmSimError('failed-precondition', message);
    }
    default:
      throw new SwarmSimError('invalid-argument', `unknown fault '${kindOf(fault)}'`);
  }
}

/** Faults may come from callers without types. */
function kindOf(fault: never): string {
  return String((fault as { readonly kind?: unknown } | null)?.kind);
}
