/**
 * The cluster's state. Objects are immutable; a transaction applies all of its writes or none, gives
 * every object it wrote the same new version index, and ends with one commit.
 * SwarmKit: manager/state/store/memory.go.
 */
import { invariant } from '../kernel/errors.ts';
import { mixInteger } from '../kernel/hash.ts';
import { changesPerTransaction } from '../model/defaults.ts';
import { tableNames, type TableName, type Tables } from '../model/entities.ts';
import type { Commit } from './change.ts';
import type { IndexName } from './indexes.ts';
import { Table } from './table.ts';
import { Transaction, type AnyTables, type ReadTx, type Tx } from './transaction.ts';

export type { ReadTx, Tx } from './transaction.ts';

/** Where the store gets the time and the cause of a transaction from. */
export interface StoreClock {
  readonly now: number;
  readonly cause: number;
  /** Kind of the entry or operation that is the cause. */
  readonly causeKind: string;
}

/** See the head of this file. */
export class Store implements ReadTx {
  readonly #clock: StoreClock;
  readonly #tables: AnyTables;
  /** Replaced when one goes, which may happen while they are called. */
  #listeners: ((commit: Commit) => void)[] = [];
  #version = 0;
  #committedAt = 0;
  #isWriting = false;

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
    const found: Tables[T][] = [];
    for (const { entity } of this.#table(table).rows()) {
      if (entity !== undefined) found.push(entity as Tables[T]);
    }
    return found;
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

  /** Hash of an object; 0 where there is none. */
  hashOf(table: TableName, id: string): number {
    return this.#tables[table].hashOf(id);
  }

  /** Hash of everything it holds, before it is spread over all bits. */
  mixState(): number {
    let hash = mixInteger(0, this.#version);
    for (const name of tableNames) hash = this.#tables[name].mixInto(hash);
    return hash;
  }

  /** How many objects are under a key of an index. */
  countBy<T extends TableName>(table: T, index: IndexName<T>, key: string): number {
    return this.#table(table).countBy(index, key);
  }

  /**
   * Runs one transaction. What `write` throws reaches the caller, and nothing is changed. One
   * transaction runs at a time: `write` must not begin another.
   */
  update<Result>(write: (tx: Tx) => Result): Result {
    return this.#transact((tx) => write(tx));
  }

  /**
   * Writes item by item, in as many transactions as SwarmKit would use. Items may be made while they
   * are written; whoever makes them sees what is committed.
   * SwarmKit: manager/state/store/memory.go, Batch.Update and MaxChangesPerTransaction.
   */
  batch<Item>(items: Iterable<Item>, write: (tx: Tx, item: Item) => void): void {
    const rest = items[Symbol.iterator]();
    let isDone = false;
    while (!isDone) {
      this.#transact((tx) => {
        while (tx.size < changesPerTransaction) {
          const next = rest.next();
          if (next.done === true) {
            isDone = true;
            return;
          }
          write(tx, next.value);
        }
      });
    }
  }

  /** Calls back at the end of every transaction, outside it. Meant for mailboxes, never for logic. */
  onCommit(listener: (commit: Commit) => void): () => void {
    this.#listeners.push(listener);
    return () => {
      const gone = this.#listeners.indexOf(listener);
      this.#listeners = this.#listeners.filter((_, position) => position !== gone);
    };
  }

  #table<T extends TableName>(name: T): Table<T> {
    return this.#tables[name] as unknown as Table<T>;
  }

  #transact<Result>(write: (tx: Transaction) => Result): Result {
    invariant(!this.#isWriting, 'a transaction began inside another one');
    const tx = new Transaction(this.#tables, this.#version + 1, this.#clock.now);
    let result: Result;
    this.#isWriting = true;
    try {
      result = write(tx);
    } catch (error) {
      tx.rollBack();
      throw error;
    } finally {
      this.#isWriting = false;
    }
    this.#commit(tx);
    return result;
  }

  #commit(tx: Transaction): void {
    const changes = tx.commit();
    if (changes.length === 0) return;
    this.#version += 1;
    this.#committedAt = this.#clock.now;
    const { now: at, cause: causedBy, causeKind: writtenBy } = this.#clock;
    const commit: Commit = { version: this.#version, at, causedBy, writtenBy, changes };
    for (const listener of this.#listeners) listener(commit);
  }
}
