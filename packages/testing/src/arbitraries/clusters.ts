import type fc from 'fast-check';
import type { ScenarioCluster } from '../scenario/scenario.ts';
import {
  checkConstraints,
  invalid,
  readBounds,
  type ConstraintTable,
} from './check-constraints.ts';
import { draftClusters, toCluster, zoneNames, type ClusterTraits } from './draft-cluster.ts';
import { nearValid, shareOf, type Spoiler } from './near-valid.ts';
import { nodeSpoilers, readSystems, type NodeConstraints } from './nodes.ts';

/** Bounds of {@link clusters}. */
export interface ClusterConstraints extends Omit<NodeConstraints, 'hostname'> {
  /** Fewest nodes. Default 1. */
  readonly nodesMin?: number;
  /** Most nodes, dedicated managers not counted. Default 5. */
  readonly nodesMax?: number;
  /** Most zones that nodes are dealt over, as label `zone`, from 0 to 8. Default 3. */
  readonly zonesMax?: number;
  /** Most racks, as label `rack`. Default 2. */
  readonly racksMax?: number;
  /** Whether settings of the swarm differ from their defaults now and then. Default true. */
  readonly settings?: boolean;
}

/**
 * Random clusters: hosts `node-1` and so on, with labels, and now and then one or three managers of
 * their own. They shrink to fewer and plainer hosts, without labels, and to the default settings.
 *
 * @throws SwarmSimError `invalid-argument` where constraints are unknown or contradict each other.
 */
export function clusters(constraints: ClusterConstraints = {}): fc.Arbitrary<ScenarioCluster> {
  checkConstraints('clusters', constraints, clusterTable);
  const drawn = draftClusters(readClusterTraits('clusters', constraints)).map((draft) => {
    return toCluster(draft, constraints.domain);
  });
  return nearValid(drawn, shareOf(constraints.nearValid), clusterSpoilers);
}

/** Completes bounds of clusters. @throws SwarmSimError where they contradict each other. */
export function readClusterTraits(what: string, constraints: ClusterConstraints): ClusterTraits {
  const { nodesMin: min, nodesMax: max } = constraints;
  const {
    managers = true,
    settings = true,
    traitsMax = 2,
    zonesMax = 3,
    racksMax = 2,
  } = constraints;
  if (zonesMax > zoneNames.length) {
    throw invalid(`${what}: zonesMax must be at most ${zoneNames.length}, not ${zonesMax}`);
  }
  return {
    nodes: readBounds(what, 'nodes', { min, max }, { min: 1, max: 5 }),
    ...readSystems(what, constraints),
    managers,
    settings,
    traitsMax,
    zonesMax,
    racksMax,
  };
}

/** Constraints of clusters, for others that have them too. */
export const clusterTable: ConstraintTable<ClusterConstraints> = {
  nodesMin: 'count',
  nodesMax: 'count',
  zonesMax: 'count',
  racksMax: 'count',
  settings: 'flag',
  windows: 'flag',
  linux: 'flag',
  managers: 'flag',
  domain: 'text',
  traitsMax: 'count',
  nearValid: 'share',
};

const clusterSpoilers: readonly Spoiler<ScenarioCluster>[] = [
  (cluster) => ({ ...cluster, managers: 0 }),
  (cluster) => ({ ...cluster, managers: 8 }),
  (cluster) => ({ ...cluster, latency: '20 fortnights' }),
  (cluster) => ({ ...cluster, heartbeatPeriod: 0 }),
  (cluster) => ({ ...cluster, ties: 'random' as 'stable' }),
  (cluster) => ({ ...cluster, taskHistoryLimit: 0.5 }),
  ...nodeSpoilers.map((spoil): Spoiler<ScenarioCluster> => (cluster) => {
    const [first = { hostname: 'node-1', host: { os: 'linux' } }, ...others] = cluster.nodes ?? [];
    return { ...cluster, nodes: [spoil(first), ...others] };
  }),
];
