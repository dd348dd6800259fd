import { indexes, isSameSlot, type IndexName } from './indexes.ts';
import type { Entity, TableName, Tables } from '../model/entities.ts';

type SameKeys = (before: Entity, after: Entity) => boolean;
type KeysOf = (entity: Entity) => string | readonly string[] | undefined;

/** Ids under a key. Most keys have only one, which needs no set of its own. */
type Ids = string | Set<string>;

interface Index {
  readonly keysOf: KeysOf;
  /** Whether two versions of an object surely have the same keys; absent where keys are cheap. */
  readonly hasSameKeys: SameKeys | undefined;
  readonly ids: Map<string, Ids>;
}

/** One table: objects by id in order of creation, and the indexes over them. */
export class Table<T extends TableName> {
  readonly #entities = new Map<string, Tables[T]>();
  readonly #indexes = new Map<string, Index>();

  constructor(name: T) {
    for (const [index, keysOf] of Object.entries(indexes[name])) {
      this.#indexes.set(index, {
        keysOf: keysOf as KeysOf,
        hasSameKeys: name === 'task' && index === 'slot' ? (isSameSlot as SameKeys) : undefined,
        ids: new Map(),
      });
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
  idsBy(index: IndexName<T>, key: string): Iterable<string> {
    const ids = this.#indexes.get(index)?.ids.get(key);
    return typeof ids === 'string' ? [ids] : (ids ?? []);
  }

  /** How many ids are under a key of an index. */
  countBy(index: IndexName<T>, key: string): number {
    const ids = this.#indexes.get(index)?.ids.get(key);
    return typeof ids === 'string' ? 1 : (ids?.size ?? 0);
  }

  /** Keys an object has in an index. */
  keysOf(index: IndexName<T>, entity: Tables[T]): readonly string[] {
    return toList(this.#indexes.get(index)?.keysOf(entity));
  }

  put(id: string, before: Tables[T] | undefined, after: Tables[T] | undefined): void {
    if (after === undefined) this.#entities.delete(id);
    else this.#entities.set(id, after);
    for (const index of this.#indexes.values()) {
      if (before !== undefined && after !== undefined && index.hasSameKeys?.(before, after)) {
        continue;
      }
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

function addId(index: Map<string, Ids>, key: string, id: string): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, id);
  else if (typeof known !== 'string') known.add(id);
  else if (known !== id) index.set(key, new Set([known, id]));
}

function removeId(index: Map<string, Ids>, key: string, id: string): void {
  const known = index.get(key);
  if (known === undefined) return;
  if (typeof known !== 'string') known.delete(id);
  if (known === id || (typeof known !== 'string' && known.size === 0)) index.delete(key);
}
