import { describe, expect, it } from 'vitest';
import { Kernel } from '../kernel/kernel.ts';
import { toId, type ConfigId, type NodeId } from '../model/ids.ts';
import { Store } from '../store/store.ts';
import { aNode, aTask } from '../../test-support/hand-driven-swarm.ts';
import { resolveReference, taskName } from './resolve-reference.ts';

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

// docker/cli: cli/command/task/print.go, generateTaskNames: a slot of 0 is no slot.
describe('taskName', () => {
  const a = toId<NodeId>('a');

  it.each([
    { name: 'a replica', slot: 3, nodeId: a, text: 'web.3' },
    { name: 'a task of a global service', slot: 0, nodeId: a, text: 'web.host-a' },
    { name: 'the first task of a replicated job', slot: 0, nodeId: a, text: 'web.host-a' },
    { name: 'the same before it has a node', slot: 0, nodeId: '' as const, text: 'web.' },
    { name: 'the second one', slot: 1, nodeId: '' as const, text: 'web.1' },
  ])('of $name is $text', ({ slot, nodeId, text }) => {
    const store = createStore({});
    const description = { hostname: 'host-a' };
    store.update((tx) => {
      const { meta: _, ...node } = aNode('a', { description });
      tx.create('node', node);
    });

    expect(taskName(aTask({ slot, nodeId }), store)).toBe(text);
  });
});
