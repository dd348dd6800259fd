import type { NodeOptions } from '@swarmsim/core';
import type fc from 'fast-check';
import { checkConstraints, invalid, type ConstraintTable } from './check-constraints.ts';
import { draftNodes, toNode } from './draft-node.ts';
import { nearValid, shareOf, type Spoiler } from './near-valid.ts';

/** Bounds of {@link nodes}. */
export interface NodeConstraints {
  /** Host name. Default `node-1`. */
  readonly hostname?: string;
  /** Whether there are Windows hosts. Default true. */
  readonly windows?: boolean;
  /** Whether there are Linux hosts. Default true. */
  readonly linux?: boolean;
  /** Whether hosts are managers now and then. Default true. */
  readonly managers?: boolean;
  /** Domain that Windows hosts have joined. Default none. */
  readonly domain?: string;
  /** Most things that set a host apart: a label, a build, less memory. Default 2. */
  readonly traitsMax?: number;
  /** Whether, or in which share of cases, a host is one that is refused. Default false. */
  readonly nearValid?: boolean | number;
}

/**
 * Random hosts. They shrink to a Windows host with nothing that sets it apart.
 *
 * @throws SwarmSimError `invalid-argument` where constraints are unknown or contradict each other.
 */
export function nodes(constraints: NodeConstraints = {}): fc.Arbitrary<NodeOptions> {
  checkConstraints('nodes', constraints, table);
  const { hostname = 'node-1', managers = true, traitsMax = 2, domain } = constraints;
  const systems = readSystems('nodes', constraints);
  const hosts = draftNodes({ ...systems, managers, traitsMax }).map((draft) => {
    return toNode(draft, { hostname, labels: {}, ...(domain !== undefined && { domain }) });
  });
  return nearValid(hosts, shareOf(constraints.nearValid), nodeSpoilers);
}

/** Completes which hosts there are. @throws SwarmSimError where there are none. */
export function readSystems(
  what: string,
  given: { readonly windows?: boolean; readonly linux?: boolean },
): { readonly windows: boolean; readonly linux: boolean } {
  const { windows = true, linux = true } = given;
  if (windows || linux) return { windows, linux };
  throw invalid(`${what}: windows and linux are both false, so that there are no hosts`);
}

const table: ConstraintTable<NodeConstraints> = {
  hostname: 'text',
  windows: 'flag',
  linux: 'flag',
  managers: 'flag',
  domain: 'text',
  traitsMax: 'count',
  nearValid: 'share',
};

/** Ways in which a host is refused. Types are passed over, as a file has none. */
export const nodeSpoilers: readonly Spoiler<NodeOptions>[] = [
  (node) => ({ ...node, hostname: '' }),
  (node) => ({ ...node, role: 'boss' as 'manager' }),
  (node) => ({ ...node, availability: 'drained' as 'drain' }),
  (node) => ({ ...node, labels: { ...node.labels, '': 'a' } }),
  (node) => ({ ...node, host: { ...node.host, cpus: -1 } }),
  (node) => ({ ...node, host: { ...node.host, memory: '4 parsecs' } }),
  (node) => ({ ...node, host: { ...node.host, os: 'darwin' as 'linux' } }),
  (node) => ({ ...node, host: { ...node.host, build: 9_200, os: 'windows' } }),
  (node) => ({ ...node, lables: { zone: 'a' } }),
];
