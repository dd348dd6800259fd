import type { Node } from '@swarmsim/core';

/** What constraints can ask of a node, as JSON. */
export function describeNode({ id, role, spec, description }: Node): string {
  return JSON.stringify({
    id,
    hostname: description?.hostname,
    role,
    platform: description?.platform,
    labels: spec.labels,
    engineLabels: description?.engine?.labels,
  });
}
