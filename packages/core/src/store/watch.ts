import type { Entry, Environment } from '../kernel/environment.ts';
import type { Change, Commit } from './change.ts';
import type { Store } from './store.ts';

/** Options of {@link watch}. */
export interface WatchOptions {
  /**
   * Whether a change may matter to the watcher; default: every change does. A commit without any that does is
   * left out, unless the watcher is being woken anyway. It is asked while the commit is made, so it must
   * neither write nor rely on what the watcher has yet to be told.
   * SwarmKit: manager/state/watch.go, Matcher: a watch names the events that it wants.
   */
  readonly concerns?: (change: Change) => boolean;
}

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
  { concerns }: WatchOptions = {},
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
    const isWoken = inbox.value.length > 0;
    if (!isWoken && concerns !== undefined && !commit.changes.some(concerns)) return;
    inbox.value.push(commit);
    if (!isWoken) env.schedule({ at: env.now, lane: kind, entry: wake });
  });
}
