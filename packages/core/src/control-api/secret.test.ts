import { describe, expect, it } from 'vitest';
import { Kernel } from '../kernel/kernel.ts';
import { toId, type SecretId } from '../model/ids.ts';
import { Store } from '../store/store.ts';
import { createSecretApi, type SecretApi } from './secret.ts';

interface Cluster {
  readonly store: Store;
  readonly secrets: SecretApi;
}

function newCluster(drivers?: readonly string[]): Cluster {
  const kernel = new Kernel({ seed: 1 });
  const store = new Store(kernel);
  return { store, secrets: createSecretApi(kernel, store, drivers) };
}

const spec = { name: 'key', data: 'eA==' };

describe('createSecretApi', () => {
  // SwarmKit: manager/controlapi/secret.go. Only the store and the agents see the data.
  it('never gives the data back', () => {
    const { secrets, store } = newCluster();

    const created = secrets.create(spec);
    const updated = secrets.update(created.id, created.meta.version, { name: 'key' });

    const answers = [created, updated, secrets.get(created.id), ...secrets.list()];
    expect(answers.map((secret) => secret.spec)).toEqual(answers.map(() => ({ name: 'key' })));
    expect(store.get('secret', created.id)?.spec).toEqual(spec);
  });

  it('does not list what the cluster made for itself', () => {
    const { secrets, store } = newCluster();
    const id = toId<SecretId>('internal');
    store.update((tx) => tx.create('secret', { id, spec, internal: true }));

    expect(secrets.list()).toEqual([]);
    expect(secrets.get('internal').id).toBe('internal');
  });

  it.each([
    { name: 'other data', wanted: { name: 'key', data: 'eQ==' } },
    { name: 'another name', wanted: { name: 'KEY' } },
  ])('refuses an update with $name', ({ wanted }) => {
    const { secrets } = newCluster();
    const { id, meta } = secrets.create(spec);

    expect(() => secrets.update(id, meta.version, wanted)).toThrow(
      'only updates to Labels are allowed',
    );
  });

  it('changes labels where the data is repeated', () => {
    const { secrets } = newCluster();
    const { id, meta } = secrets.create(spec);

    expect(secrets.update(id, meta.version, { ...spec, labels: { a: '1' } }).spec).toEqual({
      name: 'key',
      labels: { a: '1' },
    });
  });

  it.each([
    { id: '', get: 'secret ID must be provided', remove: 'secret ID must be provided' },
    { id: 'x', get: 'secret x not found', remove: 'could not find secret x' },
  ])('finds no secret "$id"', ({ id, get, remove }) => {
    const { secrets } = newCluster();

    expect(() => secrets.get(id)).toThrow(get);
    expect(() => secrets.remove(id)).toThrow(remove);
  });

  // SwarmKit: manager/drivers/provider.go, NewSecretDriver.
  it.each([
    { drivers: undefined, message: 'plugin getter is nil' },
    { drivers: [], message: 'plugin "vault" not found' },
  ])('finds no driver among $drivers', ({ drivers, message }) => {
    const { secrets } = newCluster(drivers);

    expect(() => secrets.create({ name: 'key', driver: { name: 'vault' } })).toThrow(
      expect.objectContaining({ code: 'unknown', message }),
    );
  });

  it('takes a secret of a driver that is there', () => {
    const { secrets } = newCluster(['vault']);

    expect(secrets.create({ name: 'key', driver: { name: 'vault' } }).spec.driver).toEqual({
      name: 'vault',
    });
  });
});
