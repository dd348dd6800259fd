import { invariant } from '../kernel/errors.ts';
import type { Task } from '../model/task.ts';
import { constraintFilter } from './filters/constraint-filter.ts';
import type { Check, Filter } from './filters/filter.ts';
import { hostPortFilter } from './filters/host-port-filter.ts';
import { maxReplicasFilter } from './filters/max-replicas-filter.ts';
import { platformFilter } from './filters/platform-filter.ts';
import { pluginFilter } from './filters/plugin-filter.ts';
import { readyFilter } from './filters/ready-filter.ts';
import { resourceFilter } from './filters/resource-filter.ts';
import type { NodeSet } from './node-set.ts';

/**
 * The filters, in the order in which a node meets them. SwarmKit: pipeline.go, defaultFilters.
 *
 * Deviation: SwarmKit has one more, for CSI volumes, which swarmsim does not model.
 */
export const defaultFilters: readonly Filter[] = [
  readyFilter,
  resourceFilter,
  pluginFilter,
  constraintFilter,
  platformFilter,
  hostPortFilter,
  maxReplicasFilter,
];

/** The filters prepared for one task. SwarmKit: manager/scheduler/pipeline.go, Pipeline. */
export class Pipeline {
  readonly #filters: readonly Filter[];
  readonly #checks: readonly Check[];
  /** Position in the list of all filters of each check. */
  readonly #positions: readonly number[];
  readonly #failures: Int32Array;
  #hasFailures = false;

  constructor(task: Task, nodes: NodeSet, filters: readonly Filter[] = defaultFilters) {
    const checks: Check[] = [];
    const positions: number[] = [];
    for (const [position, filter] of filters.entries()) {
      const check = filter.prepare(task, nodes);
      if (check === undefined) continue;
      checks.push(check);
      positions.push(position);
    }
    this.#filters = filters;
    this.#checks = checks;
    this.#positions = positions;
    this.#failures = new Int32Array(filters.length);
  }

  /**
   * Whether the node passes every filter. A failure is counted at the first filter that says no; a
   * success clears all counts, so an explanation is about the nodes seen since the last success.
   * SwarmKit: manager/scheduler/pipeline.go, Process.
   */
  process(slot: number): boolean {
    const checks = this.#checks;
    for (let index = 0; index < checks.length; index += 1) {
      if ((checks[index] as Check)(slot)) continue;
      const position = this.#positions[index] as number;
      this.#failures[position] = (this.#failures[position] as number) + 1;
      this.#hasFailures = true;
      return false;
    }
    if (this.#hasFailures) {
      this.#failures.fill(0);
      this.#hasFailures = false;
    }
    return true;
  }

  /** Position of the first filter that says no, or -1; counts nothing. */
  firstRefusal(slot: number): number {
    const checks = this.#checks;
    for (let index = 0; index < checks.length; index += 1) {
      if (!(checks[index] as Check)(slot)) return this.#positions[index] as number;
    }
    return -1;
  }

  filterAt(position: number): Filter {
    const filter = this.#filters[position];
    invariant(filter !== undefined, `no filter at position ${position}`);
    return filter;
  }

  /** Why the nodes counted so far cannot take the task. */
  explain(): string {
    return explainFailures(this.#filters, this.#failures);
  }
}

/**
 * The reasons, each with its number of nodes: most nodes first, then in the order of the filters.
 * SwarmKit: manager/scheduler/pipeline.go, Explain.
 */
export function explainFailures(filters: readonly Filter[], counts: Int32Array): string {
  return filters
    .map((filter, position) => ({ filter, count: counts[position] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ filter, count }) => filter.explain(count))
    .join('; ');
}

/** SwarmKit's text for a task that found no node. SwarmKit: scheduler.go, noSuitableNode. */
export function noSuitableNodeText(explanation: string): string {
  return explanation === '' ? 'no suitable node' : `no suitable node (${explanation})`;
}
