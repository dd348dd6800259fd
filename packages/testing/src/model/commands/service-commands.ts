/** Commands on services and jobs. */
import type { ServiceOptions } from '@swarmsim/core';
import fc from 'fast-check';
import type { SwarmAct } from '../swarm-act.ts';
import { withGhost, type CommandNames } from './names.ts';
import { toCommands, type CommandArbitraries } from './object-commands.ts';

/** Commands on services. `replicasMax` bounds their size. */
export function serviceCommands(names: CommandNames, replicasMax = 4): CommandArbitraries {
  const service = fc.constantFrom(...withGhost([...names.services, ...names.jobs]));
  const of = <Kind extends 'service-force' | 'service-rollback' | 'service-remove'>(kind: Kind) =>
    toCommands(service.map((name) => ({ kind, service: name }) as SwarmAct));
  return {
    ...createCommands(names, replicasMax),
    ...updateCommands(names, replicasMax),
    'service-scale': toCommands(
      fc.record({
        kind: fc.constant('service-scale' as const),
        service,
        replicas: fc.nat({ max: replicasMax }),
      }),
    ),
    'service-force': of('service-force'),
    'service-rollback': of('service-rollback'),
    'service-remove': of('service-remove'),
  };
}

function createCommands(names: CommandNames, replicasMax: number): CommandArbitraries {
  const kind = fc.constant('service-create' as const);
  return {
    'service-create': toCommands(fc.record({ kind, options: serviceOptions(names, replicasMax) })),
    'job-create': toCommands(fc.record({ kind, options: jobOptions(names, replicasMax) })),
    'service-create-spec': toCommands(
      fc.constantFrom(...names.services).map((name) => ({
        kind: 'service-create-spec' as const,
        spec: { name, mode: { kind: 'replicated' as const, replicas: 2 }, task: plainTask },
      })),
    ),
  };
}

function updateCommands(names: CommandNames, replicasMax: number): CommandArbitraries {
  return {
    'service-update': toCommands(
      serviceOptions(names, replicasMax).map((options) => ({
        kind: 'service-update' as const,
        service: options.name,
        options,
      })),
    ),
    'service-edit': toCommands(
      fc.record({
        kind: fc.constant('service-edit' as const),
        service: fc.constantFrom(...names.services),
        change: edits(names),
      }),
    ),
    'service-update-spec': toCommands(
      fc.constantFrom(...names.services).map((name) => ({
        kind: 'service-update-spec' as const,
        service: name,
        version: 0,
        // The spec is checked first: it must be one that the service could have.
        spec: { name, mode: { kind: 'replicated' as const, replicas: 1 }, task: plainTask },
      })),
    ),
  };
}

const plainTask = { runtime: { kind: 'container' as const, image: 'app:1' } };

const image = fc.constantFrom('app:1', 'app:2');

function serviceOptions(names: CommandNames, replicasMax: number): fc.Arbitrary<ServiceOptions> {
  const references = referencesOf(names);
  return fc
    .record(
      {
        name: fc.constantFrom(...names.services),
        image,
        mode: fc.constantFrom('replicated' as const, 'replicated' as const, 'global' as const),
        replicas: fc.nat({ max: replicasMax }),
        ...references,
        networks: fc.subarray([...names.networks], { maxLength: 1 }),
        maxReplicasPerNode: fc.integer({ min: 1, max: 2 }),
        reserve: fc.record({ cpus: fc.integer({ min: 1, max: 2 }) }),
        restart: fc.record(
          {
            condition: fc.constantFrom('any' as const, 'on-failure' as const, 'none' as const),
            maxAttempts: fc.integer({ min: 1, max: 2 }),
          },
          { requiredKeys: ['condition'] },
        ),
        healthcheck: fc.constant({ test: ['CMD', 'check'] }),
      },
      { requiredKeys: ['name', 'image', 'mode', 'replicas'] },
    )
    .map(({ replicas, maxReplicasPerNode, ...options }) =>
      options.mode === 'global'
        ? options
        : {
            ...options,
            replicas,
            ...(maxReplicasPerNode !== undefined && { maxReplicasPerNode }),
          },
    );
}

function jobOptions(names: CommandNames, replicasMax: number): fc.Arbitrary<ServiceOptions> {
  const base = {
    name: fc.constantFrom(...names.jobs),
    image: fc.constantFrom('job:1', 'job:2'),
    ...referencesOf(names),
  };
  const required = { requiredKeys: ['name', 'image'] as ('name' | 'image')[] };
  return fc.oneof(
    fc
      .tuple(
        fc.record(base, required),
        fc.nat({ max: replicasMax }),
        fc.integer({ min: 1, max: 2 }),
      )
      .map(([options, replicas, maxConcurrent]) => {
        return { ...options, mode: 'replicated-job' as const, replicas, maxConcurrent };
      }),
    fc.record(base, required).map((options) => ({ ...options, mode: 'global-job' as const })),
  );
}

/** What services refer to; only one config is a credential spec. */
function referencesOf(names: CommandNames) {
  const [first = '', second = '', file = ''] = names.configs;
  const [secret = ''] = names.secrets;
  return {
    credentialSpec: fc.constantFrom(`config://${first}`, `config://${second}`),
    configs: fc.subarray([file]),
    secrets: fc.subarray([secret]),
    constraints: fc.constantFrom<string[]>(['node.labels.rack==a'], ['node.labels.rack==b']),
  };
}

/** Changes that are neither of the mode nor of what only some modes have. */
function edits(names: CommandNames): fc.Arbitrary<Partial<ServiceOptions>> {
  const references = referencesOf(names);
  return fc.oneof(
    fc.record({ image }),
    fc.record({ credentialSpec: references.credentialSpec }),
    fc.record({ configs: references.configs }),
    fc.record({ secrets: references.secrets }),
    fc.record({ constraints: references.constraints }),
    fc.record({ name: fc.constant('another') }),
  );
}
