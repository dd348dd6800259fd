/** Which tasks may no longer be on a node. SwarmKit: orchestrator/constraintenforcer. */
import { matchesConstraints } from '../../constraint/match-constraints.ts';
import {
  consumeResources,
  copyResources,
  itemsOf,
  type ResourceItem,
} from '../../generic-resource/resource-list.ts';
import type { Node } from '../../model/node.ts';
import type { GenericResource } from '../../model/resources.ts';
import type { Service } from '../../model/service.ts';
import { isStateAfter, isStateFrom } from '../../model/task-state.ts';
import type { Task } from '../../model/task.ts';
import { constraintsOf } from '../task.ts';

/** A node and what is on it. */
export interface EnforceSnapshot {
  readonly node: Node;
  /** Tasks of the node, in the order in which they get what the node has. */
  readonly tasks: readonly Task[];
  readonly serviceOf: (task: Task) => Service | undefined;
}

interface Available {
  nanoCpus: number;
  memoryBytes: number;
  readonly generic: ResourceItem[];
}

/** Decides which tasks the node is rid of. SwarmKit: constraint_enforcer.go, rejectNoncompliantTasks. */
export function decideEnforce({ node, tasks, serviceOf }: EnforceSnapshot): readonly Task[] {
  // A drained node is emptied by the orchestrators; one on pause keeps what it has.
  if (node.spec.availability !== 'active') return [];
  const resources = node.description?.resources;
  const available: Available = {
    nanoCpus: resources?.nanoCpus ?? 0,
    memoryBytes: resources?.memoryBytes ?? 0,
    generic: copyResources(resources?.generic),
  };

  const rejected: Task[] = [];
  for (const task of tasks) {
    if (!holdsItsPlace(task)) continue;
    if (!isPlacementMet(task, serviceOf(task), node) || !reserve(available, task)) {
      rejected.push(task);
      continue;
    }
    const held = task.assignedGenericResources ?? [];
    if (!held.every((resource) => hasResource(available.generic, resource))) {
      // SwarmKit leaves its loop here: the tasks after this one are not looked at.
      rejected.push(task);
      break;
    }
    consumeResources(available.generic, held);
  }
  return rejected;
}

function holdsItsPlace({ desiredState, status }: Task): boolean {
  if (!isStateFrom(desiredState, 'assigned') || isStateAfter(desiredState, 'complete'))
    return false;
  return !isStateFrom(status.state, 'complete');
}

/** The service's constraints count, since a task may be older than them without being outdated. */
function isPlacementMet(task: Task, service: Service | undefined, node: Node): boolean {
  const placement = service === undefined ? task.spec.placement : service.spec.task.placement;
  return matchesConstraints(constraintsOf(placement), node);
}

/** Takes a reservation from what is left. False: there is not enough, and nothing was taken. */
function reserve(available: Available, task: Task): boolean {
  const reservations = task.spec.resources?.reservations;
  if (reservations === undefined) return true;
  const { nanoCpus, memoryBytes } = reservations;
  if (memoryBytes > available.memoryBytes || nanoCpus > available.nanoCpus) return false;
  available.memoryBytes -= memoryBytes;
  available.nanoCpus -= nanoCpus;
  return true;
}

/** SwarmKit: api/genericresource/validate.go, HasResource. */
function hasResource(available: readonly ResourceItem[], held: GenericResource): boolean {
  for (const item of itemsOf(held.resource, available)) {
    if (item.kind === 'discrete') return held.kind === 'discrete' && held.value <= item.value;
    if (held.kind !== 'named') return false;
    if (held.value === item.value) return true;
  }
  return false;
}
