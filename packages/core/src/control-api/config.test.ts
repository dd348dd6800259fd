import { describe, expect, it } from 'vitest';
import { Kernel } from '../kernel/kernel.ts';
import type { ConfigReference, ContainerSpec } from '../model/container.ts';
import type { Config } from '../model/config.ts';
import { hashState } from '../store/state-hash.ts';
import { Store } from '../store/store.ts';
import { createConfigApi, type ConfigApi } from './config.ts';
import { createServiceApi } from './service.ts';

interface Cluster {
  readonly store: Store;
  readonly configs: ConfigApi;
}

function newCluster(): Cluster {
  const kernel = new Kernel({ seed: 1 });
  const store = new Store(kernel);
  return { store, configs: createConfigApi(kernel, store) };
}

/** Creates services that reference a config. */
function addUsers(store: Store, config: Config, ...names: readonly string[]): void {
  const services = createServiceApi(new Kernel({ seed: 2 }), store);
  const target: ConfigReference['target'] = { kind: 'runtime' };
  const reference: ConfigReference = { configId: config.id, configName: config.spec.name, target };
  const runtime: ContainerSpec = { kind: 'container', image: 'iis', configs: [reference] };
  for (const name of names) {
    services.create({ name, task: { runtime }, mode: { kind: 'global' } });
  }
}

const spec = { name: 'credspec', data: 'eA==' };

describe('createConfigApi', () => {
  it('stores a config under an id of its own', () => {
    const { configs, store } = newCluster();

    const config = configs.create(spec);

    expect(config).toMatchObject({ spec, meta: { version: 1 } });
    expect(config.id).toMatch(/^[0-9a-z]{25}$/);
    expect(store.get('config', config.id)).toBe(config);
  });

  // SwarmKit: manager/state/store/configs.go, CreateConfig.
  it('takes names that differ in case for the same', () => {
    const { configs, store } = newCluster();
    configs.create(spec);
    const before = hashState(store);

    expect(() => configs.create({ ...spec, name: 'CREDSPEC' })).toThrow(
      expect.objectContaining({
        code: 'already-exists',
        message: 'config CREDSPEC already exists',
      }),
    );
    expect(hashState(store)).toBe(before);
  });

  // SwarmKit: manager/controlapi/config.go, GetConfig and RemoveConfig word it differently.
  it.each([
    { id: '', get: 'config ID must be provided', remove: 'config ID must be provided' },
    { id: 'x', get: 'config x not found', remove: 'could not find config x' },
  ])('finds no config "$id"', ({ id, get, remove }) => {
    const { configs } = newCluster();

    expect(() => configs.get(id)).toThrow(get);
    expect(() => configs.remove(id)).toThrow(remove);
  });

  it('lists by name, by prefix of the id and by label', () => {
    const { configs } = newCluster();
    const first = configs.create(spec);
    const second = configs.create({ ...spec, name: 'other', labels: { a: '1' } });

    expect(configs.list()).toEqual([first, second]);
    expect(configs.list({ names: ['OTHER'] })).toEqual([second]);
    expect(configs.list({ idPrefixes: [first.id.slice(0, 6)] })).toEqual([first]);
    expect(configs.list({ labels: { a: '' } })).toEqual([second]);
  });

  it('changes labels, and takes them away where none are given', () => {
    const { configs } = newCluster();
    const { id, meta } = configs.create(spec);

    const labelled = configs.update(id, meta.version, { name: 'credspec', labels: { a: '1' } });
    const bare = configs.update(id, labelled.meta.version, spec);

    expect(labelled.spec).toEqual({ ...spec, labels: { a: '1' } });
    expect(bare.spec).toEqual(spec);
  });

  // SwarmKit: manager/controlapi/config.go, UpdateConfig, in this order.
  it.each([
    { name: 'an empty id', args: ['', 1, spec], message: 'invalid argument' },
    { name: 'no version', args: ['known', undefined, spec], message: 'invalid argument' },
    { name: 'an unknown id', args: ['x', 9, spec], message: 'config x not found' },
    {
      name: 'another name',
      args: ['known', 9, { ...spec, name: 'b' }],
      message: 'only updates to Labels are allowed',
    },
    {
      name: 'other data',
      args: ['known', 9, { ...spec, data: 'eQ==' }],
      message: 'only updates to Labels are allowed',
    },
    { name: 'a stale version', args: ['known', 9, spec], message: 'update out of sequence' },
  ] as const)('refuses an update with $name', ({ args: [id, version, wanted], message }) => {
    const { configs, store } = newCluster();
    const known = configs.create(spec).id;
    const before = hashState(store);

    expect(() => configs.update(id === 'known' ? known : id, version, wanted)).toThrow(message);
    expect(hashState(store)).toBe(before);
  });

  it.each([
    { users: ['web'], text: 'service: web' },
    { users: ['web', 'api'], text: 'services: api, web' },
  ])('keeps a config that is used by $users', ({ users, text }) => {
    const { configs, store } = newCluster();
    const config = configs.create(spec);
    addUsers(store, config, ...users);

    expect(() => configs.remove(config.id)).toThrow(
      expect.objectContaining({
        code: 'invalid-argument',
        message: `config 'credspec' is in use by the following ${text}`,
      }),
    );
  });

  it('removes a config that nobody uses', () => {
    const { configs, store } = newCluster();
    const { id } = configs.create(spec);

    configs.remove(id);

    expect(store.get('config', id)).toBeUndefined();
  });
});
