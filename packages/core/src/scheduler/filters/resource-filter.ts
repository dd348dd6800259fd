import { hasEnough } from '../../generic-resource/resource-list.ts';
import type { GenericResource, Resources } from '../../model/resources.ts';
import type { Task } from '../../model/task.ts';
import { joinTexts, type Filter } from './filter.ts';

/** What a task reserves must be free on its node. SwarmKit: filter.go, ResourceFilter. */
export const resourceFilter: Filter = {
  name: 'resource',
  prepare(task, nodes) {
    const reserved = reservationsOf(task);
    if (reserved === undefined) return undefined;
    const { nanoCpus: freeCpus, memoryBytes: freeMemory } = nodes;
    const { nanoCpus, memoryBytes, generic = [] } = reserved;
    const fits = (slot: number): boolean =>
      nanoCpus <= (freeCpus[slot] ?? 0) && memoryBytes <= (freeMemory[slot] ?? 0);
    if (generic.length === 0) return fits;
    return (slot) => {
      if (!fits(slot)) return false;
      const available = nodes.genericAt(slot);
      return generic.every((wanted) => hasEnough(available, wanted));
    };
  },
  inputs(task) {
    const reserved = reservationsOf(task);
    if (reserved === undefined) return '';
    const { nanoCpus, memoryBytes, generic = [] } = reserved;
    return `${nanoCpus} ${memoryBytes} ${joinTexts(generic.flatMap(toTexts))}`;
  },
  explain: (nodeCount) =>
    nodeCount === 1
      ? 'insufficient resources on 1 node'
      : `insufficient resources on ${nodeCount} nodes`,
};

function reservationsOf(task: Task): Resources | undefined {
  const reserved = task.spec.resources?.reservations;
  if (reserved === undefined) return undefined;
  const { nanoCpus, memoryBytes, generic = [] } = reserved;
  return nanoCpus === 0 && memoryBytes === 0 && generic.length === 0 ? undefined : reserved;
}

function toTexts(item: GenericResource): readonly string[] {
  return [item.kind, item.resource, String(item.value)];
}
