import type { Filter } from './filter.ts';

/** Nodes that are down, paused or drained take no new tasks. SwarmKit: filter.go, ReadyFilter. */
export const readyFilter: Filter = {
  name: 'ready',
  prepare: (_, nodes) => {
    const { ready } = nodes;
    return (slot) => ready[slot] === 1;
  },
  inputs: () => '',
  explain: (nodeCount) =>
    nodeCount === 1
      ? '1 node not available for new tasks'
      : `${nodeCount} nodes not available for new tasks`,
};
