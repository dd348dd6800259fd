/** What the model says of an operation on services. */
import type { ServiceOptions } from '@swarmsim/core';
import type { ScenarioOperation } from '../scenario/scenario.ts';
import { done, isSameName, missing, refused, type Expectation } from './expectation.ts';
import { filesOf, isGlobal, type ModelService, type SwarmModel } from './swarm-model.ts';

type OperationOf<Kind> = Extract<ScenarioOperation, { readonly kind: Kind }>;

const modeChange = refused('unimplemented', 'service mode change is not allowed');

/** Predicts what comes of making a service. */
export function expectServiceCreate(
  model: SwarmModel,
  operation: OperationOf<'service-create' | 'service-create-spec'>,
): Expectation {
  const { name } = operation.kind === 'service-create' ? operation.options : operation.spec;
  if (operation.kind === 'service-create') {
    const absent = findAbsent(model, operation.options);
    if (absent !== undefined) return absent;
  }
  const isTaken = [...model.services.keys()].some((known) => isSameName(known, name));
  // SwarmKit: manager/controlapi/service.go, CreateService.
  const text = `name conflicts with an existing object: service ${name} already exists`;
  return isTaken ? refused('already-exists', text) : done;
}

/** docker/cli: cli/command/service/parse.go: the client looks names up, the credential spec's first. */
function findAbsent(model: SwarmModel, options: ServiceOptions): Expectation | undefined {
  const { credentialSpec = '' } = options;
  const files = filesOf(options, 'configs');
  const configs =
    credentialSpec === '' ? files : [credentialSpec.replace('config://', ''), ...files];
  const config = configs.find((name) => !model.configs.has(name));
  if (config !== undefined) return refused('not-found', `config not found: ${config}`);
  const secret = filesOf(options, 'secrets').find((name) => !model.secrets.has(name));
  if (secret !== undefined) return refused('not-found', `secret not found: ${secret}`);
  const network = options.networks?.find((name) => !model.networks.has(name));
  return network === undefined ? undefined : missing('network', network);
}

type ServiceKind =
  | 'service-update'
  | 'service-edit'
  | 'service-update-spec'
  | 'service-force'
  | 'service-scale'
  | 'service-rollback'
  | 'service-remove';

/** Predicts what comes of changing or removing a service. */
export function expectService(model: SwarmModel, operation: OperationOf<ServiceKind>): Expectation {
  const service = model.services.get(operation.service);
  if (service === undefined) return missing('service', operation.service);
  switch (operation.kind) {
    case 'service-scale': {
      const rule = 'scale can only be used with replicated or replicated-job mode';
      return isGlobal(service.options)
        ? refused('invalid-argument', `${service.name}: ${rule}`)
        : done;
    }
    case 'service-rollback':
      return service.previous === undefined
        ? refused(
            'failed-precondition',
            `service {service:${service.name}} does not have a previous spec`,
          )
        : done;
    case 'service-edit':
      return expectEdit(model, service, { ...service.options, ...withoutNulls(operation.change) });
    case 'service-update':
      return expectEdit(model, service, operation.options);
    case 'service-update-spec':
      if (operation.spec.mode?.kind !== (service.options.mode ?? 'replicated')) return modeChange;
      // The store compares versions last of all; no object has the version 0.
      return refused('unknown', 'update out of sequence');
    case 'service-force':
    case 'service-remove':
      return done;
  }
}

/** SwarmKit: manager/controlapi/service.go, UpdateService: the mode first, the name after it. */
function expectEdit(
  model: SwarmModel,
  { options: before }: ModelService,
  options: ServiceOptions,
): Expectation {
  const absent = findAbsent(model, options);
  if (absent !== undefined) return absent;
  if ((options.mode ?? 'replicated') !== (before.mode ?? 'replicated')) {
    return modeChange;
  }
  if (options.name === before.name) return done;
  return refused('unimplemented', 'renaming services is not supported');
}

/** The change of an edit; null takes an option away. */
export function withoutNulls(
  change: OperationOf<'service-edit'>['change'],
): Partial<ServiceOptions> {
  const entries = Object.entries(change).map(([name, value]) => [name, value ?? undefined]);
  return Object.fromEntries(entries) as Partial<ServiceOptions>;
}
