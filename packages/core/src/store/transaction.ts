import { copyTask, type TaskChange } from '../model/copy-task.ts';
import type { Entity, TableName, Tables } from '../model/entities.ts';
import type { Meta } from '../model/meta.ts';
import type { Task } from '../model/task.ts';
import type { Change, WithoutMeta } from './change.ts';
import { ExistsError, NotExistsError, SequenceConflictError } from './errors.ts';
import type { IndexName } from './indexes.ts';
import type { Row, Table, Write } from './table.ts';

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
  /** Like `update` with changes to a task, and cheaper: tasks are what changes most often. */
  changeTask(task: Task, change: TaskChange): Task;
  /** @throws NotExistsError when it is gone. */
  delete(table: TableName, id: string): void;
}

export type AnyTables = { readonly [T in TableName]: Table<T> };

/**
 * One transaction. Its writes wait in the rows of the tables until it ends, so that a refused one
 * leaves no trace; readers outside go on seeing what is committed.
 */
export class Transaction implements Tx {
  readonly #tables: AnyTables;
  /** In order of the first write to each object, with the row of each beside it. */
  readonly #writes: Write[] = [];
  readonly #rows: Row[] = [];
  readonly #version: number;
  readonly #now: number;
  /** Objects made at the same instant share it. */
  #meta: Meta | undefined;

  constructor(tables: AnyTables, version: number, now: number) {
    this.#tables = tables;
    this.#version = version;
    this.#now = now;
  }

  get size(): number {
    return this.#writes.length;
  }

  get<T extends TableName>(table: T, id: string): Tables[T] | undefined {
    return currentOf<T>(this.#tables[table].row(id));
  }

  list<T extends TableName>(table: T): readonly Tables[T][] {
    const found: Tables[T][] = [];
    for (const row of this.#tables[table].rows()) {
      const current = currentOf<T>(row);
      if (current !== undefined) found.push(current);
    }
    return found;
  }

  find<T extends TableName>(table: T, index: IndexName<T>, key: string): readonly Tables[T][] {
    const objects = this.#table(table);
    const ids = new Set(objects.idsBy(index, key));
    for (const { table: written, id, after } of this.#writes) {
      if (written !== table || after === undefined) continue;
      if (objects.keysOf(index, after as Tables[T]).includes(key)) ids.add(id);
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
    const row = this.#tables[table].ensureRow(id);
    if (currentOf(row) !== undefined) throw new ExistsError();
    const created = keep(table, entity as unknown as Tables[T], this.#metaSince(this.#now));
    this.#write(row, { table, action: 'create', id, before: undefined, after: created });
    return created;
  }

  update<T extends TableName>(table: T, entity: Tables[T]): Tables[T] {
    const row = this.#tables[table].row(entity.id);
    const current = currentAt(row, entity);
    const updated = keep(table, entity, this.#metaSince(current.meta.createdAt));
    this.#replace(row as Row, table, current, updated);
    return updated;
  }

  changeTask(task: Task, change: TaskChange): Task {
    const row = this.#tables.task.row(task.id);
    const current = currentAt(row, task);
    const updated = copyTask(task, change, this.#metaSince(current.meta.createdAt));
    this.#replace(row as Row, 'task', current, updated);
    return updated;
  }

  delete(table: TableName, id: string): void {
    const row = this.#tables[table].row(id);
    const current = currentOf(row);
    if (row === undefined || current === undefined) throw new NotExistsError();
    this.#write(row, { table, action: 'delete', id, before: current, after: undefined });
  }

  /**
   * Makes the writes the state of the tables.
   * @returns what the transaction comes to; an object made and deleted in it was never there.
   */
  commit(): readonly Change[] {
    const writes = this.#writes;
    for (let index = 0; index < writes.length; index += 1) {
      const write = writes[index] as Write;
      (this.#tables[write.table] as Table<TableName>).apply(this.#rows[index] as Row, write);
    }
    return writes.filter((write) => (write.after ?? write.before) !== undefined);
  }

  /** Takes all writes back. */
  rollBack(): void {
    for (const [index, { table, id }] of this.#writes.entries()) {
      this.#tables[table].revert(this.#rows[index] as Row, id);
    }
  }

  #table<T extends TableName>(name: T): Table<T> {
    return this.#tables[name] as unknown as Table<T>;
  }

  #replace(row: Row, table: TableName, before: Entity, after: Entity): void {
    this.#write(row, { table, action: 'update', id: after.id, before, after });
  }

  #write(row: Row, write: Write): void {
    const known = row.write;
    if (known === undefined) {
      row.write = write;
      this.#writes.push(write);
      this.#rows.push(row);
      return;
    }
    const { after } = write;
    known.after = after;
    known.action =
      after === undefined ? 'delete' : known.before === undefined ? 'create' : 'update';
  }

  #metaSince(createdAt: number): Meta {
    if (this.#meta?.createdAt === createdAt) return this.#meta;
    return (this.#meta = { version: this.#version, createdAt, updatedAt: this.#now });
  }
}

/** An object as the transaction sees it. */
function currentOf<T extends TableName>(row: Row | undefined): Tables[T] | undefined {
  if (row === undefined) return undefined;
  return (row.write === undefined ? row.entity : row.write.after) as Tables[T] | undefined;
}

/** The object that a write replaces; it must be the version that the writer read. */
function currentAt(row: Row | undefined, read: Entity): Entity {
  const current = currentOf(row);
  if (current === undefined) throw new NotExistsError();
  if (current.meta.version !== read.meta.version) throw new SequenceConflictError();
  return current;
}

/**
 * Makes the object that the store keeps. It is frozen, unless it is a task: there are very many of
 * those, they change very often, and freezing one costs more than the rest of a transition.
 */
function keep<T extends TableName>(table: T, entity: Tables[T], meta: Meta): Tables[T] {
  if (table === 'task') return copyTask(entity as Task, noChange, meta) as Tables[T];
  return Object.freeze({ ...(entity as object), meta }) as Tables[T];
}

const noChange: TaskChange = {};
