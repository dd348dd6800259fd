/** Clusters as they are drawn: hosts, how labels are dealt out to them, and settings one by one. */
import fc from 'fast-check';
import type { ScenarioCluster } from '../scenario/scenario.ts';
import type { Bounds } from './check-constraints.ts';
import { draftNodes, toNode, type DraftNode, type NodeTraits } from './draft-node.ts';

/** A cluster before its hosts have names. */
export interface DraftCluster {
  readonly nodes: readonly DraftNode[];
  /** Over how many zones the hosts are dealt, one after the other; 0 for none. */
  readonly zones: number;
  /** Over how many racks the hosts are dealt, those of a zone where there are zones. */
  readonly racks: number;
  /** Number of dedicated managers; 0 for a control plane that is no node. */
  readonly managers: number;
  readonly settings: readonly ClusterSetting[];
}

/** Settings of a swarm beside its nodes. */
export type ClusterSetting = Omit<ScenarioCluster, 'nodes' | 'managers'>;

/** What clusters are drawn from. */
export interface ClusterTraits extends NodeTraits {
  readonly nodes: Bounds;
  readonly zonesMax: number;
  readonly racksMax: number;
  /** Whether settings differ from their defaults now and then. */
  readonly settings: boolean;
}

/** Random clusters. They shrink to fewer and plainer hosts. */
export function draftClusters(options: ClusterTraits): fc.Arbitrary<DraftCluster> {
  const { nodes, zonesMax, racksMax, managers, settings } = options;
  return fc.record({
    nodes: fc
      .array(draftNodes(options), { maxLength: nodes.max, size: 'max' })
      .map((drawn) => fill(drawn, nodes.min, options)),
    zones: fc.nat({ max: zonesMax }),
    racks: fc.nat({ max: racksMax }),
    managers: managers ? fc.constantFrom(...dedicated) : fc.constant(0),
    settings: settings
      ? fc.array(fc.constantFrom(...clusterSettings), { maxLength: 2 })
      : fc.constant([]),
  });
}

/** Adds plain hosts where too few were drawn: so lists of hosts shrink from both ends. */
function fill(
  drawn: readonly DraftNode[],
  min: number,
  { windows }: NodeTraits,
): readonly DraftNode[] {
  if (drawn.length >= min) return drawn;
  const plain: DraftNode = { os: windows ? 'windows' : 'linux', traits: [] };
  return [...drawn, ...Array.from({ length: min - drawn.length }, () => plain)];
}

/** Makes a cluster of a draft. Its hosts are `node-1` and so on. */
export function toCluster(draft: DraftCluster, domain?: string): ScenarioCluster {
  const inZone = Math.max(1, draft.zones);
  const nodes = draft.nodes.map((node, index) => {
    const rack = Math.floor(index / inZone) % Math.max(1, draft.racks);
    const hostname = `node-${index + 1}`;
    const labels = {
      ...(draft.zones > 0 && { zone: zoneNames[index % draft.zones] ?? 'a' }),
      ...(draft.racks > 0 && { rack: String(rack + 1) }),
    };
    return toNode(node, { hostname, labels, ...(domain !== undefined && { domain }) });
  });
  const settings: ClusterSetting = Object.assign({}, ...draft.settings);
  return { nodes, ...(draft.managers > 0 && { managers: draft.managers }), ...settings };
}

/** Most zones that have a name. */
export const zoneNames: readonly string[] = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** Mostly none: then there are nodes only that tasks may run on. */
const dedicated: readonly number[] = [0, 0, 0, 0, 1, 3];

const clusterSettings: readonly ClusterSetting[] = [
  { ties: 'stable' },
  { taskHistoryLimit: 1 },
  { taskHistoryLimit: 0 },
  { taskHistoryLimit: -1 },
  { latency: '20ms' },
  { heartbeatPeriod: '2s' },
  { heartbeatPeriod: '10s' },
  { heartbeatEpsilon: 0 },
  { nodeUpdatePeriod: 0 },
  { stopRetryPause: '100ms' },
  { statusCoalescing: false },
  { ingress: false },
];
