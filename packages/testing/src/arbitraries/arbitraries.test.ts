/**
 * What every arbitrary promises: under the same seed the same values, only such as the real validator
 * takes, and shrinking to something plainer. Near-valid values are refused by the same validator.
 */
import { parseStack } from '@swarmsim/compose';
import {
  createSwarm,
  parseCredentialSpec,
  windowsNodes,
  type NodeOptions,
  type ServiceOptions,
} from '@swarmsim/core';
import type fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScenarioStack } from '../scenario/scenario.ts';
import { assertOnlyValid, assertSameSeedSameValue, shrunk } from './assert-arbitrary.ts';
import { behaviours } from './behaviours.ts';
import { clusters } from './clusters.ts';
import { credentialSpecs } from './credential-specs.ts';
import { directories } from './directories.ts';
import { faultPlans } from './fault-plans.ts';
import { nodes } from './nodes.ts';
import { registries } from './registries.ts';
import { services } from './services.ts';
import { stackFiles } from './stack-files.ts';

/** One arbitrary, with the validator of what it draws. */
interface Subject<Value = unknown> {
  readonly name: string;
  readonly make: (options: { readonly nearValid?: boolean }) => fc.Arbitrary<Value>;
  /** Throws, or answers false, where a value is refused. */
  readonly validate: (value: Value) => boolean | void;
}

const given = {
  configs: ['page', 'style'],
  secrets: ['key'],
  networks: ['back'],
  credentialSpecs: ['spec'],
};

/** A swarm with what services may refer to. */
function createService(options: ServiceOptions): void {
  const swarm = createSwarm({ nodes: windowsNodes(['node-1']) });
  for (const name of given.configs) swarm.configs.create({ name, data: 'a' });
  for (const name of given.credentialSpecs) swarm.configs.create({ name, data: '{}' });
  for (const name of given.secrets) swarm.secrets.create({ name, data: 'a' });
  for (const name of given.networks) {
    swarm.apply({ kind: 'network-create', spec: { name, driver: { name: 'overlay' } } });
  }
  swarm.services.create(options);
}

function subject<Value>(entry: Subject<Value>): Subject {
  return entry as unknown as Subject;
}

const subjects: readonly Subject[] = [
  subject({
    name: 'nodes',
    make: (options) => nodes(options),
    validate: (node: NodeOptions) => void createSwarm({ nodes: [node] }),
  }),
  subject({
    name: 'clusters',
    make: (options) => clusters(options),
    validate: (cluster) => void createSwarm(cluster),
  }),
  subject({
    name: 'services',
    make: (options) => services({ ...given, ...options }),
    validate: createService,
  }),
  subject({
    name: 'behaviours',
    make: (options) => behaviours({ services: ['web'], nodes: ['node-1'], ...options }),
    validate: (behaviour) => void createSwarm({ behaviours: [behaviour] }),
  }),
  subject({
    name: 'credentialSpecs',
    make: (options) =>
      credentialSpecs({ domains: ['contoso.com', 'corp.contoso.com'], ...options }),
    validate: (text) =>
      !parseCredentialSpec(text).issues.some(({ severity }) => severity === 'error'),
  }),
  subject({
    name: 'directories',
    make: (options) => directories({ hosts: ['node-1', 'node-2'], ...options }),
    validate: (directory) => void createSwarm({ directory }),
  }),
  subject({
    name: 'registries',
    make: (options) => registries(options),
    validate: (registry) => void createSwarm({ registry }),
  }),
  subject({
    name: 'stackFiles',
    make: (options) => stackFiles({ mixed: true, ...options }),
    validate: ({ text, files = {}, env = {} }: ScenarioStack) => {
      const readFile = (path: string): string | undefined => files[path];
      return (
        parseStack(text, { name: 'shop', fileName: 'shop.yml', env, readFile }).stack !== undefined
      );
    },
  }),
  subject({
    name: 'faultPlans',
    make: (options) => faultPlans({ cluster: clusterOfThree, ...options }),
    validate: (plan) => {
      const swarm = createSwarm(clusterOfThree);
      swarm.advanceTo(1_000);
      swarm.faults.schedule([plan]);
    },
  }),
];

const clusterOfThree = {
  nodes: windowsNodes(['node-1', 'node-2', 'node-3'], { labels: { zone: 'a' } }),
};

describe.each(subjects)('$name', ({ make, validate }) => {
  it('draws the same values under the same seed', () => {
    expect(() => assertSameSeedSameValue(make({}))).not.toThrow();
  });

  it('draws only values that the real validator takes', () => {
    expect(() => assertOnlyValid(make({}), validate, { numRuns: 200 })).not.toThrow();
  });

  it('draws near-valid values that it refuses, where they are asked for', () => {
    const isRefused = (value: unknown): boolean => {
      try {
        return validate(value) === false;
      } catch {
        return true;
      }
    };

    expect(() => assertOnlyValid(make({ nearValid: true }), isRefused)).not.toThrow();
  });

  it('shrinks to its plainest value', () => {
    const first = JSON.stringify(shrunk(make({}), () => false));
    const other = JSON.stringify(shrunk(make({}), () => false, { seed: 99 }));

    expect(first).toBe(other);
  });
});
