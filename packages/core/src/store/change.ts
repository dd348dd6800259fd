import type { Entity, TableName, Tables } from '../model/entities.ts';

/** One object that a transaction created, changed or removed. */
export interface Change<T extends TableName = TableName> {
  readonly table: T;
  readonly action: 'create' | 'update' | 'delete';
  readonly id: string;
  /** The object as it was; absent for a creation. */
  readonly before: Tables[T] | undefined;
  /** The object as it is; absent for a removal. */
  readonly after: Tables[T] | undefined;
}

/** Everything one transaction changed. SwarmKit: manager/state/watch.go, EventCommit ends each one. */
export interface Commit {
  /** The version index that every changed object of this transaction now carries. */
  readonly version: number;
  readonly at: number;
  /** Sequence of the entry or operation that wrote it. */
  readonly causedBy: number;
  /** Kind of that entry or operation; empty before the first one. */
  readonly writtenBy: string;
  readonly changes: readonly Change[];
}

/** Narrows a change to one table. */
export function isChangeOf<T extends TableName>(change: Change, table: T): change is Change<T> {
  return change.table === table;
}

/** An object without what the store fills in. */
export type WithoutMeta<E extends Entity> = E extends Entity ? Omit<E, 'meta'> : never;
