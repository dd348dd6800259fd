/**
 * The cluster's state. Objects are immutable; a transaction applies all of its writes or none, gives
 * every object it wrote the same new version index, and ends with one commit.
 * SwarmKit: manager/state/store/memory.go.
 */
import { changesPerTransaction } from '../model/defaults.ts';
import { tableNames, type Entity, type TableName, type Tables } from '../model/entities.ts';
import type { Meta } from '../model/meta.ts';
import type { Change, Commit, WithoutMeta } from './change.ts';
import { ExistsError, NotExistsError, SequenceConflictError } from './errors.ts';
import type { IndexName } from './indexes.ts';
import { Table } from './table.ts';

/** Reads a consistent state. */
export interface ReadTx {
  get<T extends TableName>(table: T, id: string): Tables[T] | undefined;
  /** All objects of a table, oldest first. */
  list<T extends TableName>(table: T): readonly Tables[T][];
  /** Objects under a key of an index, in the order in which they came under it. */
  find<T extends TableName>(table: T, index: IndexName<T>, key: string): readonly Tables[T][];
}

/** Reads and writes. It sees its own writes. */
export interface Tx extends ReadTx {
  /** @throws ExistsError when the id is taken. */
  create<T extends TableName>(table: T, entity: WithoutMeta<Tables[T]>): Tables[T];
  /**
   * Replaces an object that was read at its present version.
   * @throws SequenceConflictError when it changed since; NotExistsError when it is gone.
   */
  update<T extends TableName>(table: T, entity: Tables[T]): Tables[T];
  /** @throws NotExistsError when it is gone. */
  delete(table: TableName, id: string): void;
}

/** Where the store gets the time and the cause of a transaction from. */
export interface StoreClock {
  readonly now: number;
  readonly cause: number;
}

type AnyTables = { readonly [T in TableName]: Table<T> };

/** See the head of this file. */
export class Store implements ReadTx {
  readonly #clock: StoreClock;
  readonly #tables: AnyTables;
  readonly #listeners: ((commit: Commit) => void)[] = [];
  #version = 0;
  #committedAt = 0;

  constructor(clock: StoreClock) {
    this.#clock = clock;
    this.#tables = Object.fromEntries(
      tableNames.map((name) => [name, new Table(name)]),
    ) as unknown as AnyTables;
  }

  /** Version index of the last transaction; 0 before the first. */
  get version(): number {
    return this.#version;
  }

  /** Instant of the last transaction. */
  get committedAt(): number {
    return this.#committedAt;
  }

  get<T extends TableName>(table: T, id: string): Tables[T] | undefined {
    return this.#table(table).get(id);
  }

  list<T extends TableName>(table: T): readonly Tables[T][] {
    return [...this.#table(table).values()];
  }

  /** How many objects a table has. */
  count(table: TableName): number {
    return this.#table(table).size;
  }

  find<T extends TableName>(table: T, index: IndexName<T>, key: string): readonly Tables[T][] {
    const objects = this.#table(table);
    const found: Tables[T][] = [];
    for (const id of objects.idsBy(index, key)) {
      const entity = objects.get(id);
      if (entity !== undefined) found.push(entity);
    }
    return found;
  }

  /** How many objects are under a key of an index. */
  countBy<T extends TableName>(table: T, index: IndexName<T>, key: string): number {
    return this.#table(table).idsBy(index, key).size;
  }

  /** Runs one transaction. What `write` throws reaches the caller, and nothing is changed. */
  update<Result>(write: (tx: Tx) => Result): Result {
    const tx = this.#begin();
    const result = write(tx);
    this.#commit(tx);
    return result;
  }

  /**
   * Writes item by item, in as many transactions as SwarmKit would use.
   * SwarmKit: manager/state/store/memory.go, Batch.Update and MaxChangesPerTransaction.
   */
  batch<Item>(items: Iterable<Item>, write: (tx: Tx, item: Item) => void): void {
    let tx = this.#begin();
    for (const item of items) {
      write(tx, item);
      if (tx.size < changesPerTransaction) continue;
      this.#commit(tx);
      tx = this.#begin();
    }
    this.#commit(tx);
  }

  /** Calls back at the end of every transaction, outside it. Meant for mailboxes, never for logic. */
  onCommit(listener: (commit: Commit) => void): () => void {
    this.#listeners.push(listener);
    return () => {
      const position = this.#listeners.indexOf(listener);
      if (position >= 0) this.#listeners.splice(position, 1);
    };
  }

  #table<T extends TableName>(name: T): Table<T> {
    return this.#tables[name] as unknown as Table<T>;
  }

  #begin(): StoreTx {
    return new StoreTx(this.#tables, this.#version + 1, this.#clock.now);
  }

  #commit(tx: StoreTx): void {
    const changes = tx.changes();
    if (changes.length === 0) return;
    this.#version += 1;
    this.#committedAt = this.#clock.now;
    for (const change of changes) {
      (this.#tables[change.table] as Table<TableName>).put(change.id, change.before, change.after);
    }
    const { now: at, cause: causedBy } = this.#clock;
    const commit: Commit = { version: this.#version, at, causedBy, changes };
    for (const listener of [...this.#listeners]) listener(commit);
  }
}

interface Pending {
  readonly table: TableName;
  readonly before: Entity | undefined;
  after: Entity | undefined;
}

/** Writes wait here until the transaction ends, so that a refused one leaves no trace. */
class StoreTx implements Tx {
  readonly #tables: AnyTables;
  readonly #pending = new Map<string, Pending>();
  readonly #version: number;
  readonly #now: number;

  constructor(tables: AnyTables, version: number, now: number) {
    this.#tables = tables;
    this.#version = version;
    this.#now = now;
  }

  get size(): number {
    return this.#pending.size;
  }

  get<T extends TableName>(table: T, id: string): Tables[T] | undefined {
    if (this.#pending.size > 0) {
      const pending = this.#pending.get(table + id);
      if (pending !== undefined) return pending.after as Tables[T] | undefined;
    }
    return this.#table(table).get(id);
  }

  list<T extends TableName>(table: T): readonly Tables[T][] {
    const stored: Tables[T][] = [];
    for (const entity of this.#table(table).values()) {
      const current = this.get(table, entity.id);
      if (current !== undefined) stored.push(current);
    }
    return [...stored, ...this.#created(table)];
  }

  find<T extends TableName>(table: T, index: IndexName<T>, key: string): readonly Tables[T][] {
    const objects = this.#table(table);
    const ids = new Set(objects.idsBy(index, key));
    for (const pending of this.#pending.values()) {
      if (pending.table !== table || pending.after === undefined) continue;
      if (objects.keysOf(index, pending.after as Tables[T]).includes(key))
        ids.add(pending.after.id);
    }
    const found: Tables[T][] = [];
    for (const id of ids) {
      const entity = this.get(table, id);
      if (entity !== undefined && objects.keysOf(index, entity).includes(key)) found.push(entity);
    }
    return found;
  }

  create<T extends TableName>(table: T, entity: WithoutMeta<Tables[T]>): Tables[T] {
    const { id } = entity as { readonly id: string };
    if (this.get(table, id) !== undefined) throw new ExistsError();
    const meta: Meta = { version: this.#version, createdAt: this.#now, updatedAt: this.#now };
    const created = Object.freeze({ ...entity, meta }) as unknown as Tables[T];
    this.#write(table, id, created);
    return created;
  }

  update<T extends TableName>(table: T, entity: Tables[T]): Tables[T] {
    const current = this.get(table, entity.id);
    if (current === undefined) throw new NotExistsError();
    if (current.meta.version !== entity.meta.version) throw new SequenceConflictError();
    const { createdAt } = current.meta;
    const meta: Meta = { version: this.#version, createdAt, updatedAt: this.#now };
    const updated = Object.freeze({ ...(entity as object), meta }) as unknown as Tables[T];
    this.#write(table, entity.id, updated);
    return updated;
  }

  delete(table: TableName, id: string): void {
    if (this.get(table, id) === undefined) throw new NotExistsError();
    this.#write(table, id, undefined);
  }

  changes(): readonly Change[] {
    const changes: Change[] = [];
    for (const { table, before, after } of this.#pending.values()) {
      const id = (after ?? before)?.id;
      if (id === undefined) continue;
      const action = after === undefined ? 'delete' : before === undefined ? 'create' : 'update';
      changes.push({ table, action, id, before, after });
    }
    return changes;
  }

  #table<T extends TableName>(name: T): Table<T> {
    return this.#tables[name] as unknown as Table<T>;
  }

  #created<T extends TableName>(table: T): readonly Tables[T][] {
    const created: Tables[T][] = [];
    for (const pending of this.#pending.values()) {
      if (pending.table !== table || pending.before !== undefined) continue;
      if (pending.after !== undefined) created.push(pending.after as Tables[T]);
    }
    return created;
  }

  #write(table: TableName, id: string, after: Entity | undefined): void {
    const key = table + id;
    const pending = this.#pending.get(key);
    if (pending !== undefined) pending.after = after;
    else this.#pending.set(key, { table, before: this.#table(table).get(id), after });
  }
}
