import { hostPortsOf } from '../host-ports.ts';
import type { Filter } from './filter.ts';

/** Ports published on the node itself must be free there. SwarmKit: filter.go, HostPortFilter. */
export const hostPortFilter: Filter = {
  name: 'host-port',
  prepare(task, nodes) {
    const ports = hostPortsOf(task);
    if (ports.length === 0) return undefined;
    return (slot) => {
      const used = nodes.hostPortsAt(slot);
      return !ports.some((port) => used.has(port));
    };
  },
  inputs: (task) => hostPortsOf(task).join(' '),
  explain: (nodeCount) =>
    nodeCount === 1
      ? 'host-mode port already in use on 1 node'
      : `host-mode port already in use on ${nodeCount} nodes`,
};
