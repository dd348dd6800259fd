import type { ContainerView } from '../engine/engine.ts';
import { SwarmSimError } from '../kernel/errors.ts';
import type { NodeId } from '../model/ids.ts';
import type { ReadTx } from '../store/store.ts';
import { resolveTask } from './tasks-api.ts';

/** Containers of the swarm, as they look from inside. */
export interface ContainersApi {
  /**
   * The container of a task, by the task's id, name (`web.1`) or id prefix.
   *
   * @throws SwarmSimError `not-found` where the task has no container.
   */
  of(task: string): ContainerView;
  /** The same by the task's id, or undefined. */
  find(taskId: string): ContainerView | undefined;
  /** Ids of those configs and secrets on its node that a task is allowed to read. */
  readable(taskId: string): readonly string[];
}

/** What finds the container of a task on its node. */
interface ContainerSource {
  containerOf(nodeId: NodeId, taskId: string): ContainerView | undefined;
  readable(nodeId: NodeId, taskId: string): readonly string[];
}

/** Makes `swarm.containers`. */
export function createContainersApi(state: ReadTx, hosts: ContainerSource): ContainersApi {
  function find(taskId: string): ContainerView | undefined {
    const task = state.get('task', taskId);
    return task === undefined || task.nodeId === ''
      ? undefined
      : hosts.containerOf(task.nodeId, taskId);
  }
  return {
    find,
    readable(taskId) {
      const nodeId = state.get('task', taskId)?.nodeId ?? '';
      return nodeId === '' ? [] : hosts.readable(nodeId, taskId);
    },
    of(reference) {
      const task = resolveTask(state, reference);
      const container = find(task.id);
      if (container !== undefined) return container;
      throw new SwarmSimError('not-found', `task ${reference} has no container`);
    },
  };
}
