import type { ContainerView } from '../engine/engine.ts';
import type { AccessResult } from '../identity/describe-access.ts';
import type { ContainerIdentity } from '../identity/identity.ts';
import { SwarmSimError } from '../kernel/errors.ts';
import type { NodeId } from '../model/ids.ts';
import { checkText } from '../options/check-options.ts';
import type { ReadTx } from '../store/store.ts';
import { resolveTask } from './tasks-api.ts';

/** A container as it was when it was asked for, and questions to it, answered when they are asked. */
export interface Container extends ContainerView {
  /**
   * Who it is on the network at this moment. Works without a leader, and changes nothing.
   *
   * @throws SwarmSimError `failed-precondition` where it does not run, or runs on Linux.
   */
  identity(): ContainerIdentity;
  /**
   * What a server of the directory says to an application in it: `sql01`, `CONTOSO\sql01` or
   * `sql01.contoso.com`.
   *
   * @throws SwarmSimError as `identity`, and `not-found` or `ambiguous` of the server.
   */
  access(server: string): AccessResult;
}

/** Containers of the swarm, as they look from inside. */
export interface ContainersApi {
  /**
   * The container of a task, by the task's id, name (`web.1`) or id prefix.
   *
   * @throws SwarmSimError `not-found` where the task has no container.
   */
  of(task: string): Container;
  /** The same by the task's id, or undefined. */
  find(taskId: string): Container | undefined;
  /** Ids of those configs and secrets on its node that a task is allowed to read. */
  readable(taskId: string): readonly string[];
}

/** What finds the container of a task on its node. */
interface ContainerSource {
  containerOf(nodeId: NodeId, taskId: string): ContainerView | undefined;
  identityOf(nodeId: NodeId, taskId: string): ContainerIdentity;
  accessOf(nodeId: NodeId, taskId: string, server: string): AccessResult;
  readable(nodeId: NodeId, taskId: string): readonly string[];
}

/** Makes `swarm.containers`. */
export function createContainersApi(state: ReadTx, hosts: ContainerSource): ContainersApi {
  function find(taskId: string): Container | undefined {
    const { nodeId = '' } = state.get('task', taskId) ?? {};
    const view = nodeId === '' ? undefined : hosts.containerOf(nodeId, taskId);
    if (view === undefined || nodeId === '') return undefined;
    return {
      identity: () => hosts.identityOf(nodeId, taskId),
      access(server) {
        checkText('server', server);
        return hosts.accessOf(nodeId, taskId, server);
      },
      ...view,
    };
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
