import { describe, expect, it } from 'vitest';
import { Kernel } from '../kernel/kernel.ts';
import { toId, type ConfigId } from '../model/ids.ts';
import { Store } from './store.ts';
import { watch } from './watch.ts';

interface World {
  readonly kernel: Kernel;
  readonly store: Store;
  create(id: string): void;
}

function createWorld(): World {
  const kernel = new Kernel({ seed: 1 });
  const store = new Store(kernel);
  return {
    kernel,
    store,
    create: (id) => {
      store.update((tx) => tx.create('config', { id: toId<ConfigId>(id), spec: { name: id } }));
    },
  };
}

describe('watch', () => {
  it('gives all commits of one instant in one entry', () => {
    const { kernel, store, create } = createWorld();
    const versions: string[] = [];
    watch(kernel, store, 'test', ({ version }) => versions.push(`${kernel.cause}:${version}`));

    create('a');
    create('b');
    kernel.step();

    expect(versions).toEqual(['1:1', '1:2']);
    expect(kernel.nextAt).toBeUndefined();
  });

  it('gives what a watcher itself commits in a later entry', () => {
    const { kernel, store, create } = createWorld();
    const seen: string[] = [];
    watch(kernel, store, 'test', ({ changes, causedBy }) => {
      seen.push(`${kernel.cause} sees ${changes[0]?.id} of ${causedBy}`);
      if (seen.length === 1) create('b');
    });

    create('a');
    while (kernel.step());

    expect(seen).toEqual(['1 sees a of 0', '2 sees b of 1']);
  });

  it('gives each watcher every commit, in order, also where entries change places', () => {
    const { kernel, store, create } = createWorld();
    kernel.choices = { choose: (count) => count - 1 };
    const seen: string[] = [];
    for (const name of ['one', 'two']) {
      watch(kernel, store, name, ({ version }) => seen.push(`${name} ${version}`));
    }

    create('a');
    create('b');
    while (kernel.step());

    expect(seen).toEqual(['two 1', 'two 2', 'one 1', 'one 2']);
  });

  it('ends with the scope it was made in: a new leader does not get the mail of the old one', () => {
    const { kernel, store, create } = createWorld();
    const seen: string[] = [];
    const term = kernel.openScope();
    const stop = watch(term, store, 'leader', () => seen.push('old'));
    create('a');

    stop();
    term.close();
    watch(kernel.openScope(), store, 'leader', ({ version }) => seen.push(`new ${version}`));
    create('b');
    while (kernel.step());

    expect(seen).toEqual(['new 2']);
  });

  it('wakes a watcher only for commits that concern it, and then tells all that follows', () => {
    const { kernel, store, create } = createWorld();
    const seen: string[] = [];
    watch(kernel, store, 'test', ({ changes }) => seen.push(changes[0]?.id ?? ''), {
      concerns: ({ id }) => id === 'b',
    });

    create('a');
    const isWokenByA = kernel.nextAt !== undefined;
    create('b');
    create('c');
    while (kernel.step());

    expect(isWokenByA).toBe(false);
    expect(seen).toEqual(['b', 'c']);
  });
});
