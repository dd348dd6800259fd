import type { Task } from '../../model/task.ts';
import type { NodeSet } from '../node-set.ts';

/** Asks whether the task that a filter was prepared for may run on the node in a slot. */
export type Check = (slot: number) => boolean;

/** Names of the filters, as explanations give them. */
export type FilterName =
  | 'ready'
  | 'resource'
  | 'plugin'
  | 'constraint'
  | 'platform'
  | 'host-port'
  | 'max-replicas'
  /** Not SwarmKit's; see what-if/account-filter.ts. */
  | 'account';

/** One reason why a node may be unsuitable. SwarmKit: manager/scheduler/filter.go, Filter. */
export interface Filter {
  readonly name: FilterName;
  /** The check for a task, or undefined where the filter has nothing to say about it. */
  prepare(task: Task, nodes: NodeSet): Check | undefined;
  /** What the check depends on besides the service and the node; equal texts are equal checks. */
  inputs(task: Task): string;
  /** SwarmKit's words for so many nodes that failed here. */
  explain(nodeCount: number): string;
}

/** Joins texts so that different lists never give the same text. */
export function joinTexts(texts: readonly string[]): string {
  return texts.map((text) => `${text.length}:${text}`).join('');
}
