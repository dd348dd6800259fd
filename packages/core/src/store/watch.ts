import type { Entry, Environment } from '../kernel/environment.ts';
import type { Commit } from './change.ts';
import type { Store } from './store.ts';

/**
 * Gives a component its mailbox: commits arrive in order, in an entry of their own, never inside
 * somebody else's transaction. SwarmKit: manager/state/store/memory.go, ViewAndWatch.
 *
 * @returns a function that ends the watch.
 */
export function watch(
  env: Environment,
  store: Store,
  name: string,
  handle: (commit: Commit) => void,
): () => void {
  const kind = `watch:${name}`;
  const inbox = env.cell<Commit[]>(`inbox:${name}`, []);
  const wake: Entry = Object.freeze({ kind });

  env.register(kind, () => {
    const commits = inbox.value;
    inbox.value = [];
    for (const commit of commits) handle(commit);
  });

  return store.onCommit((commit) => {
    inbox.value.push(commit);
    if (inbox.value.length === 1) env.schedule({ at: env.now, lane: kind, entry: wake });
  });
}
