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
  /** The same, or undefined. */
  find(taskId: string): ContainerView | undefined;
}

/** What finds the container of a task on its node. */
interface ContainerSource {
  containerOf(nodeId: NodeId, taskId: string): ContainerView | undefined;
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
    of(reference) {
      const task = resolveTask(state, reference);
      const container = find(task.id);
      if (container !== undefined) return container;
      throw new SwarmSimError('not-found', `task ${reference} has no container`);
    },
  };
}
