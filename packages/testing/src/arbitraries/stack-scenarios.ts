import type { Stack } from '@swarmsim/compose';
import type { NodeOptions, ServiceOptions } from '@swarmsim/core';
import type fc from 'fast-check';
import { readScenarioStack } from '../scenario/read-stack.ts';
import type {
  Scenario,
  ScenarioCluster,
  ScenarioStack,
  ScenarioStep,
} from '../scenario/scenario.ts';
import { ableNodes } from './able-nodes.ts';
import { checkConstraints, invalid, type ConstraintTable } from './check-constraints.ts';
import { clusterTable, readClusterTraits, type ClusterConstraints } from './clusters.ts';
import { credentialSpecDocument } from './credential-spec-text.ts';
import { draftStories, toScenario } from './draft-story.ts';
import { nearValidScenarios, readChurn, type ChurnConstraints } from './scenarios.ts';
import { shrinkingAsData, type StoryRemains } from './smaller-stories.ts';

/** A stack of one's own. */
export interface OwnStack extends ScenarioStack {
  /** Name of the stack. */
  readonly name: string;
}

/** Bounds of {@link stackScenarios}. */
export interface StackScenarioConstraints
  extends
    Omit<ClusterConstraints, 'domain' | 'nearValid'>,
    Omit<ChurnConstraints, 'servicesMax' | 'replicasMax'> {}

/**
 * Random scenarios of one's own stack: on any cluster that could run it, with any churn. There are nodes
 * `able-1` and so on that all its services fit on, and others besides, which are drawn. The stack is
 * deployed at the end of the first second, and again now and then; nodes change and fail. They shrink to
 * the able nodes alone, and to fewer and earlier operations.
 *
 * @throws SwarmSimError `invalid-argument` where the stack cannot be read or constraints are wrong.
 */
export function stackScenarios(
  stack: OwnStack,
  constraints: StackScenarioConstraints = {},
): fc.Arbitrary<Scenario> {
  checkConstraints('stackScenarios', constraints, table);
  const { name, ...file } = stack;
  const parsed = readStack(stack);
  const able = ableNodes(parsed);
  const cluster = readClusterTraits('stackScenarios', {
    ...constraints,
    nodesMin: constraints.nodesMin ?? 0,
  });
  const { steps, ...churn } = readChurn('stackScenarios', constraints);
  const bounds = { cluster, ...churn, steps, servicesMax: 0, services: false };
  const given = {
    clusterOf: (drawn: ScenarioCluster) => withAble(drawn, able, parsed),
    stacks: { [name]: file },
    services: parsed.services.map(toOptions),
    steps: [
      ...externalNetworks(parsed),
      ...externalObjects(parsed),
      { at: deployMs, kind: 'stack-deploy', stack: name } as const,
    ],
  };
  const drawn = draftStories(bounds).map((draft) => toScenario(draft, given));
  const ableNames = new Set(able.map(({ hostname }) => hostname));
  const remains: StoryRemains = {
    stepsMin: steps.min + 1,
    nodesMin: cluster.nodes.min + able.length,
    keepsStep: (step) => given.steps.includes(step),
    keepsNode: (hostname) => ableNames.has(hostname),
  };
  return nearValidScenarios(shrinkingAsData(drawn, remains), constraints);
}

/** By then nodes have registered, in ms. */
const deployMs = 1_000;

const { domain: _, ...clusterOnly } = clusterTable;
const table: ConstraintTable<StackScenarioConstraints> = {
  ...clusterOnly,
  stepsMin: 'count',
  stepsMax: 'count',
  faults: 'flag',
  behaviours: 'flag',
};

function readStack(stack: OwnStack): Stack {
  const given: unknown = stack;
  if (typeof given !== 'object' || given === null) {
    throw invalid('stackScenarios: the stack must be an object with name and text');
  }
  const { name, text } = stack;
  if (typeof name !== 'string' || typeof text !== 'string') {
    throw invalid('stackScenarios: name and text of the stack must be texts');
  }
  const { stack: parsed, issues } = readScenarioStack(name, stack);
  if (parsed !== undefined) return parsed;
  const first = issues.find(({ severity }) => severity === 'error');
  throw invalid(`stackScenarios: stack ${name}: ${first?.message ?? 'cannot be read'}`);
}

/** Labels that the stack speaks of are dealt out to the other nodes as well. */
function withAble(
  drawn: ScenarioCluster,
  able: readonly NodeOptions[],
  stack: Stack,
): ScenarioCluster {
  const labels = able.flatMap(({ labels: given = {} }) => Object.entries(given));
  const names = stack.services.flatMap(({ spec }) =>
    (spec.task.placement?.preferences ?? []).flatMap(({ spread }) => {
      const [, label] = /^node\.labels\.(.+)$/.exec(spread) ?? [];
      return label === undefined ? [] : [label];
    }),
  );
  const others = (drawn.nodes ?? []).map((node, index): NodeOptions => {
    const some = labels.filter((label, at) => label.length > 0 && (at + index) % 2 === 0);
    const spread = names.map((label) => [label, `${label}-${(index % 2) + 1}`] as const);
    const all = { ...Object.fromEntries([...spread, ...some]), ...node.labels };
    return Object.keys(all).length === 0 ? node : { ...node, labels: all };
  });
  const taken = new Set(able.map(({ hostname }) => hostname));
  // It may publish ports on the routing mesh, and only rules of SwarmKit keep it from nodes.
  const settings: ScenarioCluster = Object.fromEntries(
    Object.entries(drawn).filter(([name]) => name !== 'ingress' && name !== 'whatIf'),
  );
  return {
    ...settings,
    nodes: [...able, ...others.filter(({ hostname }) => !taken.has(hostname))],
  };
}

function externalNetworks({ externalNetworks: names }: Stack): readonly ScenarioStep[] {
  return names.map((name) => ({
    at: 0,
    kind: 'network-create',
    spec: { name, driver: { name: 'overlay' }, attachable: true },
  }));
}

/** Configs and secrets that the file says are there already. */
function externalObjects({ configs, secrets, services }: Stack): readonly ScenarioStep[] {
  const own = new Set([...configs, ...secrets].map(({ name }) => name));
  const steps = new Map<string, ScenarioStep>();
  for (const { spec, credentialSpecConfig } of services) {
    const { runtime } = spec.task;
    if (runtime?.kind !== 'container') continue;
    for (const { configName: name } of runtime.configs ?? []) {
      const data = name === credentialSpecConfig ? credentialSpecDocument('spec-1') : `${name}\n`;
      if (!own.has(name)) steps.set(`config ${name}`, { at: 0, kind: 'config-create', name, data });
    }
    for (const { secretName: name } of runtime.secrets ?? []) {
      if (own.has(name)) continue;
      steps.set(`secret ${name}`, { at: 0, kind: 'secret-create', name, data: `${name}\n` });
    }
  }
  return [...steps.values()];
}

/** As much of a service as churn needs to know. */
function toOptions({ spec, image }: Stack['services'][number]): ServiceOptions {
  const { name, mode, task } = spec;
  const health = task.runtime?.kind === 'container' ? task.runtime.healthcheck : undefined;
  return {
    name,
    image,
    ...(mode !== undefined && mode.kind !== 'replicated' && { mode: mode.kind }),
    ...(health !== undefined && { healthcheck: health }),
  };
}
