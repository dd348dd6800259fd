import type { Filter } from './filter.ts';

/** A service may limit its tasks per node. SwarmKit: filter.go, MaxReplicasFilter. */
export const maxReplicasFilter: Filter = {
  name: 'max-replicas',
  prepare(task, nodes) {
    const maxReplicas = task.spec.placement?.maxReplicas ?? 0;
    if (maxReplicas === 0) return undefined;
    const counts = nodes.countsOf(task.serviceId);
    return (slot) => (counts.get(slot) ?? 0) < maxReplicas;
  },
  inputs: (task) => String(task.spec.placement?.maxReplicas ?? ''),
  // SwarmKit's text names no number of nodes here.
  explain: () => 'max replicas per node limit exceed',
};
