import type { Meta } from './meta.ts';
import type { Task } from './task.ts';

/** What changes in the life of a task. */
export type TaskChange = Partial<
  Pick<
    Task,
    'nodeId' | 'status' | 'desiredState' | 'assignedGenericResources' | 'networks' | 'endpoint'
  >
>;

/**
 * Copies a task, with changes. Every field is spelt out: this is the most frequent copy of all, a
 * spread with overrides is many times slower, and tasks that are all made alike are quick to read.
 */
export function copyTask(task: Task, change: TaskChange, meta: Meta = task.meta): Task {
  const copy: Mutable<Task> = {
    id: task.id,
    meta,
    spec: task.spec,
    serviceId: task.serviceId,
    serviceName: task.serviceName,
    slot: task.slot,
    nodeId: change.nodeId ?? task.nodeId,
    incarnation: task.incarnation,
    status: change.status ?? task.status,
    desiredState: change.desiredState ?? task.desiredState,
  };
  if (task.specVersion !== undefined) copy.specVersion = task.specVersion;
  const networks = change.networks ?? task.networks;
  if (networks !== undefined) copy.networks = networks;
  const endpoint = change.endpoint ?? task.endpoint;
  if (endpoint !== undefined) copy.endpoint = endpoint;
  const claims = change.assignedGenericResources ?? task.assignedGenericResources;
  if (claims !== undefined) copy.assignedGenericResources = claims;
  if (task.jobIteration !== undefined) copy.jobIteration = task.jobIteration;
  return copy;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
