/** What the orchestrators share about one task. SwarmKit: manager/orchestrator/task.go. */
import { matchesConstraints } from '../constraint/match-constraints.ts';
import { parseConstraints, type Constraint } from '../constraint/parse-constraints.ts';
import { SwarmSimError } from '../kernel/errors.ts';
import { restartDelayMs } from '../model/defaults.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { NodeId, TaskId } from '../model/ids.ts';
import type { Node } from '../model/node.ts';
import type { Service } from '../model/service.ts';
import { isStateAfter, isStateFrom } from '../model/task-state.ts';
import type { Placement, RestartPolicy, Task, TaskSpec } from '../model/task.ts';
import { deepEqual } from './deep-equal.ts';
import { isJob, jobIterationOf } from './service-mode.ts';

/** A task that the store has not seen yet. */
export type NewTask = Omit<Task, 'meta'>;

/** Where a new task belongs: a slot's number, or 0 and the node of a global service or job. */
export interface TaskPlace {
  readonly slot: number;
  readonly nodeId: NodeId | '';
}

/** What tells one task of a place from the others. */
export interface TaskIdentity {
  readonly id: TaskId;
  readonly incarnation: number;
  /** Instant of creation, in ms. */
  readonly at: number;
}

const noEndpoint: Endpoint = Object.freeze({});

/**
 * Makes a task from a service's spec; a job's belongs to the job's present run.
 * SwarmKit: manager/orchestrator/task.go, NewTask.
 */
export function newTask(service: Service, place: TaskPlace, identity: TaskIdentity): NewTask {
  const { spec } = service;
  return {
    id: identity.id,
    spec: spec.task,
    specVersion: service.specVersion,
    serviceId: service.id,
    serviceName: spec.name,
    slot: place.slot,
    nodeId: place.nodeId,
    incarnation: identity.incarnation,
    status: { state: 'new', at: identity.at, message: 'created', err: '' },
    desiredState: 'running',
    endpoint: spec.endpoint === undefined ? noEndpoint : { spec: spec.endpoint },
    ...(isJob(service) ? { jobIteration: jobIterationOf(service) } : {}),
  };
}

/** Condition under which a task is restarted. SwarmKit: manager/orchestrator/task.go, RestartCondition. */
export function restartConditionOf(task: Task): RestartPolicy['condition'] {
  return task.spec.restart?.condition ?? 'any';
}

/** Pause before the replacement of a task starts, in ms. */
export function restartDelayMsOf(task: Task): number {
  return task.spec.restart?.delayMs ?? restartDelayMs;
}

/** Whether no task may stay on a node. SwarmKit: manager/orchestrator/task.go, InvalidNode. */
export function isInvalidNode(node: Node | undefined): boolean {
  if (node === undefined) return true;
  return node.status.state === 'down' || node.spec.availability === 'drain';
}

/** Whether a task is wanted: nobody has decided yet that it should stop. */
export function isWanted(task: Task): boolean {
  return !isStateAfter(task.desiredState, 'running');
}

/** Constraints as an orchestrator reads them: malformed ones do not constrain. */
export function constraintsOf(placement: Placement | undefined): readonly Constraint[] {
  const expressions = placement?.constraints ?? [];
  if (expressions.length === 0) return [];
  try {
    return parseConstraints(expressions);
  } catch (error) {
    if (error instanceof SwarmSimError && error.code !== 'invariant-violation') return [];
    throw error;
  }
}

/**
 * Whether a task differs from its service's spec so that an update has to replace it.
 * SwarmKit: manager/orchestrator/task.go, IsTaskDirty.
 */
export function isTaskDirty(service: Service, task: Task, node: Node | undefined): boolean {
  if (task.specVersion === service.specVersion) return false;
  const wanted = service.spec.task;
  if (isOnlyPlacementDirty(wanted, task) && nodeMatches(wanted.placement, node)) return false;
  if (!deepEqual(ignoresPullOptions(task) ? withPullOptionsOf(task, wanted) : wanted, task.spec)) {
    return true;
  }
  return task.endpoint !== undefined && !deepEqual(service.spec.endpoint, task.endpoint.spec);
}

/** SwarmKit: manager/orchestrator/task.go, IsTaskDirtyPlacementConstraintsOnly. */
function isOnlyPlacementDirty(wanted: TaskSpec, task: Task): boolean {
  const { placement: wantedPlacement, ...wantedRest } = wanted;
  const { placement, ...rest } = task.spec;
  return !deepEqual(wantedPlacement, placement) && deepEqual(wantedRest, rest);
}

function nodeMatches(placement: Placement | undefined, node: Node | undefined): boolean {
  return node !== undefined && matchesConstraints(constraintsOf(placement), node);
}

/** A task that is past pulling its image does not care how it would be pulled now. */
function ignoresPullOptions(task: Task): boolean {
  const { state } = task.status;
  return isWanted(task) && isStateFrom(state, 'ready') && !isStateAfter(state, 'running');
}

function withPullOptionsOf(task: Task, wanted: TaskSpec): TaskSpec {
  const present = task.spec.runtime;
  if (wanted.runtime?.kind !== 'container' || present?.kind !== 'container') return wanted;
  const { pullOptions: _ignored, ...runtime } = wanted.runtime;
  const { pullOptions } = present;
  return {
    ...wanted,
    runtime: { ...runtime, ...(pullOptions === undefined ? {} : { pullOptions }) },
  };
}
