import { mixInteger } from '../kernel/hash.ts';
import { createEntityHash } from './entity-hash.ts';
import { indexes, isSameSlot, type IndexName } from './indexes.ts';
import { addId, removeId, type Ids } from './ids-under-key.ts';
import type { Change } from './change.ts';
import type { Entity, TableName, Tables } from '../model/entities.ts';

type SameKeys = (before: Entity, after: Entity) => boolean;
type KeysOf = (entity: Entity) => string | readonly string[] | undefined;

/** A change while its transaction is open: a later write to the same object is put into it. */
export interface Write {
  readonly table: TableName;
  action: Change['action'];
  readonly id: string;
  readonly before: Entity | undefined;
  after: Entity | undefined;
}

/** One place in a table. It holds the object and the open write together, so one lookup finds both. */
export interface Row {
  /** The object as it is committed; absent while it is being created. */
  entity: Entity | undefined;
  /** What the open transaction makes of it; absent while it makes nothing. */
  write: Write | undefined;
  /** Hash of the object; absent until somebody asks for it. */
  hash: number | undefined;
}

interface Index {
  readonly name: string;
  readonly keysOf: KeysOf;
  /** Whether two versions of an object surely have the same keys; absent where keys are cheap. */
  readonly hasSameKeys: SameKeys | undefined;
  readonly ids: Map<string, Ids>;
}

/** One table: objects by id in order of creation, and the indexes over them. */
export class Table<T extends TableName> {
  readonly #rows = new Map<string, Row>();
  readonly #indexes: readonly Index[];
  readonly #hash = createEntityHash();
  #size = 0;
  /** The row that was looked up last: what is read is often written next. */
  #lastId = '';
  #lastRow: Row | undefined;

  constructor(name: T) {
    this.#indexes = Object.entries(indexes[name]).map(([index, keysOf]) => ({
      name: index,
      keysOf: keysOf as KeysOf,
      hasSameKeys: name === 'task' && index === 'slot' ? (isSameSlot as SameKeys) : undefined,
      ids: new Map(),
    }));
  }

  /** Objects that are committed. */
  get size(): number {
    return this.#size;
  }

  /** The committed object. */
  get(id: string): Tables[T] | undefined {
    return this.row(id)?.entity as Tables[T] | undefined;
  }

  /** All rows, that of an object in creation too, oldest first. */
  rows(): Iterable<Row> {
    return this.#rows.values();
  }

  /** Mixes what the table holds into a hash. Objects that stayed the same are not read again. */
  mixInto(hash: number): number {
    let mixed = mixInteger(hash, this.#size);
    for (const row of this.#rows.values()) {
      if (row.entity !== undefined) mixed = mixInteger(mixed, this.#hashOf(row, row.entity));
    }
    return mixed;
  }

  /** Hash of a committed object; 0 where there is none. */
  hashOf(id: string): number {
    const row = this.row(id);
    return row?.entity === undefined ? 0 : this.#hashOf(row, row.entity);
  }

  row(id: string): Row | undefined {
    if (id !== this.#lastId) {
      this.#lastRow = this.#rows.get(id);
      this.#lastId = id;
    }
    return this.#lastRow;
  }

  /** The row of an id, made where there is none; `apply` or `revert` must follow. */
  ensureRow(id: string): Row {
    let row = this.row(id);
    if (row === undefined) {
      row = this.#lastRow = { entity: undefined, write: undefined, hash: undefined };
      this.#rows.set(id, row);
    }
    return row;
  }

  /** Commits the write of a row. */
  apply(row: Row, { id, before, after }: Write): void {
    row.write = undefined;
    row.entity = after;
    row.hash = undefined;
    if (after === undefined) this.#drop(id);
    if (before === undefined) this.#size += after === undefined ? 0 : 1;
    else if (after === undefined) this.#size -= 1;
    for (const index of this.#indexes) follow(index, id, before, after);
  }

  /** Takes a write back. */
  revert(row: Row, id: string): void {
    row.write = undefined;
    if (row.entity === undefined) this.#drop(id);
  }

  /** Ids under a key of an index, in the order in which they came under it. */
  idsBy(index: IndexName<T>, key: string): Iterable<string> {
    const ids = this.#index(index)?.ids.get(key);
    return typeof ids === 'string' ? [ids] : (ids ?? []);
  }

  /** How many ids are under a key of an index. */
  countBy(index: IndexName<T>, key: string): number {
    const ids = this.#index(index)?.ids.get(key);
    if (ids === undefined) return 0;
    if (typeof ids === 'string') return 1;
    return Array.isArray(ids) ? ids.length : ids.size;
  }

  /** Keys an object has in an index. */
  keysOf(index: IndexName<T>, entity: Tables[T]): readonly string[] {
    return toList(this.#index(index)?.keysOf(entity));
  }

  #hashOf(row: Row, entity: Entity): number {
    return (row.hash ??= this.#hash(entity));
  }

  #drop(id: string): void {
    this.#rows.delete(id);
    if (id === this.#lastId) this.#lastRow = undefined;
  }

  #index(name: IndexName<T>): Index | undefined {
    return this.#indexes.find((index) => index.name === name);
  }
}

function follow(
  index: Index,
  id: string,
  before: Entity | undefined,
  after: Entity | undefined,
): void {
  if (before !== undefined && after !== undefined && index.hasSameKeys?.(before, after)) return;
  const old = before === undefined ? undefined : index.keysOf(before);
  const fresh = after === undefined ? undefined : index.keysOf(after);
  if (isSameKeys(old, fresh)) return;
  for (const key of toList(old)) removeId(index.ids, key, id);
  for (const key of toList(fresh)) addId(index.ids, key, id);
}

function toList(keys: string | readonly string[] | undefined): readonly string[] {
  if (keys === undefined) return [];
  return typeof keys === 'string' ? [keys] : keys;
}

function isSameKeys(
  a: string | readonly string[] | undefined,
  b: string | readonly string[] | undefined,
): boolean {
  if (a === b) return true;
  if (!Array.isArray(a) || !Array.isArray(b)) return false;
  return a.length === b.length && a.every((key, position) => key === b[position]);
}
