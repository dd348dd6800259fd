/** Scenarios of what a user has: a stack file, or a cluster. */
import { createSwarm } from '@swarmsim/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runScenario } from '../run/run-scenario.ts';
import { assertOnlyValid, assertSameSeedSameValue, shrunk } from './assert-arbitrary.ts';
import { clusterScenarios } from './cluster-scenarios.ts';
import { stackScenarios } from './stack-scenarios.ts';

const shop = {
  name: 'shop',
  text: `
version: "3.8"
services:
  web:
    image: iis:1
    credential_spec: { config: gmsa }
    configs: [page]
    deploy:
      replicas: 3
      placement:
        constraints: [node.labels.disk == ssd, node.platform.os == windows]
        preferences: [{ spread: node.labels.zone }]
        max_replicas_per_node: 2
      resources: { reservations: { memory: 8G } }
  db:
    image: sql:1
    networks: [back]
    deploy: { placement: { constraints: [node.hostname == db-1, "node.labels.disk==hdd"] } }
networks: { back: { external: true } }
configs:
  page: { file: ./page.txt }
  gmsa: { external: true }
`,
  files: { 'page.txt': 'hello' },
};

describe('stackScenarios', () => {
  it('are the same under the same seed', () => {
    expect(() => assertSameSeedSameValue(stackScenarios(shop))).not.toThrow();
  });

  it('run the stack on every cluster that is drawn', () => {
    const calm = stackScenarios(shop, {
      faults: false,
      behaviours: false,
      stepsMin: 0,
      stepsMax: 0,
    });

    expect(() =>
      assertOnlyValid(
        calm,
        (scenario) => {
          const { swarm, refusals } = runScenario(scenario);
          expect(refusals).toBe(0);
          expect(swarm.tasks.list({ state: 'running' })).toHaveLength(4);
        },
        { numRuns: 40 },
      ),
    ).not.toThrow();
  });

  it('bring churn: nodes change and fail, and the stack is deployed again', () => {
    const kinds = new Set(
      fc.sample(stackScenarios(shop), { numRuns: 200, seed: 1 }).flatMap(({ steps }) => {
        return steps.map(({ kind }) => kind);
      }),
    );

    for (const kind of ['fault', 'fault-schedule', 'node-update', 'node-join', 'service-force']) {
      expect(kinds).toContain(kind);
    }
    expect(kinds).not.toContain('service-create');
  });

  it('shrink to the nodes that the stack needs', () => {
    const { cluster, steps } = shrunk(stackScenarios(shop), () => false);

    expect(cluster.nodes).toEqual([
      {
        hostname: 'db-1',
        labels: { disk: 'hdd' },
        host: { os: 'windows', memory: 3 * 8 * 2 ** 30 },
      },
      {
        hostname: 'able-2',
        labels: { disk: 'ssd' },
        host: { os: 'windows', memory: 3 * 8 * 2 ** 30 },
      },
      {
        hostname: 'able-3',
        labels: { disk: 'ssd' },
        host: { os: 'windows', memory: 3 * 8 * 2 ** 30 },
      },
    ]);
    expect(steps.map(({ kind }) => kind).slice(0, 3)).toEqual([
      'network-create',
      'config-create',
      'stack-deploy',
    ]);
  });

  it('tell what is wrong with a stack', () => {
    expect(() => stackScenarios({ name: 'shop', text: 'services: [' })).toThrow(
      /^stackScenarios: stack shop: /,
    );
    expect(() => stackScenarios({ name: 'shop' } as typeof shop)).toThrow(
      'stackScenarios: name and text of the stack must be texts',
    );
  });
});

const inspected = [
  {
    Spec: { Role: 'manager', Availability: 'drain' },
    Description: { Hostname: 'boss', Platform: { OS: 'linux', Architecture: 'x86_64' } },
  },
  {
    Spec: { Role: 'worker', Availability: 'active', Labels: { zone: 'north' } },
    Description: { Hostname: 'win-1', Platform: { OS: 'windows', Architecture: 'x86_64' } },
  },
];

describe('clusterScenarios', () => {
  it('are the same under the same seed', () => {
    expect(() => assertSameSeedSameValue(clusterScenarios(inspected))).not.toThrow();
  });

  it('have the nodes that were inspected, and speak of their labels', () => {
    const drawn = fc.sample(clusterScenarios(JSON.stringify(inspected)), { numRuns: 200, seed: 1 });

    for (const { cluster } of drawn) {
      expect(cluster.nodes?.map(({ hostname }) => hostname)).toEqual(['boss', 'win-1']);
      expect(() => createSwarm(cluster)).not.toThrow();
    }
    expect(JSON.stringify(drawn)).toContain('node.labels.zone==north');
  });

  it('run', () => {
    expect(() =>
      assertOnlyValid(clusterScenarios(inspected), (scenario) => void runScenario(scenario), {
        numRuns: 40,
      }),
    ).not.toThrow();
  });

  it('keep the nodes when they shrink', () => {
    const { cluster, steps } = shrunk(clusterScenarios(inspected), () => false);

    expect(cluster.nodes).toHaveLength(2);
    expect(steps).toHaveLength(1);
  });

  it('tell what is wrong with what was inspected', () => {
    expect(() => clusterScenarios('[')).toThrow('nodes: is not JSON');
    expect(() => clusterScenarios([])).toThrow('clusterScenarios: there are no nodes');
  });
});
