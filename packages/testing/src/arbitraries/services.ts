import type { ServiceOptions } from '@swarmsim/core';
import type fc from 'fast-check';
import type { ScenarioCluster } from '../scenario/scenario.ts';
import { checkConstraints, invalid, type ConstraintTable } from './check-constraints.ts';
import { draftServices } from './draft-service.ts';
import { toServiceOptions } from './name-service.ts';
import { nearValid, shareOf, type Spoiler } from './near-valid.ts';
import { createWorld } from './world.ts';

type Mode = NonNullable<ServiceOptions['mode']>;

/** Bounds of {@link services}. */
export interface ServiceConstraints {
  /** Name. Default `service-1`. */
  readonly name?: string;
  /** Cluster of whose labels and hosts constraints and preferences speak. Default: none. */
  readonly cluster?: ScenarioCluster;
  /** Modes that occur. Default all, of which `replicated` is the most frequent. */
  readonly modes?: readonly Mode[];
  /** Most replicas. Default 4. */
  readonly replicasMax?: number;
  /** Most options beside name, image, mode and replicas. Default 3. */
  readonly optionsMax?: number;
  /** Configs that may be mounted as files. Default none. */
  readonly configs?: readonly string[];
  /** Secrets that may be mounted. Default none. */
  readonly secrets?: readonly string[];
  /** Networks that may be joined. Default none. */
  readonly networks?: readonly string[];
  /** Configs that hold credential specs. Default none. */
  readonly credentialSpecs?: readonly string[];
  /** Whether, or in which share of cases, a service is one that is refused. Default false. */
  readonly nearValid?: boolean | number;
}

/**
 * Random services, with every option that decides where and when tasks run. They shrink to one replica
 * and no other option; options are dropped one by one.
 *
 * @throws SwarmSimError `invalid-argument` where constraints are unknown or contradict each other.
 */
export function services(constraints: ServiceConstraints = {}): fc.Arbitrary<ServiceOptions> {
  checkConstraints('services', constraints, table);
  const { name = 'service-1', cluster = {}, modes, replicasMax = 4, optionsMax = 3 } = constraints;
  const { configs = [], secrets = [], networks = [], credentialSpecs = [] } = constraints;
  for (const mode of modes ?? []) {
    if (known.includes(mode)) continue;
    throw invalid(`services: modes must be of ${known.join(', ')}, not '${mode}'`);
  }
  if (modes?.length === 0) throw invalid('services: modes is empty');
  const given = { config: configs, secret: secrets, network: networks, spec: credentialSpecs };
  const drawn = draftServices(replicasMax, modes, optionsMax).map((draft) => {
    return toServiceOptions(draft, { name, number: 1 }, createWorld({ cluster, given }));
  });
  return nearValid(drawn, shareOf(constraints.nearValid), serviceSpoilers);
}

const known: readonly Mode[] = ['replicated', 'global', 'replicated-job', 'global-job'];

const table: ConstraintTable<ServiceConstraints> = {
  name: 'text',
  cluster: 'any',
  modes: 'texts',
  replicasMax: 'count',
  optionsMax: 'count',
  configs: 'texts',
  secrets: 'texts',
  networks: 'texts',
  credentialSpecs: 'texts',
  nearValid: 'share',
};

/** Ways in which a service is refused. */
export const serviceSpoilers: readonly Spoiler<ServiceOptions>[] = [
  (options) => ({ ...options, constraints: ['node.labels.zone=a'] }),
  (options) => ({ ...options, mode: 'replicated', maxConcurrent: 1 }),
  (options) => ({ ...options, mode: 'replicated', replicas: -1 }),
  (options) => ({ ...options, configs: ['nowhere'] }),
  (options) => ({ ...options, secrets: ['nowhere'] }),
  (options) => ({ ...options, networks: ['nowhere'] }),
  (options) => ({ ...options, credentialSpec: 'config://nowhere' }),
  (options) => ({ ...options, credentialSpec: 'spec.json' }),
  (options) => ({ ...options, name: '-' }),
  (options) => ({ ...options, image: 'App:1' }),
  (options) => ({ ...options, reserve: { memory: '1m' } }),
  (options) => ({ ...options, restart: { delay: -1 } }),
  (options) => ({ ...options, ports: ['80:http'] }),
  (options) => ({ ...options, replica: 2 }),
];
