import { describe, expect, it } from 'vitest';
import { Kernel } from '../kernel/kernel.ts';
import { toId, type ClusterId, type NodeId, type ServiceId, type TaskId } from '../model/ids.ts';
import type { Node, NodeRole, NodeState } from '../model/node.ts';
import type { TaskState } from '../model/task-state.ts';
import { hashState } from '../store/state-hash.ts';
import { Store } from '../store/store.ts';
import { createNodeApi, type NodeApi } from './node.ts';

interface Cluster {
  readonly store: Store;
  readonly nodes: NodeApi;
}

function newCluster(...nodes: readonly Omit<Node, 'meta'>[]): Cluster {
  const kernel = new Kernel({ seed: 1 });
  const store = new Store(kernel);
  store.update((tx) => {
    tx.create('cluster', {
      id: toId<ClusterId>('c1'),
      spec: {
        name: 'default',
        orchestration: { taskHistoryRetentionLimit: 5 },
        dispatcher: { heartbeatPeriodMs: 5_000 },
      },
    });
    for (const each of nodes) tx.create('node', each);
  });
  return { store, nodes: createNodeApi(kernel, store) };
}

function node(
  id: string,
  role: NodeRole = 'worker',
  state: NodeState = 'ready',
): Omit<Node, 'meta'> {
  return {
    id: toId<NodeId>(id),
    spec: { role, availability: 'active' },
    status: { state, message: '', addr: '' },
    role,
  };
}

function addTask(store: Store, id: string, nodeId: string, state: TaskState): void {
  store.update((tx) =>
    tx.create('task', {
      id: toId<TaskId>(id),
      serviceId: toId<ServiceId>('s1'),
      serviceName: 'web',
      spec: {},
      slot: 1,
      nodeId: toId<NodeId>(nodeId),
      incarnation: 0,
      status: { state, at: 0, message: 'started', err: '' },
      desiredState: 'running',
    }),
  );
}

const worker = { role: 'worker', availability: 'active' } as const;

describe('update', () => {
  it('replaces the whole spec, and leaves the role in force to others', () => {
    const { nodes } = newCluster(node('a'));
    const spec = { role: 'manager', availability: 'drain', labels: { zone: 'a' } } as const;

    const updated = nodes.update('a', 1, spec);

    expect(updated).toMatchObject({ spec, role: 'worker', meta: { version: 2 } });
  });

  it.each([
    { name: 'an empty id', id: '', version: 1, spec: worker, message: 'invalid argument' },
    { name: 'no version', id: 'a', version: undefined, spec: worker, message: 'invalid argument' },
    { name: 'no spec', id: 'a', version: 1, spec: undefined, message: 'invalid argument' },
    { name: 'an unknown node', id: 'x', version: 1, spec: worker, message: 'node x not found' },
    {
      name: 'a stale version',
      id: 'a',
      version: 9,
      spec: worker,
      message: 'update out of sequence',
    },
  ])('refuses $name', ({ id, version, spec, message }) => {
    const { nodes, store } = newCluster(node('a'));
    const before = hashState(store);

    expect(() => nodes.update(id, version, spec)).toThrow(message);
    expect(hashState(store)).toBe(before);
  });

  // SwarmKit: manager/controlapi/node.go, UpdateNode; manager/state/raft/raft.go, CanRemoveMember.
  it.each([
    {
      name: 'the last manager',
      cluster: [node('a', 'manager')],
      code: 'failed-precondition',
      message: 'attempting to demote the last manager of the swarm',
    },
    {
      name: 'a manager whose promotion is not in force yet',
      cluster: [{ ...node('a', 'manager'), role: 'worker' as const }],
      code: 'not-found',
      message: "can't find manager in raft memberlist",
    },
    {
      name: 'a manager that the quorum needs',
      cluster: [node('a', 'manager'), node('b', 'manager'), node('c', 'manager', 'down')],
      code: 'failed-precondition',
      message: "can't remove member from the raft: this would result in a loss of quorum",
    },
  ])('refuses to demote $name', ({ cluster, code, message }) => {
    const { nodes } = newCluster(...cluster);

    expect(() => nodes.update('a', 9, worker)).toThrow(expect.objectContaining({ code, message }));
  });

  it('demotes a manager that is not needed', () => {
    const managers = ['a', 'b', 'c'].map((id) => node(id, 'manager'));
    const { nodes } = newCluster(...managers);

    expect(nodes.update('a', 1, worker).spec.role).toBe('worker');
  });
});

describe('remove', () => {
  it.each([
    { id: '', message: 'invalid argument' },
    { id: 'x', message: 'node x not found' },
  ])('finds no node "$id"', ({ id, message }) => {
    const { nodes } = newCluster();

    expect(() => nodes.remove(id)).toThrow(message);
    expect(() => nodes.get(id)).toThrow(message);
  });

  it('refuses a node that is ready, unless it is forced', () => {
    const { nodes, store } = newCluster(node('a'));

    expect(() => nodes.remove('a')).toThrow(
      expect.objectContaining({
        code: 'failed-precondition',
        message: "node a is not down and can't be removed",
      }),
    );
    nodes.remove('a', { force: true });
    expect(store.get('node', 'a')).toBeUndefined();
  });

  it.each<{ state: NodeState }>([
    { state: 'down' },
    { state: 'unknown' },
    { state: 'disconnected' },
  ])('removes a node that is $state', ({ state }) => {
    const { nodes, store } = newCluster(node('a', 'worker', state));

    nodes.remove('a');

    expect(store.count('node')).toBe(0);
  });

  it('refuses a manager even when it is forced', () => {
    const { nodes } = newCluster(node('a', 'manager', 'down'));

    expect(() => nodes.remove('a', { force: true })).toThrow(
      'node a is a cluster manager and is a member of the raft cluster. ' +
        'It must be demoted to worker before removal',
    );
  });

  // SwarmKit: manager/controlapi/node.go, orphanNodeTasks.
  it('makes orphans of its tasks that have not ended, in the same transaction', () => {
    const { nodes, store } = newCluster(node('a', 'worker', 'down'), node('b'));
    addTask(store, 'running', 'a', 'running');
    addTask(store, 'complete', 'a', 'complete');
    addTask(store, 'elsewhere', 'b', 'running');

    nodes.remove('a');

    expect(store.get('task', 'running')).toMatchObject({
      status: {
        state: 'orphaned',
        message: 'Task belonged to a node that has been deleted',
        err: '',
      },
      meta: { version: store.version },
    });
    expect(store.get('task', 'complete')?.status.state).toBe('complete');
    expect(store.get('task', 'elsewhere')?.status.state).toBe('running');
  });

  // SwarmKit: manager/controlapi/node.go, RemoveNode. The cluster remembers the certificate.
  it('gives the cluster a new version', () => {
    const { nodes, store } = newCluster(node('a', 'worker', 'down'));

    nodes.remove('a');

    expect(store.get('cluster', 'c1')?.meta.version).toBe(store.version);
  });
});

describe('list', () => {
  it('narrows down by all filters at once', () => {
    const described = {
      ...node('b', 'manager'),
      spec: { role: 'manager', availability: 'active', labels: { zone: 'a' } } as const,
      description: { hostname: 'HOST', engine: { labels: { disk: 'ssd' } } },
    };
    const { nodes } = newCluster(node('a'), described);
    const idsOf = (filters: Parameters<NodeApi['list']>[0]): readonly string[] =>
      nodes.list(filters).map(({ id }) => id);

    expect(idsOf({})).toEqual(['a', 'b']);
    expect(idsOf({ roles: ['manager'] })).toEqual(['b']);
    expect(idsOf({ names: ['HOST'] })).toEqual(['b']);
    expect(idsOf({ names: ['host'] })).toEqual([]);
    expect(idsOf({ namePrefixes: ['HO'] })).toEqual(['b']);
    expect(idsOf({ namePrefixes: [''] })).toEqual(['b']);
    expect(idsOf({ idPrefixes: ['a'] })).toEqual(['a']);
    expect(idsOf({ nodeLabels: { zone: '' }, engineLabels: { disk: 'ssd' } })).toEqual(['b']);
    expect(idsOf({ memberships: ['pending'] })).toEqual([]);
    expect(idsOf({ memberships: ['accepted'] })).toEqual(['a', 'b']);
  });
});
