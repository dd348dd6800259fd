import type { Node } from '../model/node.ts';
import type { Task } from '../model/task.ts';
import type { Filter } from '../scheduler/filters/filter.ts';

/** What the filter is made from. */
export interface AccountFilterOptions {
  /** Whether a container of a task would be somebody in the domain, if it ran on a node now. */
  readonly couldAuthenticate: (node: Node, task: Task) => boolean;
  readonly now: () => number;
}

/**
 * A host must find a task's credential spec, and be able to obtain the password of the account that it
 * names.
 *
 * Deviation: SwarmKit has no such filter, and knows nothing that it could ask. It is there for comparison
 * with what people do instead: label the hosts, and constrain the service.
 */
export function createAccountFilter({ couldAuthenticate, now }: AccountFilterOptions): Filter {
  return {
    name: 'account',
    prepare(task, nodes) {
      const { runtime } = task.spec;
      if (runtime?.kind !== 'container') return undefined;
      if (runtime.privileges?.credentialSpec === undefined) return undefined;
      return (slot) => {
        const node = nodes.nodeAt(slot);
        return node !== undefined && couldAuthenticate(node, task);
      };
    },
    // The directory changes without the nodes, so that no answer outlives its instant.
    inputs: () => String(now()),
    explain: (nodeCount) =>
      nodeCount === 1
        ? 'no credential spec with an obtainable account on 1 node'
        : `no credential spec with an obtainable account on ${nodeCount} nodes`,
  };
}
