import { describe, expect, it } from 'vitest';
import { Kernel } from '../kernel/kernel.ts';
import { toId, type NetworkId, type ServiceId, type TaskId } from '../model/ids.ts';
import type { ServiceSpec } from '../model/service.ts';
import type { TaskState } from '../model/task-state.ts';
import { Store } from '../store/store.ts';
import { createNetworkApi, type NetworkApi } from './network.ts';

interface Cluster {
  readonly store: Store;
  readonly networks: NetworkApi;
}

function newCluster(): Cluster {
  const kernel = new Kernel({ seed: 1 });
  const store = new Store(kernel);
  return { store, networks: createNetworkApi(kernel, store) };
}

function addService(store: Store, spec: Partial<ServiceSpec>): void {
  const id = toId<ServiceId>('s1');
  store.update((tx) =>
    tx.create('service', { id, spec: { name: 'web', task: {}, ...spec }, specVersion: 0 }),
  );
}

function addTask(store: Store, target: string, states: readonly [TaskState, TaskState]): void {
  const [state, desiredState] = states;
  store.update((tx) =>
    tx.create('task', {
      id: toId<TaskId>('t1'),
      serviceId: '',
      serviceName: '',
      spec: { networks: [{ target }] },
      slot: 0,
      nodeId: '',
      incarnation: 0,
      status: { state, at: 0, message: '', err: '' },
      desiredState,
    }),
  );
}

describe('create', () => {
  it('refuses what is no network, and makes none', () => {
    const { networks } = newCluster();

    expect(() => networks.create(undefined)).toThrow('invalid argument');
    expect(() => networks.create({ name: '' })).toThrow('meta: name must be provided');
    expect(networks.list()).toEqual([]);
  });

  it('refuses a name that is taken, without a status', () => {
    const { networks } = newCluster();
    networks.create({ name: 'ov' });

    expect(() => networks.create({ name: 'OV' })).toThrow(
      expect.objectContaining({
        code: 'unknown',
        message: 'name conflicts with an existing object',
      }),
    );
  });

  it('refuses a second routing mesh before it looks at the name', () => {
    const { networks } = newCluster();
    const { id } = networks.create({ name: 'mesh', ingress: true });

    expect(() => networks.create({ name: 'mesh', ingress: true })).toThrow(
      expect.objectContaining({
        code: 'already-exists',
        message: `ingress network (${id}) is already present`,
      }),
    );
  });
});

describe('remove', () => {
  it.each([
    { id: '', message: 'invalid argument' },
    { id: 'x', message: 'network x not found' },
  ])('finds no network "$id"', ({ id, message }) => {
    const { networks } = newCluster();

    expect(() => networks.remove(id)).toThrow(message);
    expect(() => networks.get(id)).toThrow(message);
  });

  // SwarmKit: manager/controlapi/network.go, removeNetwork.
  it.each([
    { name: 'the new place', attach: (target: string) => ({ task: { networks: [{ target }] } }) },
    { name: 'the old place', attach: (target: string) => ({ networks: [{ target }] }) },
  ])('keeps a network that a service names in $name', ({ attach }) => {
    const { networks, store } = newCluster();
    const { id } = networks.create({ name: 'ov' });
    addService(store, attach(id));

    expect(() => networks.remove(id)).toThrow(`network ${id} is in use by service s1`);
  });

  it('keeps a network that a live task is attached to', () => {
    const { networks, store } = newCluster();
    const { id } = networks.create({ name: 'ov' });
    addTask(store, id, ['running', 'running']);

    expect(() => networks.remove(id)).toThrow(
      expect.objectContaining({
        code: 'failed-precondition',
        message: `network ${id} is in use by task t1`,
      }),
    );
  });

  it.each<{ states: readonly [TaskState, TaskState] }>([
    { states: ['failed', 'running'] },
    { states: ['running', 'shutdown'] },
  ])('removes a network whose task is $states', ({ states }) => {
    const { networks, store } = newCluster();
    const { id } = networks.create({ name: 'ov' });
    addTask(store, id, states);

    networks.remove(id);

    expect(networks.list()).toEqual([]);
  });

  it('keeps a predefined network', () => {
    const { networks, store } = newCluster();
    const id = toId<NetworkId>('n1');
    const labels = { 'com.docker.swarm.predefined': 'true' };
    store.update((tx) => tx.create('network', { id, spec: { name: 'host', labels } }));

    expect(() => networks.remove('n1')).toThrow(
      'network n1 (host) is a swarm predefined network and cannot be removed',
    );
  });

  // SwarmKit: manager/controlapi/network.go, removeIngressNetwork.
  it('keeps the routing mesh while a service publishes through it', () => {
    const { networks, store } = newCluster();
    const { id } = networks.create({ name: 'mesh', ingress: true });
    const port = {
      protocol: 'tcp',
      targetPort: 80,
      publishedPort: 0,
      publishMode: 'ingress',
    } as const;
    addService(store, { endpoint: { mode: 'vip', ports: [port] } });

    expect(() => networks.remove(id)).toThrow(
      'ingress network cannot be removed because service s1 depends on it',
    );
  });

  it('removes the routing mesh even from under a service that is attached to it', () => {
    const { networks, store } = newCluster();
    const { id } = networks.create({ name: 'mesh', ingress: true });
    addService(store, { networks: [{ target: id }] });

    networks.remove(id);

    expect(networks.list()).toEqual([]);
  });
});

describe('list', () => {
  it('narrows down by all filters at once', () => {
    const { networks } = newCluster();
    const first = networks.create({ name: 'ov', labels: { a: '1' } });
    networks.create({ name: 'other' });

    expect(networks.list({ namePrefixes: ['o'], labels: { a: '' } })).toEqual([first]);
    expect(networks.list({ names: ['OV'] })).toEqual([]);
    expect(networks.list({ idPrefixes: [first.id.slice(0, 8)] })).toEqual([first]);
  });
});
