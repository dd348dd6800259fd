import { describe, expect, it } from 'vitest';
import { Kernel } from '../kernel/kernel.ts';
import { toId, type ConfigId, type TaskId } from '../model/ids.ts';
import type { Config } from '../model/config.ts';
import type { Task } from '../model/task.ts';
import type { Commit, WithoutMeta } from './change.ts';
import { hashState } from './state-hash.ts';
import { Store } from './store.ts';
import { watch } from './watch.ts';

function config(id: string, name = id): WithoutMeta<Config> {
  return { id: toId<ConfigId>(id), spec: { name } };
}

function task(id: string, slot: number, nodeId: string): WithoutMeta<Task> {
  return {
    id: toId<TaskId>(id),
    spec: {},
    serviceId: toId('web'),
    serviceName: 'web',
    slot,
    nodeId: toId(nodeId),
    incarnation: 0,
    status: { state: 'new', at: 0, message: 'created', err: '' },
    desiredState: 'running',
  };
}

function createStore(): { readonly kernel: Kernel; readonly store: Store } {
  const kernel = new Kernel({ seed: 1 });
  return { kernel, store: new Store(kernel) };
}

describe('Store.update', () => {
  it('gives all objects of one transaction the same version', () => {
    const { store } = createStore();

    store.update((tx) => {
      tx.create('config', config('a'));
      tx.create('config', config('b'));
    });
    store.update((tx) => tx.create('config', config('c')));

    expect(store.list('config').map(({ meta }) => meta.version)).toEqual([1, 1, 2]);
  });

  it('refuses an object that changed since it was read', () => {
    const { store } = createStore();
    const first = store.update((tx) => tx.create('config', config('a')));
    store.update((tx) => tx.update('config', first));

    const stale = (): Config => store.update((tx) => tx.update('config', first));

    expect(stale).toThrow('update out of sequence');
  });

  it('changes nothing when it throws, not even the order of objects', () => {
    const { store } = createStore();
    store.update((tx) => {
      for (const id of ['a', 'b', 'c']) tx.create('config', config(id));
    });
    const before = hashState(store);

    const failing = (): void =>
      store.update((tx) => {
        tx.delete('config', 'a');
        tx.create('config', config('d'));
        tx.delete('config', 'missing');
      });

    expect(failing).toThrow('object does not exist');
    expect(hashState(store)).toBe(before);
    expect(store.list('config').map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(store.version).toBe(1);
  });

  it('shows others what is committed until it ends, objects in creation not at all', () => {
    const { store } = createStore();
    store.update((tx) => tx.create('config', config('a', 'old')));

    const seen = store.update((tx) => {
      tx.update('config', { ...tx.get('config', 'a')!, spec: { name: 'new' } });
      tx.create('config', config('b'));
      return {
        names: store.list('config').map(({ spec }) => spec.name),
        b: store.get('config', 'b'),
      };
    });

    expect(seen).toEqual({ names: ['old'], b: undefined });
    expect(store.list('config').map(({ spec }) => spec.name)).toEqual(['new', 'b']);
    expect(store.count('config')).toBe(2);
  });

  it('refuses to begin inside another one, and both come to nothing', () => {
    const { store } = createStore();

    const nested = (): void =>
      store.update((tx) => {
        tx.create('config', config('a'));
        store.update((inner) => inner.create('config', config('b')));
      });

    expect(nested).toThrow('a transaction began inside another one');
    expect(store.list('config')).toEqual([]);
  });

  it('never had what it made and deleted again', () => {
    const { store } = createStore();
    const commits: Commit[] = [];
    store.onCommit((commit) => commits.push(commit));

    store.update((tx) => {
      tx.create('config', config('a'));
      tx.delete('config', 'a');
    });

    expect(commits).toEqual([]);
    expect(store.count('config')).toBe(0);
  });

  it('changes a task like an update, and refuses a stale one', () => {
    const { store } = createStore();
    const first = store.update((tx) => tx.create('task', task('t', 1, '')));

    const second = store.update((tx) => tx.changeTask(first, { nodeId: toId('n1') }));
    const stale = (): Task => store.update((tx) => tx.changeTask(first, { nodeId: toId('n2') }));

    expect(second).toEqual({ ...first, nodeId: 'n1', meta: { ...first.meta, version: 2 } });
    expect(store.find('task', 'node', 'n1')).toEqual([second]);
    expect(stale).toThrow('update out of sequence');
  });

  it('shows a transaction its own writes, in lists and indexes too', () => {
    const { store } = createStore();
    store.update((tx) => tx.create('config', config('a', 'one')));

    const seen = store.update((tx) => {
      const found = tx.get('config', 'a') as Config;
      tx.update('config', { ...found, spec: { name: 'two' } });
      tx.create('config', config('b', 'One'));
      return {
        one: tx.find('config', 'name', 'one').map(({ id }) => id),
        two: tx.find('config', 'name', 'two').map(({ id }) => id),
        all: tx.list('config').map(({ id }) => id),
      };
    });

    expect(seen).toEqual({ one: ['b'], two: ['a'], all: ['a', 'b'] });
  });

  it('keeps indexes right over creation, change and removal', () => {
    const { store } = createStore();
    const created = store.update((tx) => tx.create('task', task('t', 1, '')));

    const assigned = store.update((tx) => tx.update('task', { ...created, nodeId: toId('n1') }));
    expect(store.find('task', 'node', 'n1')).toEqual([assigned]);
    expect(store.find('task', 'slot', 'web/1')).toEqual([assigned]);

    store.update((tx) => tx.delete('task', 't'));
    expect(store.find('task', 'node', 'n1')).toEqual([]);
    expect(store.find('task', 'service', 'web')).toEqual([]);
  });

  it('makes no version and no commit when nothing is written', () => {
    const { store } = createStore();
    const commits: Commit[] = [];
    store.onCommit((commit) => commits.push(commit));

    store.update(() => undefined);

    expect(store.version).toBe(0);
    expect(commits).toEqual([]);
  });

  it('hands out frozen objects', () => {
    const { store } = createStore();
    const created = store.update((tx) => tx.create('config', config('a')));

    expect(Object.isFrozen(created)).toBe(true);
  });
});

describe('Store.batch', () => {
  it('splits at 200 changes, as SwarmKit does (manager/state/store/memory.go, Batch)', () => {
    const { store } = createStore();
    const sizes: number[] = [];
    store.onCommit((commit) => sizes.push(commit.changes.length));
    const ids = Array.from({ length: 450 }, (_, index) => `c${index}`);

    store.batch(ids, (tx, id) => tx.create('config', config(id)));

    expect(sizes).toEqual([200, 200, 50]);
  });
});

describe('watch', () => {
  it('delivers commits in order, in an entry of their own', () => {
    const { kernel, store } = createStore();
    const seen: number[] = [];
    watch(kernel, store, 'reader', ({ version }) => seen.push(version));

    store.update((tx) => tx.create('config', config('a')));
    store.update((tx) => tx.create('config', config('b')));
    expect(seen).toEqual([]);
    kernel.step();

    expect(seen).toEqual([1, 2]);
  });

  it('tells which entry wrote a commit', () => {
    const { kernel, store } = createStore();
    const causes: number[] = [];
    store.onCommit(({ causedBy }) => causes.push(causedBy));
    kernel.register('write', () => store.update((tx) => tx.create('config', config('a'))));
    const timer = kernel.schedule({ at: 3, entry: { kind: 'write' } });

    kernel.step();

    expect(causes).toEqual([timer]);
  });

  it('is silent after it was stopped', () => {
    const { kernel, store } = createStore();
    const seen: number[] = [];
    const stop = watch(kernel, store, 'reader', ({ version }) => seen.push(version));

    stop();
    store.update((tx) => tx.create('config', config('a')));

    expect(kernel.step()).toBe(false);
    expect(seen).toEqual([]);
  });
});
