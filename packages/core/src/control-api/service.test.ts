import { describe, expect, it } from 'vitest';
import { Kernel } from '../kernel/kernel.ts';
import type { PortConfig } from '../model/endpoint.ts';
import { toId, type ConfigId, type SecretId } from '../model/ids.ts';
import type { Service, ServiceSpec } from '../model/service.ts';
import { hashState } from '../store/state-hash.ts';
import { Store } from '../store/store.ts';
import { createNetworkApi } from './network.ts';
import { createServiceApi, type ServiceApi } from './service.ts';

interface Cluster {
  readonly kernel: Kernel;
  readonly store: Store;
  readonly services: ServiceApi;
}

function newCluster(): Cluster {
  const kernel = new Kernel({ seed: 1 });
  const store = new Store(kernel);
  return { kernel, store, services: createServiceApi(kernel, store) };
}

const runtime = { kind: 'container', image: 'iis' } as const;
const web: ServiceSpec = {
  name: 'web',
  task: { runtime },
  mode: { kind: 'replicated', replicas: 1 },
};
const job: ServiceSpec = { ...web, mode: { kind: 'global-job' } };

function scaled(replicas: number): ServiceSpec {
  return { ...web, mode: { kind: 'replicated', replicas } };
}

function publishing(publishMode: PortConfig['publishMode'], name = 'web'): ServiceSpec {
  const port: PortConfig = { protocol: 'tcp', targetPort: 80, publishedPort: 80, publishMode };
  return { ...web, name, endpoint: { mode: 'vip', ports: [port] } };
}

/** Changes an object by the side, as the orchestrators and the allocator do. */
function touch(store: Store, service: Service): Service {
  return store.update((tx) => {
    const current = tx.get('service', service.id) ?? service;
    return tx.update('service', {
      ...current,
      updateStatus: { state: 'updating', message: 'update in progress' },
    });
  });
}

describe('create', () => {
  it('stores a service whose spec has version 0', () => {
    const { services, store } = newCluster();

    const service = services.create(web);

    expect(service).toMatchObject({ spec: web, specVersion: 0, meta: { version: 1 } });
    expect(service).not.toHaveProperty('jobStatus');
    expect(store.get('service', service.id)).toBe(service);
  });

  it('starts the first run of a job', () => {
    const { services } = newCluster();

    expect(services.create(job).jobStatus).toEqual({ jobIteration: 0, lastExecutionAt: 0 });
  });

  it('refuses a name that is taken in another case', () => {
    const { services } = newCluster();
    services.create(web);

    expect(() => services.create({ ...web, name: 'WEB' })).toThrow(
      expect.objectContaining({
        code: 'already-exists',
        message: 'name conflicts with an existing object: service WEB already exists',
      }),
    );
  });

  // SwarmKit: manager/controlapi/service.go, CreateService.
  it('needs a routing mesh for an ingress port', () => {
    const { kernel, services, store } = newCluster();

    expect(() => services.create(publishing('ingress'))).toThrow(
      expect.objectContaining({
        code: 'failed-precondition',
        message: 'service needs ingress network, but no ingress network is present',
      }),
    );
    createNetworkApi(kernel, store).create({ name: 'mesh', ingress: true });
    expect(services.create(publishing('ingress')).spec.name).toBe('web');
  });

  it('takes the old kind of routing mesh, which has a label, as well', () => {
    const { kernel, services, store } = newCluster();
    const labels = { 'com.docker.swarm.internal': '' };
    createNetworkApi(kernel, store).create({ name: 'ingress', labels });

    expect(services.create(publishing('ingress')).spec.name).toBe('web');
  });

  it('refuses the routing mesh as a network, and passes unknown ones', () => {
    const { kernel, services, store } = newCluster();
    const { id } = createNetworkApi(kernel, store).create({ name: 'mesh', ingress: true });
    const attached = (target: string): ServiceSpec => ({
      ...web,
      task: { runtime, networks: [{ target }] },
    });

    expect(() => services.create(attached(id))).toThrow(
      'Service cannot be explicitly attached to the ingress network "mesh"',
    );
    expect(services.create(attached('nope')).spec.name).toBe('web');
  });

  it('names every secret and config that is missing, secrets first', () => {
    const { services } = newCluster();
    const file = { kind: 'file', name: 'f' } as const;
    const runtimeTarget = { kind: 'runtime' } as const;
    const configs = ['a', 'b'].map((name) => {
      return { configId: toId<ConfigId>(name), configName: name, target: runtimeTarget };
    });
    const secrets = [{ secretId: toId<SecretId>('s'), secretName: 'key', target: file }];

    expect(() => services.create({ ...web, task: { runtime: { ...runtime, configs } } })).toThrow(
      'configs not found: a, b',
    );
    expect(() =>
      services.create({ ...web, task: { runtime: { ...runtime, configs, secrets } } }),
    ).toThrow('secret not found: key');
  });

  it('takes a reference with another name than the config has for a missing one', () => {
    const { services, store } = newCluster();
    const configId = toId<ConfigId>('c1');
    store.update((tx) => tx.create('config', { id: configId, spec: { name: 'real' } }));
    const configs = [{ configId, configName: 'other', target: { kind: 'runtime' } as const }];

    expect(() => services.create({ ...web, task: { runtime: { ...runtime, configs } } })).toThrow(
      'config not found: other',
    );
  });
});

describe('update', () => {
  it('keeps the spec before, and the version that the client sent', () => {
    const { services, store } = newCluster();
    const touched = touch(store, services.create(web));

    const updated = services.update(touched.id, touched.meta.version, scaled(4));

    expect(updated).toMatchObject({
      spec: scaled(4),
      specVersion: 2,
      previousSpec: web,
      previousSpecVersion: 0,
      meta: { version: 3 },
    });
    expect(updated).not.toHaveProperty('updateStatus');
  });

  it('runs a job again', () => {
    const { services } = newCluster();
    const { id, meta } = services.create(job);

    expect(services.update(id, meta.version, job).jobStatus?.jobIteration).toBe(1);
  });

  it('refuses a version that is not the current one', () => {
    const { services, store } = newCluster();
    const { id, meta } = services.create(web);
    touch(store, services.get(id));
    const before = hashState(store);

    expect(() => services.update(id, meta.version, scaled(2))).toThrow(
      expect.objectContaining({ code: 'unknown', message: 'update out of sequence' }),
    );
    expect(hashState(store)).toBe(before);
  });

  // SwarmKit: manager/controlapi/service.go, UpdateService. The version is looked at last.
  it.each([
    { name: 'no version', version: undefined, spec: web, message: 'invalid argument' },
    { name: 'no spec', version: 9, spec: undefined, message: 'invalid argument' },
    {
      name: 'an invalid spec',
      version: 9,
      spec: { ...web, name: '' },
      message: 'meta: name must be provided',
    },
    {
      name: 'old networks of another service',
      version: 9,
      spec: { ...web, name: 'x', networks: [{ target: 'n' }] },
      message: 'networks must be migrated to TaskSpec before being changed',
    },
    {
      name: 'another mode',
      version: 9,
      spec: { ...job, name: 'x' },
      message: 'service mode change is not allowed',
    },
    {
      name: 'another name',
      version: 9,
      spec: { ...web, name: 'x' },
      message: 'renaming services is not supported',
    },
    {
      name: 'an ingress port without a mesh',
      version: 9,
      spec: publishing('ingress'),
      message: 'service needs ingress network, but no ingress network is present',
    },
    { name: 'a stale version', version: 9, spec: web, message: 'update out of sequence' },
  ])('refuses $name', ({ version, spec, message }) => {
    const { services, store } = newCluster();
    const { id } = services.create(web);
    const before = hashState(store);

    expect(() => services.update(id, version, spec)).toThrow(message);
    expect(hashState(store)).toBe(before);
  });

  it('looks for the service after the spec', () => {
    const { services } = newCluster();

    expect(() => services.update('x', 1, { ...web, name: '' })).toThrow('meta: name');
    expect(() => services.update('x', 1, web)).toThrow('service x not found');
  });

  it('lets networks move from the old place to the new one', () => {
    const { services } = newCluster();
    const networks = [{ target: 'n' }];
    const { id, meta } = services.create({ ...web, networks });

    const moved = services.update(id, meta.version, { ...web, task: { runtime, networks } });

    expect(moved.spec).not.toHaveProperty('networks');
  });

  it('does not let a service conflict with its own port, but with that of another', () => {
    const { kernel, services, store } = newCluster();
    createNetworkApi(kernel, store).create({ name: 'mesh', ingress: true });
    const own = services.create(publishing('ingress'));
    const other = services.create({ ...web, name: 'other' });

    const updated = services.update(own.id, own.meta.version, publishing('host'));

    expect(updated.spec).toEqual(publishing('host'));
    expect(() =>
      services.update(other.id, other.meta.version, publishing('ingress', 'other')),
    ).toThrow(`port '80' is already in use by service 'web' (${own.id}) as a host-published port`);
  });

  it('does not look for conflicts while the ports stay as they are', () => {
    const { services, store } = newCluster();
    const own = services.create(publishing('host'));
    const other = services.create(publishing('host', 'other'));
    store.update((tx) => tx.update('service', { ...other, spec: publishing('ingress', 'other') }));

    const updated = services.update(own.id, own.meta.version, publishing('host'));

    expect(updated.meta.version).toBe(4);
  });
});

describe('rollback', () => {
  it('swaps the specs and their versions, so that a second one goes forward', () => {
    const { services } = newCluster();
    const first = services.create(web);
    const second = services.update(first.id, first.meta.version, scaled(2));
    const options = { rollback: 'previous' } as const;

    const back = services.update(first.id, second.meta.version, scaled(9), options);
    const forth = services.update(first.id, back.meta.version, scaled(9), options);

    expect(back).toMatchObject({
      spec: web,
      specVersion: 0,
      previousSpec: scaled(2),
      previousSpecVersion: 1,
      updateStatus: {
        state: 'rollback_started',
        message: 'manually requested rollback',
        startedAt: 0,
      },
    });
    expect(forth).toMatchObject({ spec: scaled(2), specVersion: 1, previousSpec: web });
  });

  it('goes to the spec just before, of several', () => {
    const { services } = newCluster();
    const first = services.create(web);
    const second = services.update(first.id, first.meta.version, scaled(2));
    const third = services.update(first.id, second.meta.version, scaled(3));

    const back = services.update(first.id, third.meta.version, web, { rollback: 'previous' });

    expect(back).toMatchObject({
      spec: scaled(2),
      specVersion: second.specVersion,
      previousSpec: scaled(3),
      previousSpecVersion: third.specVersion,
    });
  });

  it('is refused where there is nothing to go back to', () => {
    const { services } = newCluster();
    const { id, meta } = services.create(web);

    expect(() => services.update(id, meta.version, web, { rollback: 'previous' })).toThrow(
      expect.objectContaining({
        code: 'failed-precondition',
        message: `service ${id} does not have a previous spec`,
      }),
    );
  });
});

describe('get, list and remove', () => {
  it.each([
    { id: '', message: 'invalid argument' },
    { id: 'x', message: 'service x not found' },
  ])('find no service "$id"', ({ id, message }) => {
    const { services } = newCluster();

    expect(() => services.get(id)).toThrow(message);
    expect(() => services.remove(id)).toThrow(message);
  });

  it('narrow a list down by all filters at once', () => {
    const { services } = newCluster();
    const first = services.create({ ...web, labels: { a: '1' } });
    const second = services.create({ ...web, name: 'Web2' });

    expect(services.list()).toEqual([first, second]);
    expect(services.list({ names: ['web2'] })).toEqual([]);
    expect(services.list({ namePrefixes: ['w', 'W'], idPrefixes: [second.id] })).toEqual([second]);
    expect(services.list({ labels: { a: '1' }, runtimes: ['container'] })).toEqual([first]);
    expect(services.list({ runtimes: ['plugin'] })).toEqual([]);
  });

  it('leave the tasks of a removed service to others', () => {
    const { services, store } = newCluster();
    const { id } = services.create(web);

    services.remove(id);

    expect(store.get('service', id)).toBeUndefined();
  });
});
