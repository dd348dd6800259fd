/**
 * Random scenarios: most operations are done, all features are drawn often enough, and what is left of
 * a counterexample is what it takes.
 */
import type { Fault, ServiceOptions } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { runScenario } from '../run/run-scenario.ts';
import type { Scenario, ScenarioStep } from '../scenario/scenario.ts';
import {
  assertCoverage,
  assertOnlyValid,
  assertSameSeedSameValue,
  shrunk,
} from './assert-arbitrary.ts';
import { faultKinds } from './draft-faults.ts';
import { scenarios } from './scenarios.ts';

/** Share of the cases in which each feature is to be there, in percent. */
const percentMin = 1;

function optionsIn({ steps }: Scenario): readonly Partial<ServiceOptions>[] {
  return steps.flatMap((step) => {
    if (step.kind === 'service-create') return [step.options];
    return step.kind === 'service-edit' ? [step.change as Partial<ServiceOptions>] : [];
  });
}

function faultsIn({ steps }: Scenario): readonly Fault[] {
  return steps.flatMap((step) => {
    if (step.kind === 'fault') return [step.fault];
    if (step.kind !== 'fault-schedule') return [];
    return step.faults.flatMap(({ fault, oneOf = [] }) => (fault === undefined ? oneOf : [fault]));
  });
}

type Features = Readonly<Record<string, (scenario: Scenario) => boolean>>;

function features(
  names: readonly string[],
  isThere: (scenario: Scenario, name: string) => boolean,
): Features {
  return Object.fromEntries(
    names.map((name) => [name, (scenario: Scenario) => isThere(scenario, name)]),
  );
}

const optionNames = [
  ...['labels', 'mode', 'replicas', 'maxConcurrent', 'command', 'args', 'env', 'containerLabels'],
  ...['hostname', 'user', 'workdir', 'isolation', 'credentialSpec', 'configs', 'secrets', 'mounts'],
  ...['healthcheck', 'stopGracePeriod', 'stopSignal', 'constraints', 'spread', 'ports', 'reserve'],
  ...['maxReplicasPerNode', 'limit', 'restart', 'update', 'rollback', 'networks', 'endpointMode'],
  ...['logDriver', 'forceUpdate', 'image'],
];

const stepKinds: readonly ScenarioStep['kind'][] = [
  ...(['config-create', 'config-label', 'config-remove', 'secret-create'] as const),
  ...(['secret-label', 'secret-remove', 'network-create', 'network-remove'] as const),
  ...(['service-create', 'service-create-spec', 'service-edit', 'service-force'] as const),
  ...([
    'service-update-spec',
    'service-scale',
    'service-rollback',
    'service-remove',
    'node-join',
    'node-update',
  ] as const),
  ...(['node-change-host', 'credential-spec-write', 'credential-spec-delete'] as const),
  ...(['image-push', 'node-leave', 'node-remove', 'directory-edit', 'fault'] as const),
  ...(['fault-schedule', 'fault-unschedule', 'stack-deploy'] as const),
];

const directoryEdits = [
  ...['add-member', 'remove-member', 'allow-retrieval', 'create-account', 'remove-account'],
  ...['add-root-key', 'grant'],
];

const nodeFeatures: readonly string[] = [
  ...['labels', 'availability', 'role', 'architecture', 'build', 'revision', 'cpus', 'memory'],
  ...['genericResources', 'engineVersion', 'engineLabels', 'plugins', 'isolation', 'addr'],
  ...['domain', 'site', 'credentialSpecFiles', 'credentialSpecRegistry', 'images'],
];

const others: Features = {
  'a Linux host': ({ cluster }) => cluster.nodes?.some(({ host }) => host.os === 'linux') ?? false,
  'one manager': ({ cluster }) => cluster.managers === 1,
  'three managers': ({ cluster }) => cluster.managers === 3,
  'seeded order': ({ sameInstantOrder }) => sameInstantOrder === 'seeded',
  'a registry': ({ registry }) => registry !== undefined,
  'a directory': ({ directory }) => directory !== undefined,
  behaviours: ({ behaviours }) => behaviours !== undefined,
  'a selector by label': (scenario) =>
    faultsIn(scenario).some(
      (fault) => 'node' in fault && typeof fault.node === 'object' && 'label' in fault.node,
    ),
  'a repeated fault': ({ steps }) =>
    steps.some(
      (step) => step.kind === 'fault-schedule' && step.faults.some((plan) => 'every' in plan),
    ),
  'a rejoining node': ({ steps, cluster }) =>
    steps.some(
      (step) =>
        step.kind === 'node-join' &&
        cluster.nodes?.some(({ hostname }) => hostname === step.node.hostname) === true,
    ),
  ...Object.fromEntries(
    (['role', 'availability', 'labels'] as const).map((field) => [
      `an edit of ${field}`,
      ({ steps }: Scenario) =>
        steps.some((step) => step.kind === 'node-update' && step.edit[field] !== undefined),
    ]),
  ),
  ...features(['replicated-job', 'global', 'global-job'], (scenario, mode) =>
    optionsIn(scenario).some((options) => options.mode === mode),
  ),
};

describe('scenarios', () => {
  it('are the same under the same seed', () => {
    expect(() => assertSameSeedSameValue(scenarios())).not.toThrow();
  });

  it.each([
    {
      name: 'options of services',
      wanted: features(optionNames, (scenario, name) =>
        optionsIn(scenario).some((options) => Object.hasOwn(options, name)),
      ),
    },
    {
      name: 'kinds of operations',
      wanted: features(stepKinds, ({ steps }, kind) => steps.some((step) => step.kind === kind)),
    },
    {
      name: 'kinds of faults',
      wanted: features(faultKinds, (scenario, kind) =>
        faultsIn(scenario).some((fault) => fault.kind === kind),
      ),
    },
    {
      name: 'edits of the directory',
      wanted: features(directoryEdits, ({ steps }, kind) =>
        steps.some((step) => step.kind === 'directory-edit' && step.edit.kind === kind),
      ),
    },
    {
      name: 'features of nodes',
      wanted: features(nodeFeatures, ({ cluster }, name) =>
        (cluster.nodes ?? []).some(
          (node) => Object.hasOwn(node, name) || Object.hasOwn(node.host, name),
        ),
      ),
    },
    { name: 'features of the rest', wanted: others },
  ])(`have all $name in at least ${percentMin} % of the cases`, ({ wanted }) => {
    expect(() => assertCoverage(scenarios(), wanted, percentMin, { numRuns: 4_000 })).not.toThrow();
  });

  it('keep to their bounds', () => {
    const bounded = scenarios({
      nodesMin: 2,
      nodesMax: 3,
      stepsMin: 2,
      stepsMax: 4,
      replicasMax: 2,
      linux: false,
      managers: false,
      settings: false,
      faults: false,
      behaviours: false,
    });

    expect(() =>
      assertOnlyValid(bounded, (scenario) => {
        const { cluster, steps } = scenario;
        const { nodes = [], ...settings } = cluster;
        expect(nodes.length).toBeGreaterThanOrEqual(2);
        expect(nodes.length).toBeLessThanOrEqual(3);
        expect(settings).toEqual({});
        expect(nodes.every(({ host }) => host.os === 'windows')).toBe(true);
        expect(faultsIn(scenario)).toEqual([]);
        expect(steps.filter(({ at }) => at !== 0).length).toBeGreaterThan(0);
        for (const { replicas } of optionsIn(scenario)) expect(replicas ?? 0).toBeLessThan(3);
      }),
    ).not.toThrow();
  });

  it('run: services that are drawn are created, and most swarms come to rest', () => {
    let settled = 0;
    const runs = 150;
    const created = (scenario: Scenario): void => {
      const run = runScenario(scenario);
      if (run.settled) settled += 1;
      const refused = run.outcomes.filter(({ step, refusal }) => {
        return (
          step.kind.endsWith('-create') && refusal !== undefined && !isLeaderless(refusal.message)
        );
      });
      expect(refused).toEqual([]);
    };

    expect(() => assertOnlyValid(scenarios(), created, { numRuns: runs })).not.toThrow();
    expect(settled).toBeGreaterThan(0.8 * runs);
  });

  it('have an operation that is refused, and changes nothing, where it is asked for', () => {
    const refused = (scenario: Scenario): boolean => runScenario(scenario).refusals > 0;

    expect(() =>
      assertOnlyValid(scenarios({ nearValid: true, stepsMax: 3 }), refused),
    ).not.toThrow();
  });
});

/** While managers elect a leader, nothing is done. */
function isLeaderless(message: string): boolean {
  return message.includes('does not have a leader') || message.includes('deadline exceeded');
}

describe('shrunk scenarios', () => {
  const plainest = {
    version: 1,
    seed: 0,
    cluster: { nodes: [{ hostname: 'node-1', host: { os: 'windows' } }] },
  };

  it('have one plain node, and one service with one task', () => {
    expect(shrunk(scenarios(), () => false)).toEqual({
      ...plainest,
      steps: [
        {
          at: 1_000,
          kind: 'service-create',
          options: { name: 'service-1', image: 'app:1' },
        },
      ],
    });
  });

  it.each([
    {
      name: 'a fault',
      holds: ({ steps }: Scenario) =>
        !steps.some((step) => step.kind === 'fault' && step.fault.kind === 'crash'),
      steps: ['fault'],
      last: { kind: 'fault', fault: { kind: 'crash', node: 'node-1' } },
    },
    {
      name: 'an option',
      holds: ({ steps }: Scenario) =>
        !steps.some((step) => step.kind === 'service-create' && step.options.spread !== undefined),
      steps: ['service-create'],
      last: { options: { name: 'service-1', image: 'app:1', spread: ['node.labels.zone'] } },
    },
    {
      name: 'a config, which is made only where a service refers to it',
      holds: ({ steps }: Scenario) =>
        !steps.some((step) => step.kind === 'service-create' && step.options.configs !== undefined),
      steps: ['config-create', 'service-create'],
      last: { options: { name: 'service-1', image: 'app:1', configs: ['config-1'] } },
    },
    {
      name: 'an edit',
      holds: ({ steps }: Scenario) =>
        !steps.some((step) => step.kind === 'service-edit' && 'update' in step.change),
      steps: ['service-create', 'service-edit'],
      last: { kind: 'service-edit', service: 'service-1', change: { update: {} } },
    },
  ])('keep of $name what it takes', ({ holds, steps, last }) => {
    const scenario = shrunk(scenarios(), holds, { numRuns: 2_000 });

    expect(scenario.steps.map(({ kind }) => kind)).toEqual(steps);
    expect(scenario.steps.at(-1)).toMatchObject({ at: 1_000, ...last });
    expect(scenario.cluster).toEqual(plainest.cluster);
    expect(scenario.seed).toBe(0);
  });
});
