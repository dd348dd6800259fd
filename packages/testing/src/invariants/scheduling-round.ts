/** One look of the scheduler at the waiting tasks, read off what it wrote. */
import type { Node, Task } from '@swarmsim/core';
import type { Step } from './invariant.ts';
import { findRefusal } from './naive-filters.ts';
import { hostPorts, without, type NodeLoad } from './node-loads.ts';
import { foundOncePerStep } from './shared-facts.ts';
import { isToRun } from './task-states.ts';

/** Tasks of one service and version that were placed in one round, after the groups before it. */
export interface PlacedGroup {
  /** One of them; all are alike. */
  readonly task: Task;
  /** How many tasks there were to place. */
  readonly size: number;
  /** Every node, with what it had before and what it got. */
  readonly nodes: readonly RoundNode[];
}

/** A node in a round. */
export interface RoundNode {
  readonly node: Node;
  /** Recent failures of the service and version there. */
  readonly failures: number;
  /** Tasks of the service before. */
  readonly ownTasks: number;
  /** Tasks of all services before. */
  readonly allTasks: number;
  /** How many such tasks it could take, 0 where a filter refuses it. */
  readonly room: number;
  /** How many it got. */
  readonly placed: number;
}

/** The scheduler writes what it found, nobody else does, and it has seen all that was before. */
export function isQuietRound({ at, commits, tasks, history }: Step): boolean {
  // Few steps come further than this.
  if (tasks[0]?.before?.status.state !== 'pending') return false;
  const isRound = tasks.every(
    ({ before, after }) =>
      before !== undefined &&
      after !== undefined &&
      (isRefusal(before, after) || isAssigned(before, after)),
  );
  if (!isRound || history.previousCommitAt === at || history.termBeganAt === at) return false;
  return commits.every(({ changes }) => changes.every(({ table }) => table === 'task'));
}

/** Ghosts up to which each is looked at; a swarm with more of them is left alone. */
const ghostsMax = 100;

/** Whether a task that is gone may take the room of a node for a moment; undefined asks of any node. */
export function mayBeHaunted(step: Step, nodeId?: string): boolean {
  const { cluster, history } = step;
  if (history.ghosts.length === 0) return false;
  if (history.ghosts.length > ghostsMax) return true;
  const nodes = cluster.nodes().filter(({ id }) => nodeId === undefined || id === nodeId);
  return history.ghosts.some((ghost) =>
    nodes.some((node) => {
      const refusal = findRefusal(ghost, { node, load: cluster.loadOf(node.id) }, step);
      return refusal === 'none' || refusal === undefined;
    }),
  );
}

/** Whether this is the moment at which a task gets its node. */
export function isAssigned(before: Task, after: Task): boolean {
  return before.status.state === 'pending' && after.status.state === 'assigned';
}

/** Whether this is the moment at which a waiting task is told why. */
export function isRefusal(before: Task, after: Task): boolean {
  return (
    before.status.state === 'pending' &&
    after.status.state === 'pending' &&
    before.status.err !== after.status.err &&
    before.desiredState === after.desiredState
  );
}

/**
 * The groups of a round, in the order in which they were placed; nothing where that, or what they found,
 * cannot be told. Tasks that came with their node were looked at before all others.
 * SwarmKit: manager/scheduler/scheduler.go, tick.
 */
export const readGroups: (step: Step) => readonly PlacedGroup[] = foundOncePerStep(findGroups);

function findGroups(step: Step): readonly PlacedGroup[] {
  const groups = new Map<string, Task[]>();
  for (const { before, after } of step.tasks) {
    if (before === undefined || after === undefined || !isAssigned(before, after)) continue;
    if (!isOrdinary(after, step)) return none;
    if (before.nodeId !== '') continue;
    const key = `${after.serviceId} ${after.specVersion}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [after]);
    else group.push(after);
  }
  const inOrder = [...groups.values()];
  const placed: PlacedGroup[] = [];
  for (const [index, group] of inOrder.entries()) {
    const read = readGroup(group, inOrder.slice(index).flat(), step);
    if (read === undefined) return none;
    placed.push(read);
  }
  return placed;
}

const none: readonly never[] = [];

/** A task of the present spec that is to run, and reserves what can be counted. */
function isOrdinary(task: Task, { cluster, history }: Step): boolean {
  const service = cluster.service(task.serviceId);
  const { generic = [] } = task.spec.resources?.reservations ?? {};
  return (
    service !== undefined &&
    isToRun(task) &&
    task.specVersion === service.specVersion &&
    history.newestVersionOf(service.id) === service.specVersion &&
    generic.length === 0
  );
}

function readGroup(
  group: readonly Task[],
  laterOrOwn: readonly Task[],
  step: Step,
): PlacedGroup | undefined {
  const [task] = group;
  if (task === undefined) return undefined;
  const { cluster, history, at } = step;
  const nodes: RoundNode[] = [];
  for (const node of cluster.nodes()) {
    let load = cluster.loadOf(node.id);
    for (const other of laterOrOwn) if (other.nodeId === node.id) load = without(load, other);
    const room = findRoom(task, node, { load, step });
    if (room === undefined) return undefined;
    nodes.push({
      node,
      failures: history.failuresOf(task, node.id, at),
      ownTasks: load.tasksOf(task.serviceId),
      allTasks: load.tasks,
      room,
      placed: group.filter(({ nodeId }) => nodeId === node.id).length,
    });
  }
  const waiting = cluster
    .tasksOf(task.serviceId)
    .filter(
      ({ status, nodeId, specVersion }) =>
        status.state === 'pending' && nodeId === '' && specVersion === task.specVersion,
    );
  return { task, size: group.length + waiting.length, nodes };
}

/** How many tasks like this one a node has room for. */
function findRoom(
  task: Task,
  node: Node,
  { load, step }: { readonly load: NodeLoad; readonly step: Step },
): number | undefined {
  const refusal = findRefusal(task, { node, load }, step);
  if (refusal === undefined) return undefined;
  if (refusal !== 'none') return 0;
  const { nanoCpus = 0, memoryBytes = 0 } = task.spec.resources?.reservations ?? {};
  const declared = node.description?.resources;
  const { maxReplicas = 0 } = task.spec.placement ?? {};
  return Math.min(
    divide((declared?.nanoCpus ?? 0) - load.nanoCpus, nanoCpus),
    divide((declared?.memoryBytes ?? 0) - load.memoryBytes, memoryBytes),
    hostPorts(task).length > 0 ? 1 : Infinity,
    maxReplicas > 0 ? maxReplicas - load.tasksOf(task.serviceId) : Infinity,
  );
}

function divide(free: number, each: number): number {
  return each === 0 ? Infinity : Math.floor(free / each);
}
