/** How many replicas a service gets, and which go. SwarmKit: manager/orchestrator/replicated/services.go. */
import { isTerminalState } from '../../model/task-state.ts';
import type { Node } from '../../model/node.ts';
import type { Task } from '../../model/task.ts';
import type { Slot } from '../slot.ts';
import { isInvalidNode, isWanted } from '../task.ts';

/** A service's slots as the restart supervisor sees them. */
export interface ReplicatedSnapshot {
  readonly replicas: number;
  /** Slots that hold a replica, by slot number: the tasks an update has to look at. */
  readonly updatable: ReadonlyMap<number, Slot>;
  /** Slots with nothing but ended tasks, by slot number. */
  readonly dead: ReadonlyMap<number, Slot>;
}

/** One change to the tasks of a service. */
export type ReplicatedDecision =
  | { readonly kind: 'create'; readonly slot: number }
  /** The task is asked to stop and then to be deleted. */
  | { readonly kind: 'remove'; readonly task: Task }
  /** The record of an ended task goes at once. */
  | { readonly kind: 'delete'; readonly task: Task };

/** What follows from a snapshot. */
export interface ReplicatedPlan {
  /** Slots that stay, for the update supervisor. */
  readonly surviving: readonly Slot[];
  readonly decisions: readonly ReplicatedDecision[];
}

/** Decides what brings a service to its number of replicas. SwarmKit: services.go, reconcile. */
export function decideReplicated(snapshot: ReplicatedSnapshot): ReplicatedPlan {
  const { replicas, updatable, dead } = snapshot;
  const slots = [...updatable.values()];
  if (replicas >= slots.length) {
    const created = lowestFreeSlots(updatable, replicas - slots.length);
    const reused = new Set(created);
    const decisions: ReplicatedDecision[] = created.map((slot) => ({ kind: 'create', slot }));
    // A dead slot that is used again keeps its history.
    for (const [number, slot] of dead)
      if (!reused.has(number)) decisions.push(...deletionsOf(slot));
    return { surviving: slots, decisions };
  }

  const ranked = rankSurvivors(slots);
  const decisions: ReplicatedDecision[] = [...dead.values()].flatMap(deletionsOf);
  for (const slot of ranked.slice(replicas)) {
    for (const task of slot) decisions.push({ kind: 'remove', task });
  }
  return { surviving: ranked.slice(0, replicas), decisions };
}

/**
 * Orders slots from the last to be removed to the first: a slot's rank is how many slots on its node
 * come before it, running ones and low numbers first, so that what is left is spread evenly. Slots
 * without a node, or in the middle of an update, go first.
 * SwarmKit: replicated/services.go, reconcile, and replicated/slot.go.
 */
export function rankSurvivors(slots: readonly Slot[]): readonly Slot[] {
  const preferred = slots
    .map((slot) => ({ slot, isRunning: slot.some(isRunning), number: slot[0]?.slot ?? 0 }))
    .sort((a, b) => Number(b.isRunning) - Number(a.isRunning) || a.number - b.number);

  const copiesOnNode = new Map<string, number>();
  const ranked = preferred.map(({ slot }) => {
    const nodeId = slot.length === 1 ? (slot[0]?.nodeId ?? '') : '';
    if (nodeId === '') return { slot, rank: Number.MAX_SAFE_INTEGER };
    const rank = (copiesOnNode.get(nodeId) ?? 0) + 1;
    copiesOnNode.set(nodeId, rank);
    return { slot, rank };
  });
  // Deviation: Go's second sort leaves the order of equal ranks open beyond 12 slots; this one does not.
  return ranked.sort((a, b) => a.rank - b.rank).map(({ slot }) => slot);
}

/**
 * Whether a task has to be restarted: it is wanted, but it ended, or its node is down, drained or gone.
 * SwarmKit: manager/orchestrator/replicated/tasks.go, handleTaskChange.
 */
export function needsRestart(task: Task, nodeOf: (nodeId: string) => Node | undefined): boolean {
  if (!isWanted(task)) return false;
  if (isTerminalState(task.status.state)) return true;
  return task.nodeId !== '' && isInvalidNode(nodeOf(task.nodeId));
}

function isRunning(task: Task): boolean {
  return task.status.state === 'running';
}

function deletionsOf(slot: Slot): readonly ReplicatedDecision[] {
  return slot.map((task) => ({ kind: 'delete', task }));
}

function lowestFreeSlots(taken: ReadonlyMap<number, Slot>, count: number): readonly number[] {
  const free: number[] = [];
  for (let slot = 1; free.length < count; slot += 1) if (!taken.has(slot)) free.push(slot);
  return free;
}
