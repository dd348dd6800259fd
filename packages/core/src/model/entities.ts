import type { Cluster } from './cluster.ts';
import type { Config } from './config.ts';
import type { Network } from './network.ts';
import type { Node } from './node.ts';
import type { Secret } from './secret.ts';
import type { Service } from './service.ts';
import type { Task } from './task.ts';

/** The tables of the store and what is in them. */
export interface Tables {
  readonly cluster: Cluster;
  readonly node: Node;
  readonly service: Service;
  readonly task: Task;
  readonly config: Config;
  readonly secret: Secret;
  readonly network: Network;
}

/** Name of a table. */
export type TableName = keyof Tables;

/** Any object that the store keeps. */
export type Entity = Tables[TableName];

/** Every table, in the order in which a state hash visits them. */
export const tableNames: readonly TableName[] = [
  'cluster',
  'node',
  'service',
  'task',
  'config',
  'secret',
  'network',
];
