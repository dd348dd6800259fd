import { describe, expect, it } from 'vitest';
import { Kernel } from '../kernel/kernel.ts';
import { toId, type ConfigId } from '../model/ids.ts';
import { Store } from '../store/store.ts';
import { resolveReference } from './resolve-reference.ts';

function createStore(configs: Readonly<Record<string, string>>): Store {
  const store = new Store(new Kernel({ seed: 1 }));
  store.update((tx) => {
    for (const [id, name] of Object.entries(configs))
      tx.create('config', { id: toId<ConfigId>(id), spec: { name } });
  });
  return store;
}

describe('resolveReference', () => {
  it('prefers a full id over a name, and a name over a prefix (moby: daemon/cluster/helpers.go)', () => {
    const store = createStore({ abc: 'one', abd: 'abc', xyz: 'ab' });

    expect(resolveReference(store, 'config', 'abc').spec.name).toBe('one');
    expect(resolveReference(store, 'config', 'ab').id).toBe('xyz');
    expect(resolveReference(store, 'config', 'x').id).toBe('xyz');
  });

  it.each([
    {
      name: 'two objects with the prefix',
      reference: 'ab',
      code: 'ambiguous',
      text: 'config ab is ambiguous (2 matches found)',
    },
    { name: 'nothing', reference: 'nope', code: 'not-found', text: 'config nope not found' },
    {
      name: 'the empty text',
      reference: '',
      code: 'invalid-argument',
      text: 'invalid config name or ID: value is empty',
    },
  ])('refuses $name', ({ reference, code, text }) => {
    const store = createStore({ abc: 'one', abd: 'two' });

    expect(() => resolveReference(store, 'config', reference)).toThrow(
      expect.objectContaining({ code, message: text }),
    );
  });
});
