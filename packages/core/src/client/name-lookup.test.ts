import { describe, expect, it } from 'vitest';
import { toId, type ConfigId, type NetworkId, type SecretId } from '../model/ids.ts';
import { Store } from '../store/store.ts';
import type { NameLookup } from './file-references.ts';
import { createNameLookup } from './name-lookup.ts';

function createLookup(): NameLookup {
  const store = new Store({ now: 0, cause: 0, causeKind: '' });
  store.update((tx) => {
    tx.create('config', { id: toId<ConfigId>('c1abc'), spec: { name: 'CredSpec' } });
    tx.create('secret', { id: toId<SecretId>('s1abc'), spec: { name: 'key' } });
    tx.create('network', { id: toId<NetworkId>('n1abc'), spec: { name: 'front' } });
    tx.create('network', { id: toId<NetworkId>('n2abc'), spec: { name: 'back' } });
  });
  return createNameLookup(store);
}

describe('createNameLookup', () => {
  // docker/cli: cli/command/service/parse.go filters by name, which the daemon takes for a prefix.
  it('finds configs and secrets by their exact name', () => {
    const lookup = createLookup();

    expect(lookup.config('CredSpec')).toBe('c1abc');
    expect(lookup.secret('key')).toBe('s1abc');
  });

  it.each([
    { name: 'a config by its id', find: (lookup: NameLookup) => lookup.config('c1abc') },
    { name: 'a config in other capitals', find: (lookup: NameLookup) => lookup.config('credspec') },
    { name: 'a config by the beginning of its name', find: (l: NameLookup) => l.config('Cred') },
    { name: 'a secret by its id', find: (lookup: NameLookup) => lookup.secret('s1abc') },
  ])('does not find $name', ({ find }) => {
    expect(() => find(createLookup())).toThrow(
      expect.objectContaining({
        code: 'not-found',
        message: expect.stringMatching(/^(config|secret) not found: /) as string,
      }),
    );
  });

  it.each([
    { by: 'name', reference: 'front', id: 'n1abc' },
    { by: 'id', reference: 'n2abc', id: 'n2abc' },
    { by: 'the beginning of its id', reference: 'n2', id: 'n2abc' },
  ])('finds a network by $by', ({ reference, id }) => {
    expect(createLookup().network(reference)).toBe(id);
  });

  it('refuses a network that is unknown, or not the only one', () => {
    const lookup = createLookup();

    expect(() => lookup.network('side')).toThrow('network side not found');
    expect(() => lookup.network('n')).toThrow(
      'network n is ambiguous (2 matches found based on ID prefix)',
    );
  });

  it('names a config by its id once it is gone', () => {
    const lookup = createLookup();

    expect(lookup.configName('c1abc')).toBe('CredSpec');
    expect(lookup.configName('gone')).toBe('gone');
  });
});
