import type { TraceRecord } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { followCopies, serviceOf } from './copies.ts';

function record(at: number, kind: string, data: object): TraceRecord {
  return { at, sequence: at, causedBy: 0, kind, data };
}

function commit(at: number, ...changes: readonly object[]): TraceRecord {
  return record(at, 'commit', { changes });
}

const written = { node: 'n1', place: 'file', name: 'app1.json', bytes: 10 };
const config = { table: 'config', id: 'c1', action: 'create' };
const after = { spec: { name: 'app1-2', data: 'eyJhIjoxfQ==' } };

describe('followCopies', () => {
  it('follows a file from its writing to its deletion', () => {
    const records = [
      record(5, 'credential-spec-written', written),
      record(9, 'credential-spec-deleted', { ...written, name: 'APP1.json' }),
    ];

    expect(followCopies(records)).toEqual([
      { where: 'host', node: 'n1', service: 'app1', bytes: 10, from: 5, to: 9 },
    ]);
  });

  it('takes a file that is written over for two copies, one after the other', () => {
    const records = [
      record(5, 'credential-spec-written', written),
      record(7, 'credential-spec-written', { ...written, bytes: 12 }),
      record(8, 'credential-spec-written', { ...written, place: 'registry' }),
    ];

    expect(followCopies(records).map(({ bytes, from, to }) => [bytes, from, to])).toEqual([
      [10, 5, 7],
      [12, 7, undefined],
      [10, 8, undefined],
    ]);
  });

  it('counts an image in the registry, and on each host that pulled it', () => {
    const image = { image: 'r/app2:1', credentialSpecBytes: 30 };
    const records = [
      record(1, 'image-pushed', image),
      record(2, 'image-pulled', { ...image, node: 'n1' }),
      record(2, 'image-pulled', { ...image, node: 'n2' }),
      record(3, 'image-pulled', { node: 'n1', image: 'plain:1', credentialSpecBytes: 0 }),
    ];

    expect(followCopies(records)).toEqual([
      { where: 'registry', service: 'app2', bytes: 30, from: 1 },
      { where: 'host', node: 'n1', service: 'app2', bytes: 30, from: 2 },
      { where: 'host', node: 'n2', service: 'app2', bytes: 30, from: 2 },
    ]);
  });

  it('follows a config on the managers, and on the nodes that hold it', () => {
    const records = [
      commit(1, { ...config, after }),
      record(2, 'config-arrived', { node: 'n1', id: 'c1', bytes: 7 }),
      record(6, 'config-left', { node: 'n1', id: 'c1' }),
      commit(8, { ...config, action: 'delete' }),
    ];

    expect(followCopies(records)).toEqual([
      { where: 'manager', service: 'app1', bytes: 7, from: 1, to: 8 },
      { where: 'host', node: 'n1', service: 'app1', bytes: 7, from: 2, to: 6 },
    ]);
  });
});

describe('serviceOf', () => {
  it.each([
    ['app3', 'app3'],
    ['app12.json', 'app12'],
    ['app3-2', 'app3'],
    ['registry.contoso.com/app7:2', 'app7'],
    ['other', ''],
  ])('reads %s', (name, service) => {
    expect(serviceOf(name)).toBe(service);
  });
});
