/**
 * The cluster's state. Objects are immutable; a transaction applies all of its writes or none, gives
 * every object it wrote the same new version index, and ends with one commit.
 * SwarmKit: manager/state/store/memory.go.
 */
import { changesPerTransaction } from '../model/defaults.ts';
import { tableNames, type Entity, type TableName, type Tables } from '../model/entities.ts';
import { copyTask } from '../model/copy-task.ts';
import type { Meta } from '../model/meta.ts';
import type { Task } from '../model/task.ts';
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
    return this.#table(table).countBy(index, key);
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

/** A change while its transaction is open: a later write to the same object is put into it. */
interface Write {
  readonly table: TableName;
  action: Change['action'];
  readonly id: string;
  readonly before: Entity | undefined;
  after: Entity | undefined;
}

/** Writes wait here until the transaction ends, so that a refused one leaves no trace. */
class StoreTx implements Tx {
  readonly #tables: AnyTables;
  /** In order of the first write to each object. */
  readonly #writes: Write[] = [];
  readonly #writesById: Partial<Record<TableName, Map<string, Write>>> = {};
  readonly #version: number;
  readonly #now: number;

  constructor(tables: AnyTables, version: number, now: number) {
    this.#tables = tables;
    this.#version = version;
    this.#now = now;
  }

  get size(): number {
    return this.#writes.length;
  }

  get<T extends TableName>(table: T, id: string): Tables[T] | undefined {
    return this.#current(table, id, this.#writesById[table]?.get(id));
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
    for (const write of this.#writesById[table]?.values() ?? []) {
      if (write.after === undefined) continue;
      if (objects.keysOf(index, write.after as Tables[T]).includes(key)) ids.add(write.id);
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
    const known = this.#writesById[table]?.get(id);
    if (this.#current(table, id, known) !== undefined) throw new ExistsError();
    const meta: Meta = { version: this.#version, createdAt: this.#now, updatedAt: this.#now };
    const created = keep(table, entity as unknown as Tables[T], meta);
    if (known === undefined)
      this.#add({ table, action: 'create', id, before: undefined, after: created });
    else overwrite(known, created);
    return created;
  }

  update<T extends TableName>(table: T, entity: Tables[T]): Tables[T] {
    const { id } = entity;
    const known = this.#writesById[table]?.get(id);
    const current = this.#current(table, id, known);
    if (current === undefined) throw new NotExistsError();
    if (current.meta.version !== entity.meta.version) throw new SequenceConflictError();
    const { createdAt } = current.meta;
    const meta: Meta = { version: this.#version, createdAt, updatedAt: this.#now };
    const updated = keep(table, entity, meta);
    if (known === undefined)
      this.#add({ table, action: 'update', id, before: current, after: updated });
    else overwrite(known, updated);
    return updated;
  }

  delete(table: TableName, id: string): void {
    const known = this.#writesById[table]?.get(id);
    const current = this.#current(table, id, known);
    if (current === undefined) throw new NotExistsError();
    if (known === undefined)
      this.#add({ table, action: 'delete', id, before: current, after: undefined });
    else overwrite(known, undefined);
  }

  /** What the transaction comes to; an object made and deleted in it was never there. */
  changes(): readonly Change[] {
    return this.#writes.filter((write) => (write.after ?? write.before) !== undefined);
  }

  #table<T extends TableName>(name: T): Table<T> {
    return this.#tables[name] as unknown as Table<T>;
  }

  #created<T extends TableName>(table: T): readonly Tables[T][] {
    const created: Tables[T][] = [];
    for (const write of this.#writesById[table]?.values() ?? []) {
      if (write.before === undefined && write.after !== undefined) {
        created.push(write.after as Tables[T]);
      }
    }
    return created;
  }

  /** An object as the transaction sees it; `known` is its write so far. */
  #current<T extends TableName>(
    table: T,
    id: string,
    known: Write | undefined,
  ): Tables[T] | undefined {
    return known === undefined ? this.#table(table).get(id) : (known.after as Tables[T]);
  }

  #add(write: Write): void {
    (this.#writesById[write.table] ??= new Map()).set(write.id, write);
    this.#writes.push(write);
  }
}

/** Puts a later write of the same object into an earlier one. */
function overwrite(write: Write, after: Entity | undefined): void {
  write.after = after;
  write.action = after === undefined ? 'delete' : write.before === undefined ? 'create' : 'update';
}

/**
 * Makes the object that the store keeps. It is frozen, unless it is a task: there are very many of
 * those, they change very often, and freezing one costs more than the rest of a transition.
 */
function keep<T extends TableName>(table: T, entity: Tables[T], meta: Meta): Tables[T] {
  if (table === 'task') return copyTask(entity as Task, { meta }) as Tables[T];
  return Object.freeze({ ...(entity as object), meta }) as Tables[T];
}
