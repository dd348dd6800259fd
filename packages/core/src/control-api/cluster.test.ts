import { describe, expect, it } from 'vitest';
import { Kernel } from '../kernel/kernel.ts';
import type { ClusterSpec } from '../model/cluster.ts';
import { toId, type ClusterId } from '../model/ids.ts';
import { hashState } from '../store/state-hash.ts';
import { Store } from '../store/store.ts';
import { createClusterApi, type ClusterApi } from './cluster.ts';

const spec: ClusterSpec = {
  name: 'default',
  orchestration: { taskHistoryRetentionLimit: 5 },
  dispatcher: { heartbeatPeriodMs: 5_000 },
};

function newCluster(): { readonly store: Store; readonly cluster: ClusterApi } {
  const store = new Store(new Kernel({ seed: 1 }));
  store.update((tx) => tx.create('cluster', { id: toId<ClusterId>('c1'), spec }));
  return { store, cluster: createClusterApi(store) };
}

describe('createClusterApi', () => {
  it('replaces the whole spec', () => {
    const { cluster } = newCluster();
    const wanted = { ...spec, orchestration: { taskHistoryRetentionLimit: 1 } };

    expect(cluster.update('c1', 1, wanted)).toMatchObject({ spec: wanted, meta: { version: 2 } });
    expect(cluster.get('c1').spec).toEqual(wanted);
  });

  // SwarmKit: manager/controlapi/cluster.go, UpdateCluster, in this order.
  it.each([
    { name: 'an empty id', id: '', version: 1, wanted: spec, message: 'invalid argument' },
    { name: 'no version', id: 'c1', version: undefined, wanted: spec, message: 'invalid argument' },
    {
      name: 'no version, before an invalid spec',
      id: 'c1',
      version: undefined,
      wanted: { ...spec, name: 'x' },
      message: 'invalid argument',
    },
    {
      name: 'an invalid spec of an unknown cluster',
      id: 'x',
      version: 1,
      wanted: { ...spec, name: 'x' },
      message: 'modification of cluster name is not allowed',
    },
    {
      name: 'an unknown cluster',
      id: 'x',
      version: 1,
      wanted: spec,
      message: 'cluster x not found',
    },
    {
      name: 'a key without a certificate, at a stale version',
      id: 'c1',
      version: 9,
      wanted: { ...spec, ca: { hasSigningKey: true } },
      message: 'if a signing CA key is provided, the signing CA cert must also be provided',
    },
    {
      name: 'a stale version',
      id: 'c1',
      version: 9,
      wanted: spec,
      message: 'update out of sequence',
    },
  ])('refuses $name', ({ id, version, wanted, message }) => {
    const { cluster, store } = newCluster();
    const before = hashState(store);

    expect(() => cluster.update(id, version, wanted)).toThrow(message);
    expect(hashState(store)).toBe(before);
  });

  it.each([
    { id: '', message: 'invalid argument' },
    { id: 'x', message: 'cluster x not found' },
  ])('finds no cluster "$id"', ({ id, message }) => {
    expect(() => newCluster().cluster.get(id)).toThrow(message);
  });

  it('lists by name', () => {
    const { cluster } = newCluster();

    expect(cluster.list({ names: ['default'] })).toHaveLength(1);
    expect(cluster.list({ namePrefixes: ['x'] })).toEqual([]);
    expect(cluster.list({ idPrefixes: ['c'], labels: { a: '' } })).toEqual([]);
  });
});
