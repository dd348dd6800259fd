/** Which nodes have a task of a global service. SwarmKit: manager/orchestrator/global/global.go. */
import { matchesConstraints } from '../../constraint/match-constraints.ts';
import type { Constraint } from '../../constraint/parse-constraints.ts';
import type { NodeId } from '../../model/ids.ts';
import type { Node } from '../../model/node.ts';
import type { Task } from '../../model/task.ts';
import type { Slot } from '../slot.ts';
import { isInvalidNode } from '../task.ts';

/** One change to the tasks of a global service. */
export type GlobalDecision =
  | { readonly kind: 'create'; readonly nodeId: NodeId }
  | { readonly kind: 'shut-down'; readonly task: Task };

/** A global service and where it is. */
export interface GlobalSnapshot {
  readonly constraints: readonly Constraint[];
  /** All nodes. */
  readonly nodes: readonly Node[];
  /** By node id: the tasks that the restart supervisor calls updatable. */
  readonly updatable: ReadonlyMap<string, Slot>;
}

/** What follows from a snapshot. */
export interface GlobalPlan {
  readonly decisions: readonly GlobalDecision[];
  /** Slots that stay, for the update supervisor. */
  readonly surviving: readonly Slot[];
}

/** Decides on all nodes for one service. SwarmKit: global.go, reconcileServices. */
export function decideGlobal(snapshot: GlobalSnapshot): GlobalPlan {
  const { constraints, nodes, updatable } = snapshot;
  const decisions: GlobalDecision[] = [];
  const surviving: Slot[] = [];
  const elsewhere = new Map(updatable);
  for (const node of nodes) {
    if (isInvalidNode(node)) continue;
    const slot = updatable.get(node.id);
    elsewhere.delete(node.id);
    if (!matchesConstraints(constraints, node)) decisions.push(...shutDownAll(slot ?? []));
    else if (node.spec.availability === 'pause') continue;
    else if (slot === undefined) decisions.push({ kind: 'create', nodeId: node.id });
    else surviving.push(slot);
  }
  // What is left is on nodes that are drained, down or gone.
  for (const slot of elsewhere.values()) decisions.push(...shutDownAll(slot));
  return { decisions, surviving };
}

/** A global service and one node. */
export interface GlobalNodeSnapshot {
  readonly constraints: readonly Constraint[];
  /** A node that is neither drained, nor down, nor paused. */
  readonly node: Node;
  /** The tasks there that the restart supervisor calls updatable. */
  readonly slot: Slot;
  readonly isDirty: (task: Task) => boolean;
}

/**
 * Decides on one node for one service. An outdated task is replaced at once, outside any rolling
 * update. SwarmKit: global.go, reconcileOneNode.
 */
export function decideGlobalNode(snapshot: GlobalNodeSnapshot): readonly GlobalDecision[] {
  const { constraints, node, slot, isDirty } = snapshot;
  if (!matchesConstraints(constraints, node)) return [];
  const dirty = slot.filter(isDirty);
  const clean = slot.filter((task) => !isDirty(task));
  const decisions = shutDownAll([...dirty, ...clean.slice(1)]);
  return clean.length > 0 ? decisions : [{ kind: 'create', nodeId: node.id }, ...decisions];
}

/** What becomes of a task that ended. SwarmKit: global.go, tickTasks. */
export function decideEndedTask(
  constraints: readonly Constraint[],
  node: Node | undefined,
): 'leave' | 'shut-down' | 'restart' {
  if (node === undefined || isInvalidNode(node)) return 'leave';
  if (node.spec.availability === 'pause') return 'shut-down';
  return matchesConstraints(constraints, node) ? 'restart' : 'shut-down';
}

function shutDownAll(slot: Slot): readonly GlobalDecision[] {
  return slot.map((task) => ({ kind: 'shut-down', task }));
}
