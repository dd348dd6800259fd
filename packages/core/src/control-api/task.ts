import type { Labels } from '../model/meta.ts';
import type { Task } from '../model/task.ts';
import type { TaskState } from '../model/task-state.ts';
import type { Store } from '../store/store.ts';
import { missingArgument, notFound } from './control-api-error.ts';
import { hasPrefixAmong, isAmong, matchesLabels } from './match-filters.ts';
import { runtimeName } from './runtime-name.ts';

/** The calls for tasks. SwarmKit: manager/controlapi/task.go. */
export function createTaskApi(store: Store, isUpToDate: (task: Task) => boolean): TaskApi {
  return {
    get(id) {
      if (id === '') throw missingArgument();
      const task = store.get('task', id);
      if (task === undefined) throw notFound(`task ${id} not found`);
      return task;
    },

    list(filters = {}) {
      return listCandidates(store, filters).filter((task) => {
        const labels = store.get('service', task.serviceId)?.spec.labels;
        if (!matchesTaskFilters(task, labels, filters)) return false;
        return filters.upToDate !== true || isUpToDate(task);
      });
    },

    remove(id) {
      if (id === '') throw missingArgument();
      store.update((tx) => {
        if (tx.get('task', id) === undefined) throw notFound(`task ${id} not found`);
        tx.delete('task', id);
      });
    },
  };
}

/** See {@link createTaskApi}. Every method throws {@link ControlApiError} when it refuses. */
export interface TaskApi {
  get(id: string): Task;
  list(filters?: TaskFilters): readonly Task[];
  /** Deletes the record of a task, whatever its state; what runs of it goes on. */
  remove(id: string): void;
}

/** Filters of {@link TaskApi.list}: all that are given must hold. */
export interface TaskFilters {
  readonly names?: readonly string[];
  readonly namePrefixes?: readonly string[];
  readonly idPrefixes?: readonly string[];
  /** Labels of the task's service. */
  readonly labels?: Labels;
  readonly serviceIds?: readonly string[];
  readonly nodeIds?: readonly string[];
  /** `container`, `attachment`, or the lower-case kind of a generic runtime. */
  readonly runtimes?: readonly string[];
  readonly desiredStates?: readonly TaskState[];
  /** Only tasks that an update of their service would leave alone. */
  readonly upToDate?: boolean;
}

/** Name of a task as lists show it. SwarmKit: api/naming/naming.go, Task. */
export function taskName(task: Task): string {
  return `${task.serviceName}.${task.slot === 0 ? task.nodeId : task.slot}.${task.id}`;
}

/** Uses an index where a filter names its key: a cluster may hold a hundred thousand tasks. */
function listCandidates(store: Store, filters: TaskFilters): readonly Task[] {
  const { serviceIds = [], nodeIds = [] } = filters;
  if (serviceIds.length > 0) {
    return [...new Set(serviceIds)].flatMap((id) => store.find('task', 'service', id));
  }
  if (nodeIds.length > 0) {
    return [...new Set(nodeIds)].flatMap((id) => store.find('task', 'node', id));
  }
  return store.list('task');
}

function matchesTaskFilters(task: Task, labels: Labels | undefined, filters: TaskFilters): boolean {
  const needsName = filters.names !== undefined || filters.namePrefixes !== undefined;
  const name = needsName ? taskName(task) : '';
  return (
    isAmong(task.serviceId, filters.serviceIds) &&
    isAmong(task.nodeId, filters.nodeIds) &&
    isAmong(task.desiredState, filters.desiredStates) &&
    isAmong(name, filters.names) &&
    hasPrefixAmong(name, filters.namePrefixes) &&
    hasPrefixAmong(task.id, filters.idPrefixes) &&
    isAmong(runtimeName(task.spec), filters.runtimes) &&
    matchesLabels(labels, filters.labels)
  );
}
