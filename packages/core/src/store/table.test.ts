/** Tables are tested through the store, which alone uses them. */
import { describe, expect, it } from 'vitest';
import { aTask } from '../../test-support/hand-driven-swarm.ts';
import { toId, type NodeId, type ServiceId, type TaskId } from '../model/ids.ts';
import type { Task } from '../model/task.ts';
import { Store } from './store.ts';

type Change = Partial<Omit<Task, 'id' | 'meta'>>;

function createStore(tasks: Readonly<Record<string, Change>>): Store {
  const store = new Store({ now: 0, cause: 0, causeKind: '' });
  store.update((tx) => {
    for (const [id, fields] of Object.entries(tasks)) {
      const { meta: _, ...task } = aTask({ serviceId: toId<ServiceId>('web'), ...fields });
      tx.create('task', { ...task, id: toId<TaskId>(id) });
    }
  });
  return store;
}

function change(store: Store, id: string, fields: Change): void {
  store.update((tx) => tx.update('task', { ...tx.get('task', id)!, ...fields }));
}

function idsOf(tasks: readonly Task[]): readonly string[] {
  return tasks.map(({ id }) => id);
}

describe('a table', () => {
  it('lists objects in the order of their creation, whatever changed since', () => {
    const store = createStore({ a: {}, b: {}, c: {} });

    change(store, 'a', { desiredState: 'shutdown' });

    expect(idsOf(store.list('task'))).toEqual(['a', 'b', 'c']);
    expect(store.count('task')).toBe(3);
  });

  it('finds objects under a key in the order in which they came under it', () => {
    const store = createStore({ a: { serviceId: toId<ServiceId>('api') }, b: {}, c: {} });

    change(store, 'a', { serviceId: toId<ServiceId>('web') });

    expect(idsOf(store.find('task', 'service', 'web'))).toEqual(['b', 'c', 'a']);
    expect(store.find('task', 'service', 'api')).toEqual([]);
  });

  it.each([
    { name: 'none', tasks: {}, count: 0 },
    { name: 'one', tasks: { a: {} }, count: 1 },
    { name: 'several', tasks: { a: {}, b: {} }, count: 2 },
  ])('counts $name under a key', ({ tasks, count }) => {
    const store = createStore(tasks);

    expect(store.countBy('task', 'service', 'web')).toBe(count);
    expect(store.find('task', 'service', 'web')).toHaveLength(count);
  });

  it('forgets an object that is removed, and the keys that only it had', () => {
    const store = createStore({ a: {}, b: {} });

    for (const id of ['a', 'b']) store.update((tx) => tx.delete('task', id));

    expect(store.list('task')).toEqual([]);
    expect(store.get('task', 'a')).toBeUndefined();
    expect(store.find('task', 'service', 'web')).toEqual([]);
    expect(store.countBy('task', 'service', 'web')).toBe(0);
  });

  it('puts an object that is made again at the end', () => {
    const store = createStore({ a: {}, b: {} });
    const { meta: _, ...again } = store.get('task', 'a')!;

    store.update((tx) => tx.delete('task', 'a'));
    store.update((tx) => tx.create('task', again));

    expect(idsOf(store.list('task'))).toEqual(['b', 'a']);
    expect(idsOf(store.find('task', 'service', 'web'))).toEqual(['b', 'a']);
  });

  it('follows a global task to its node, which is its slot', () => {
    const store = createStore({ a: { slot: 0 } });

    change(store, 'a', { nodeId: toId<NodeId>('n1') });

    expect(idsOf(store.find('task', 'node', 'n1'))).toEqual(['a']);
    expect(idsOf(store.find('task', 'slot', 'web/@n1'))).toEqual(['a']);
    expect(store.find('task', 'slot', 'web/@')).toEqual([]);
  });

  it.each(['constructor', '__proto__', ''])('knows nothing under %j by nature', (key) => {
    const store = createStore({ a: {} });

    expect(store.get('task', key)).toBeUndefined();
    expect(store.find('task', 'service', key)).toEqual([]);
    expect(store.countBy('task', 'service', key)).toBe(0);
  });
});
