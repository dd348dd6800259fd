/**
 * Gives the objects of drawn steps their names: each number means one of the objects that were made in
 * front of it. What turns out not to be there is refused when it runs, as it is for people.
 */
import type { ServiceSpec } from '@swarmsim/core';
import type { ScenarioOperation, ScenarioStep } from '../scenario/scenario.ts';
import { credentialSpecDocument } from './credential-spec-text.ts';
import type { DraftService } from './draft-service.ts';
import type { DraftAct, DraftServiceAct, DraftStackAct, DraftStep } from './draft-steps.ts';
import { writeStack } from './draft-stack.ts';
import { nameClusterAct } from './name-cluster-acts.ts';
import { namePlan, strikeNow } from './name-faults.ts';
import { toServiceChange, toServiceOptions } from './name-service.ts';
import { pick, type World, type WorldService } from './world.ts';

/** By then nodes have registered, in ms. */
const beginMs = 1_000;

/** See the head of this file. The objects that services refer to are made first. */
export function nameSteps(drafts: readonly DraftStep[], world: World): readonly ScenarioStep[] {
  let at = beginMs;
  const steps = drafts.flatMap(({ afterMs, act }): readonly ScenarioStep[] => {
    at += afterMs;
    return nameAct(act, world, at).map((operation): ScenarioStep => ({ at, ...operation }));
  });
  return [...makeObjects(world), ...steps];
}

/** Steps that make what services refer to. */
function makeObjects({ objects }: World): readonly ScenarioStep[] {
  const at = 0;
  return [
    ...objects.known('config').map((name): ScenarioStep => {
      return { at, kind: 'config-create', name, data: `${name}\n` };
    }),
    ...objects.known('spec').map((name): ScenarioStep => {
      return { at, kind: 'config-create', name, data: credentialSpecDocument(name) };
    }),
    ...objects.known('secret').map((name): ScenarioStep => {
      return { at, kind: 'secret-create', name, data: `${name}\n` };
    }),
    ...objects.known('network').map((name): ScenarioStep => {
      return { at, kind: 'network-create', spec: { name, driver: { name: 'overlay' } } };
    }),
  ];
}

type Acts = readonly ScenarioOperation[];

function nameAct(act: DraftAct, world: World, at: number): Acts {
  switch (act.kind) {
    case 'create-service':
    case 'create-spec':
    case 'update-outdated':
    case 'publish-twice':
    case 'edit':
    case 'scale':
    case 'force':
    case 'rollback':
    case 'remove-service':
    case 'deploy-stack':
      return nameServiceAct(act, world);
    case 'fault': {
      const operation = strikeNow(act.fault, world, at);
      return operation === undefined ? [] : [operation];
    }
    case 'plan': {
      const plan = namePlan(act.plan, world, at);
      return plan === undefined ? [] : [{ kind: 'fault-schedule', faults: [plan] }];
    }
    case 'unschedule':
      return [{ kind: 'fault-unschedule' }];
    default:
      return nameClusterAct(act, world);
  }
}

function nameServiceAct(act: DraftServiceAct, world: World): Acts {
  switch (act.kind) {
    case 'create-service':
      return [createService(act.draft, world)];
    case 'create-spec':
      return [createSpec(act, world)];
    case 'update-outdated':
      return withService(world.services, act.service, (service) => {
        return updateOutdated(service, act.version);
      });
    case 'publish-twice':
      return publishTwice(act, world);
    case 'edit':
      return withService(world.services, act.service, (service) => {
        const change = toServiceChange(service, act, world);
        if (change === undefined) return undefined;
        remember(service, applyChange(service.options, change));
        return { kind: 'service-edit', service: service.name, change };
      });
    case 'scale':
      return withService(world.services.filter(isCounted), act.service, (service) => {
        const { replicas } = act;
        remember(service, { ...service.options, replicas });
        return { kind: 'service-scale', service: service.name, replicas };
      });
    case 'force':
      return withService(world.services, act.service, ({ name }) => {
        return { kind: 'service-force', service: name };
      });
    case 'rollback':
      return withService(world.services.filter(hasChanged), act.service, (service) => {
        remember(service, service.previous ?? service.options);
        return { kind: 'service-rollback', service: service.name };
      });
    case 'remove-service':
      return withService(world.services, act.service, (service) => {
        world.services.splice(world.services.indexOf(service), 1);
        return { kind: 'service-remove', service: service.name };
      });
    case 'deploy-stack':
      return deployStack(act, world);
  }
}

/** A stack that is not there yet, or, where none was drawn, one that is. */
function deployStack({ stack: draft, number, prune }: DraftStackAct, world: World): Acts {
  const known = pick([...world.stacks.keys()], number);
  if (draft === undefined) {
    if (known === undefined) return [];
    return [{ kind: 'stack-deploy', stack: known, ...(prune && { prune }) }];
  }
  const name = `stack-${world.stacks.size + 1}`;
  const { stack, services } = writeStack(draft, {
    number: world.stacks.size,
    mixed: world.systems.size > 1,
    ingress: world.ingress,
  });
  world.stacks.set(name, stack);
  for (const { key, image, isGlobal } of services) {
    world.images.add(image);
    const mode = isGlobal ? ({ mode: 'global' } as const) : {};
    const options = { name: `${name}_${key}`, image, ...mode };
    world.services.push({ name: options.name, number: 0, options, previous: undefined });
  }
  return [{ kind: 'stack-deploy', stack: name, ...(prune && { prune }) }];
}

function withService(
  services: readonly WorldService[],
  number: number,
  act: (service: WorldService) => ScenarioOperation | undefined,
): Acts {
  const service = pick(services, number);
  const operation = service === undefined ? undefined : act(service);
  return operation === undefined ? [] : [operation];
}

function nextPlace(world: World): { readonly name: string; readonly number: number } {
  world.servicesMade += 1;
  return { name: `service-${world.servicesMade}`, number: world.servicesMade };
}

function createService(draft: DraftService, world: World): ScenarioOperation {
  const place = nextPlace(world);
  const options = toServiceOptions(draft, place, world);
  world.services.push({ ...place, options, previous: undefined });
  return { kind: 'service-create', options };
}

/** A service as a program writes it that calls the API. */
function createSpec(
  { version, replicas }: { readonly version: number; readonly replicas: number },
  world: World,
): ScenarioOperation {
  const { name, number } = nextPlace(world);
  const image = `app:${version + 1}`;
  world.images.add(image);
  world.services.push({ name, number, options: { name, image, replicas }, previous: undefined });
  const spec: ServiceSpec = {
    name,
    task: { runtime: { kind: 'container', image } },
    mode: { kind: 'replicated', replicas },
  };
  return { kind: 'service-create-spec', spec };
}

/** The version that an object has at the very beginning, and no service ever. */
const outdatedVersion = 1;

/** A program that has kept its copy of a service for too long changes it; that is refused. */
function updateOutdated({ name, options }: WorldService, version: number): ScenarioOperation {
  const { mode = 'replicated', replicas = 1 } = options;
  const modes: Readonly<Record<typeof mode, NonNullable<ServiceSpec['mode']>>> = {
    replicated: { kind: 'replicated', replicas },
    global: { kind: 'global' },
    'replicated-job': {
      kind: 'replicated-job',
      totalCompletions: replicas,
      maxConcurrent: options.maxConcurrent ?? replicas,
    },
    'global-job': { kind: 'global-job' },
  };
  const runtime = { kind: 'container', image: `app:${version + 1}` } as const;
  const spec: ServiceSpec = { name, task: { runtime }, mode: modes[mode] };
  return { kind: 'service-update-spec', service: name, version: outdatedVersion, spec };
}

/** A service is to publish a port of the routing mesh, and so is a second one; that is refused. */
function publishTwice(
  { service, other }: Extract<DraftServiceAct, { readonly kind: 'publish-twice' }>,
  { services, ingress }: World,
): Acts {
  const first = pick(services, service);
  const second = pick(
    services.filter((one) => one !== first),
    other,
  );
  if (!ingress || first === undefined || second === undefined) return [];
  if ([first, second].some(({ options }) => options.endpointMode === 'dnsrr')) return [];
  const ports = [{ target: 80, published: 9_000 + 10 * first.number }];
  remember(first, { ...first.options, ports });
  return [first, second].map(({ name }) => {
    return { kind: 'service-edit', service: name, change: { ports } };
  });
}

function isCounted({ options: { mode = 'replicated' } }: WorldService): boolean {
  return mode === 'replicated' || mode === 'replicated-job';
}

function hasChanged({ previous }: WorldService): boolean {
  return previous !== undefined;
}

function remember(service: WorldService, options: WorldService['options']): void {
  service.previous = service.options;
  service.options = options;
}

function applyChange(options: WorldService['options'], change: object): WorldService['options'] {
  const entries = Object.entries({ ...options, ...change }) as [string, unknown][];
  return Object.fromEntries(
    entries.filter(([, value]) => value !== null),
  ) as unknown as WorldService['options'];
}
