import type { Fault, FaultPlan } from '@swarmsim/core';
import type fc from 'fast-check';
import type { ScenarioCluster } from '../scenario/scenario.ts';
import { checkConstraints, invalid, type ConstraintTable } from './check-constraints.ts';
import { directoryFaults, draftPlans, faultKinds } from './draft-faults.ts';
import { namePlan } from './name-faults.ts';
import { nearValid, shareOf, type Spoiler } from './near-valid.ts';
import { plainCluster } from './timelines.ts';
import { createWorld } from './world.ts';

/** Bounds of {@link faultPlans}. */
export interface FaultPlanConstraints {
  /** Cluster whose nodes are struck. Default three Windows hosts, `node-1` to `node-3`. */
  readonly cluster?: ScenarioCluster;
  /** Replicated services whose tasks are struck. Default none. */
  readonly services?: readonly string[];
  /** Domain whose controllers are struck. Default none. */
  readonly domain?: string;
  /** Kinds of faults. Default all that have something to strike. */
  readonly kinds?: readonly Fault['kind'][];
  /** Whether, or in which share of cases, a plan is one that is refused. Default false. */
  readonly nearValid?: boolean | number;
}

/**
 * Random plans of faults: once or again and again, one or one of two, on nodes by name, by label or by
 * chance. They shrink to one fault that strikes one node once, at the end of the first second.
 *
 * @throws SwarmSimError `invalid-argument` where constraints are unknown or contradict each other.
 */
export function faultPlans(constraints: FaultPlanConstraints = {}): fc.Arbitrary<FaultPlan> {
  checkConstraints('faultPlans', constraints, table);
  const { cluster = plainCluster, services = [], domain } = constraints;
  const options = services.map((name) => ({ name, image: 'app:1', healthcheck: {} }));
  const world = createWorld({ cluster, domain, services: options });
  if (world.nodes.length === 0) throw invalid('faultPlans: the cluster has no nodes');
  const kinds = readKinds(constraints);
  const plans = draftPlans(kinds).map((draft): FaultPlan => {
    return namePlan(draft, world, beginMs) ?? { at: beginMs, fault: { kind: 'repair-pulls' } };
  });
  return nearValid(plans, shareOf(constraints.nearValid), spoilers);
}

const beginMs = 1_000;

function readKinds({
  kinds,
  services = [],
  domain,
}: FaultPlanConstraints): readonly Fault['kind'][] {
  for (const kind of kinds ?? []) {
    if (!faultKinds.includes(kind)) throw invalid(`faultPlans: unknown kind '${kind}'`);
    const need = needOf(kind, { services, domain });
    if (need !== undefined) throw invalid(`faultPlans: kind '${kind}' needs ${need}`);
  }
  if (kinds?.length === 0) throw invalid('faultPlans: kinds is empty');
  return kinds ?? faultKinds.filter((kind) => needOf(kind, { services, domain }) === undefined);
}

function needOf(
  kind: Fault['kind'],
  {
    services,
    domain,
  }: { readonly services: readonly string[]; readonly domain: string | undefined },
): string | undefined {
  if (kind.endsWith('-task') || kind === 'ignore-stop') {
    return services.length === 0 ? 'services' : undefined;
  }
  return directoryFaults.includes(kind) && domain === undefined ? 'domain' : undefined;
}

const table: ConstraintTable<FaultPlanConstraints> = {
  cluster: 'any',
  services: 'texts',
  domain: 'text',
  kinds: 'texts',
  nearValid: 'share',
};

const crash = { kind: 'crash', node: { pick: 1 } } as const;

const spoilers: readonly Spoiler<FaultPlan>[] = [
  () => ({ at: '-1s', fault: crash }),
  () => ({ every: 0, fault: crash }),
  () => ({ every: '1s', from: '3s', until: '2s', fault: crash }),
  () => ({ at: '2s', fault: { kind: 'exit-task', task: 'service-1.1' }, lasts: '1s' }),
  () => ({ at: '2s', fault: { kind: 'lose-messages', node: { pick: 1 }, probability: 2 } }),
  () => ({ at: '2s', oneOf: [] }),
  () => ({ at: '2s', fault: { kind: 'crush' as 'crash', node: { pick: 1 } } }),
  (plan) => ({ ...plan, fault: crash, oneOf: [crash] }),
  (plan) => ({ ...plan, lasts: { min: '2s', max: '1s' } }),
];
