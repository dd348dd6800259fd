import { describe, expect, it } from 'vitest';
import { toId, type ConfigId } from '../model/ids.ts';
import { toConfigReferences, toSecretReferences, type NameLookup } from './file-references.ts';

const lookup: NameLookup = {
  config: (name) => `id-of-${name}`,
  secret: (name) => `id-of-${name}`,
  network: (name) => `id-of-${name}`,
  configName: (id) => id.replace('id-of-', ''),
};

const file = { kind: 'file', uid: '0', gid: '0', mode: 0o444 } as const;

describe('toConfigReferences', () => {
  // docker/cli: opts/swarmopts/config.go: the file is named after the config, mode 0444, user 0.
  it('makes a file of the same name, read-only, of user 0', () => {
    expect(toConfigReferences(['page'], undefined, lookup)).toEqual([
      { configId: 'id-of-page', configName: 'page', target: { ...file, name: 'page' } },
    ]);
  });

  it('takes target, owner and mode where they are given', () => {
    const option = { source: 'page', target: 'C:\\page', uid: '1', gid: '2', mode: 0 };

    expect(toConfigReferences([option], undefined, lookup)).toEqual([
      {
        configId: 'id-of-page',
        configName: 'page',
        target: { kind: 'file', name: 'C:\\page', uid: '1', gid: '2', mode: 0 },
      },
    ]);
  });

  // docker/cli: cli/command/service/create.go, setConfigs: a Runtime target, and no file.
  it('adds a Runtime target for a credential spec, after the files', () => {
    const source = { kind: 'config', configId: toId<ConfigId>('id-of-credspec') } as const;

    const references = toConfigReferences(['page', 'credspec'], source, lookup);

    expect(references.map(({ configName, target }) => [configName, target?.kind])).toEqual([
      ['page', 'file'],
      ['credspec', 'file'],
      ['credspec', 'runtime'],
    ]);
    expect(references.at(-1)).toEqual({
      configId: 'id-of-credspec',
      configName: 'credspec',
      target: { kind: 'runtime' },
    });
  });

  it.each([
    { name: 'a file', source: { kind: 'file', file: 'a.json' } },
    { name: 'the registry', source: { kind: 'registry', registry: 'a' } },
  ] as const)('adds nothing for a credential spec from $name', ({ source }) => {
    expect(toConfigReferences([], source, lookup)).toEqual([]);
  });

  // docker/cli: cli/command/service/parse.go, ParseConfigs.
  it.each([
    { name: 'one config twice', options: ['page', 'page'], last: 'page' },
    {
      name: 'two configs with one target',
      options: ['page', { source: 'other', target: 'page' }],
      last: 'other',
    },
  ])('refuses $name', ({ options, last }) => {
    expect(() => toConfigReferences(options, undefined, lookup)).toThrow(
      expect.objectContaining({
        code: 'invalid-argument',
        message: `duplicate config target for ${last} not allowed`,
      }),
    );
  });

  it('takes one config in two files', () => {
    const options = ['page', { source: 'page', target: 'copy' }];

    expect(toConfigReferences(options, undefined, lookup)).toHaveLength(2);
  });
});

describe('toSecretReferences', () => {
  it('makes files as for configs', () => {
    expect(toSecretReferences([{ source: 'key', mode: 0o400 }], lookup)).toEqual([
      {
        secretId: 'id-of-key',
        secretName: 'key',
        target: { ...file, name: 'key', mode: 0o400 },
      },
    ]);
  });

  it('refuses two secrets with one target', () => {
    expect(() => toSecretReferences(['key', { source: 'k', target: 'key' }], lookup)).toThrow(
      'duplicate secret target for k not allowed',
    );
  });
});
