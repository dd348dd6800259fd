import { indexes, type IndexName } from './indexes.ts';
import type { Entity, TableName, Tables } from '../model/entities.ts';

type KeysOf = (entity: Entity) => string | readonly string[] | undefined;

interface Index {
  readonly keysOf: KeysOf;
  readonly ids: Map<string, Set<string>>;
}

const none: ReadonlySet<string> = new Set();

/** One table: objects by id in order of creation, and the indexes over them. */
export class Table<T extends TableName> {
  readonly #entities = new Map<string, Tables[T]>();
  readonly #indexes = new Map<string, Index>();

  constructor(name: T) {
    for (const [index, keysOf] of Object.entries(indexes[name])) {
      this.#indexes.set(index, { keysOf: keysOf as KeysOf, ids: new Map() });
    }
  }

  get size(): number {
    return this.#entities.size;
  }

  get(id: string): Tables[T] | undefined {
    return this.#entities.get(id);
  }

  values(): IterableIterator<Tables[T]> {
    return this.#entities.values();
  }

  /** Ids under a key of an index, in the order in which they came under it. */
  idsBy(index: IndexName<T>, key: string): ReadonlySet<string> {
    return this.#indexes.get(index)?.ids.get(key) ?? none;
  }

  /** Keys an object has in an index. */
  keysOf(index: IndexName<T>, entity: Tables[T]): readonly string[] {
    return toList(this.#indexes.get(index)?.keysOf(entity));
  }

  put(id: string, before: Tables[T] | undefined, after: Tables[T] | undefined): void {
    if (after === undefined) this.#entities.delete(id);
    else this.#entities.set(id, after);
    for (const index of this.#indexes.values()) {
      const old = before === undefined ? undefined : index.keysOf(before);
      const fresh = after === undefined ? undefined : index.keysOf(after);
      if (old === fresh) continue;
      if (isSameKeys(old, fresh)) continue;
      for (const key of toList(old)) removeId(index.ids, key, id);
      for (const key of toList(fresh)) addId(index.ids, key, id);
    }
  }
}

function toList(keys: string | readonly string[] | undefined): readonly string[] {
  if (keys === undefined) return [];
  return typeof keys === 'string' ? [keys] : keys;
}

function isSameKeys(
  a: string | readonly string[] | undefined,
  b: string | readonly string[] | undefined,
): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((key, position) => key === b[position]);
}

function addId(ids: Map<string, Set<string>>, key: string, id: string): void {
  const known = ids.get(key);
  if (known === undefined) ids.set(key, new Set([id]));
  else known.add(id);
}

function removeId(ids: Map<string, Set<string>>, key: string, id: string): void {
  const known = ids.get(key);
  known?.delete(id);
  if (known?.size === 0) ids.delete(key);
}
