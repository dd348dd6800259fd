import type { NodeDescription } from '../model/node.ts';
import type { HostDescription } from './host-description.ts';

/**
 * What a node tells the managers about itself when it registers: neither its Windows build nor its
 * domain is part of it. moby: daemon/cluster/executor/container/executor.go, Describe.
 */
export function describeNode(hostname: string, host: HostDescription): NodeDescription {
  const { genericResources } = host;
  return {
    hostname,
    platform: { architecture: host.architecture, os: host.os },
    resources: {
      nanoCpus: host.nanoCpus,
      memoryBytes: host.memoryBytes,
      ...(genericResources.length > 0 && { generic: genericResources }),
    },
    engine: {
      engineVersion: host.engineVersion,
      labels: host.engineLabels,
      plugins: host.plugins,
    },
  };
}
