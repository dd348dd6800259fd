/**
 * What may go wrong, as plain data: a fault can be written down, drawn, replayed and sent elsewhere.
 * Applying one calls those parts of the simulation that it strikes; it decides nothing itself.
 */
import { SwarmSimError } from '../kernel/errors.ts';
import type { NodeId } from '../model/ids.ts';

/**
 * A fault, or the end of one. People name its node by id, host name or id prefix; what is struck has
 * an id.
 */
export type Fault<Node extends string = string> =
  /** The host dies: its containers, and all that its agent held in memory. */
  | { readonly kind: 'crash'; readonly node: Node }
  /** The host comes back; one that is up loses power first. */
  | { readonly kind: 'restart'; readonly node: Node }
  /** Node and managers no longer reach each other, both ways unless said otherwise. */
  | { readonly kind: 'partition'; readonly node: Node; readonly direction?: FaultDirection }
  /** Messages pass again. */
  | { readonly kind: 'repair'; readonly node: Node };

/** Which messages a partition stops. */
export type FaultDirection = 'both' | 'to-managers' | 'from-managers';

/** What faults strike: the agents, and the link between them and the managers. */
export interface FaultTargets {
  readonly agents: { crash(nodeId: NodeId): void; restart(nodeId: NodeId): void };
  readonly link: {
    partition(nodeId: NodeId, direction?: FaultDirection): void;
    repair(nodeId: NodeId): void;
  };
}

/** Applies a fault now. A fault that is in force already changes nothing. */
export function applyFault(fault: Fault<NodeId>, { agents, link }: FaultTargets): void {
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
    default:
      throw new SwarmSimError('invalid-argument', `unknown fault '${kindOf(fault)}'`);
  }
}

/** Faults may come from callers without types. */
function kindOf(fault: never): string {
  return String((fault as { readonly kind?: unknown } | null)?.kind);
}
