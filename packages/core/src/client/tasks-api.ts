import type { Task } from '../model/task.ts';
import { taskStates, type TaskState } from '../model/task-state.ts';
import { checkOneOf, checkOptions } from '../options/check-options.ts';
import type { ReadTx } from '../store/store.ts';
import { resolveReference, taskName } from './resolve-reference.ts';

/** Which tasks to list; what is absent matches all. */
export interface TaskFilter {
  /** Service by id, name or id prefix. */
  readonly service?: string;
  /** Node by id, host name or id prefix. */
  readonly node?: string;
  readonly desiredState?: TaskState;
  /** Observed state. */
  readonly state?: TaskState;
}

/** Tasks of the swarm. References are ids, names such as `web.1`, or id prefixes. */
export interface TasksApi {
  /** The task; by name, the newest one of that slot. @throws SwarmSimError `not-found`. */
  get(reference: string): Task;
  /** The task with this id, if it exists. */
  find(id: string): Task | undefined;
  /** Tasks that match, dead ones included, oldest first. */
  list(filter?: TaskFilter): readonly Task[];
  /** `web.1`, or `web.HOST` for a task of a global service. */
  nameOf(task: Task): string;
}

/** Makes `swarm.tasks`. */
export function createTasksApi(state: ReadTx): TasksApi {
  return {
    get: (reference) => resolveTask(state, reference),
    find: (id) => state.get('task', id),
    list(filter = {}) {
      checkFilter(filter);
      const candidates = selectTasks(state, filter);
      return candidates.filter(
        (task) =>
          (filter.desiredState === undefined || task.desiredState === filter.desiredState) &&
          (filter.state === undefined || task.status.state === filter.state),
      );
    },
    nameOf: (task) => taskName(task, state),
  };
}

/** Finds a task; a name means the newest task of its slot, as a person means it. */
export function resolveTask(state: ReadTx, reference: string): Task {
  const byId = state.get('task', reference);
  if (byId !== undefined) return byId;
  const named = state.list('task').filter((task) => taskName(task, state) === reference);
  const newest = named.at(-1);
  return newest ?? resolveReference(state, 'task', reference);
}

/** moby: daemon/cluster/filters.go words it so for desired states. */
function checkFilter(filter: TaskFilter): void {
  checkOptions<TaskFilter>('task filter', filter, {
    service: 'text',
    node: 'text',
    desiredState: 'text',
    state: 'text',
  });
  const { desiredState, state } = filter;
  checkOneOf(desiredState, taskStates, (value) => `Invalid desired-state filter: '${value}'`);
  checkOneOf(state, taskStates, (value) => `Invalid state filter: '${value}'`);
}

function selectTasks(state: ReadTx, filter: TaskFilter): readonly Task[] {
  const node =
    filter.node === undefined ? undefined : resolveReference(state, 'node', filter.node).id;
  if (filter.service !== undefined) {
    const { id } = resolveReference(state, 'service', filter.service);
    const tasks = state.find('task', 'service', id);
    return node === undefined ? tasks : tasks.filter(({ nodeId }) => nodeId === node);
  }
  return node === undefined ? state.list('task') : state.find('task', 'node', node);
}
