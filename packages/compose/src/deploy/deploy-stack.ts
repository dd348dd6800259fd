/**
 * Deploys a stack as `docker stack deploy` does: networks, secrets, configs, services; what is there
 * already is updated. Everything that can be known is checked first, and what was done before a
 * refusal is taken back: a stack is never half-deployed.
 */
import {
  labelOf,
  SwarmSimError,
  type NetworkSpec,
  type Service,
  type ServiceSpec,
  type Swarm,
} from '@swarmsim/core';
import { compareText } from '../go/go-text.ts';
import {
  imageLabel,
  namespaceLabel,
  scopeName,
  type Stack,
  type StackService,
} from '../plan/stack.ts';
import { checkDeployment } from './check-deployment.ts';
import { explain } from './explain.ts';
import { fillIds } from './fill-ids.ts';
import { createJournal, type DeployReport, type Journal } from './journal.ts';
import type { StackTarget } from './stack-target.ts';
import { toStackTarget } from './swarm-target.ts';

/**
 * Deploys a stack on a swarm, or brings a deployed one up to date. It takes no simulated time; what
 * follows from the new services is for the swarm to do.
 *
 * @throws SwarmSimError with docker's text for the first thing that the swarm refuses; the swarm
 * is then as before, but for versions that have grown.
 */
// docker/cli: cli/command/stack/deploy_composefile.go, deployCompose.
export function deployStack(
  swarm: Swarm | StackTarget,
  stack: Stack,
  options: DeployOptions = {},
): DeployReport {
  checkCall(swarm, stack);
  const target = 'controlApi' in swarm ? toStackTarget(swarm) : swarm;
  checkDeployment(target, stack);
  const journal = createJournal();
  try {
    if (options.prune === true) pruneServices({ target, stack, journal });
    for (const spec of stack.networks) deployNetwork({ target, stack, journal }, spec);
    deployFileObjects({ target, stack, journal });
    for (const service of stack.services) {
      deployService({ target, stack, journal }, service, options.resolveImage ?? 'always');
    }
  } catch (error) {
    // Deviation: docker leaves what it made; here a refused deployment leaves nothing.
    journal.undo();
    throw error;
  }
  return journal.report();
}

/** Options of {@link deployStack}: flags of `docker stack deploy`. */
export interface DeployOptions {
  /**
   * Removes the stack's services that its file no longer has.
   * @defaultValue false
   */
  readonly prune?: boolean;
  /**
   * When images are pinned to the digest that the registry has now.
   * @defaultValue 'always'
   */
  readonly resolveImage?: ResolveImage;
}

/** When images are resolved: at each deployment, when the file names another image, or not at all. */
export type ResolveImage = 'always' | 'changed' | 'never';

interface Deployment {
  readonly target: StackTarget;
  readonly stack: Stack;
  readonly journal: Journal;
}

// docker/cli: cli/command/stack/deploy.go, pruneServices.
/** Callers may come without types, and forget to look whether there is a stack. */
function checkCall(swarm: unknown, stack: unknown): void {
  if (typeof swarm !== 'object' || swarm === null) {
    throw new SwarmSimError('invalid-argument', 'deployStack: there is no swarm to deploy on');
  }
  if (typeof stack !== 'object' || stack === null) {
    throw new SwarmSimError('invalid-argument', 'deployStack: there is no stack, see its issues');
  }
}

function pruneServices(deployment: Deployment): void {
  const { target, stack, journal } = deployment;
  const kept = stack.services.map(({ key }) => scopeName(stack.name, key));
  const removed = servicesOf(deployment).filter(({ spec }) => !kept.includes(spec.name));
  for (const { id, spec } of removed.sort((a, b) => compareText(a.spec.name, b.spec.name))) {
    target.removeService(id);
    journal.add('removed', {
      object: { kind: 'service', id, name: spec.name },
      line: `Removing service ${spec.name}`,
      // The service comes back under a new id, as far as a swarm can take a removal back.
      undo: () => target.createService(spec, { resolveImage: false }),
    });
  }
}

/** docker/cli: cli/command/stack/deploy_composefile.go, createNetworks; existing ones stay. */
function deployNetwork({ target, stack, journal }: Deployment, spec: NetworkSpec): void {
  const { name } = spec;
  const existing = target.findNetwork(name);
  if (existing !== undefined && isOwned(stack, existing)) return;
  const action = `failed to create network ${name}`;
  const { id } = explain(action, () => target.createNetwork(spec));
  journal.add('created', {
    object: { kind: 'network', id, name },
    line: `Creating network ${name}`,
    undo: () => target.removeNetwork(id),
  });
}

/** docker/cli: cli/command/stack/deploy_composefile.go, createSecrets and createConfigs. */
function deployFileObjects({ target, stack, journal }: Deployment): void {
  for (const spec of stack.secrets) {
    deployFileObject(journal, {
      kind: 'secret',
      name: spec.name,
      existing: target.findSecret(spec.name),
      create: () => target.createSecret(spec),
      update: ({ id, meta }) => target.updateSecret(id, meta.version, spec),
      restore: ({ id, spec: before }, { meta }) => target.updateSecret(id, meta.version, before),
      remove: target.removeSecret,
    });
  }
  for (const spec of stack.configs) {
    deployFileObject(journal, {
      kind: 'config',
      name: spec.name,
      existing: target.findConfig(spec.name),
      create: () => target.createConfig(spec),
      update: ({ id, meta }) => target.updateConfig(id, meta.version, spec),
      restore: ({ id, spec: before }, { meta }) => target.updateConfig(id, meta.version, before),
      remove: target.removeConfig,
    });
  }
}

interface FileObjectCalls<Entity> {
  readonly kind: 'secret' | 'config';
  readonly name: string;
  readonly existing: Entity | undefined;
  readonly create: () => Entity;
  readonly update: (existing: Entity) => Entity;
  readonly restore: (before: Entity, after: Entity) => unknown;
  readonly remove: (id: string) => void;
}

function deployFileObject<Entity extends { readonly id: string }>(
  journal: Journal,
  calls: FileObjectCalls<Entity>,
): void {
  const { kind, name, existing } = calls;
  if (existing === undefined) {
    const { id } = explain(`failed to create ${kind} ${name}`, calls.create);
    journal.add('created', {
      object: { kind, id, name },
      line: `Creating ${kind} ${name}`,
      undo: () => calls.remove(id),
    });
    return;
  }
  const updated = explain(`failed to update ${kind} ${name}`, () => calls.update(existing));
  journal.add('updated', {
    object: { kind, id: existing.id, name },
    undo: () => calls.restore(existing, updated),
  });
}

// docker/cli: cli/command/stack/deploy_composefile.go, deployServices.
function deployService(
  deployment: Deployment,
  service: StackService,
  resolveImage: ResolveImage,
): void {
  const { target, journal } = deployment;
  const spec = fillIds(target, service);
  const { name } = spec;
  const existing = servicesOf(deployment).find((candidate) => candidate.spec.name === name);
  if (existing === undefined) {
    const create = (): Service =>
      target.createService(spec, { resolveImage: resolveImage !== 'never' });
    const { id } = explain(`failed to create service ${name}`, create);
    journal.add('created', {
      object: { kind: 'service', id, name },
      line: `Creating service ${name}`,
      undo: () => target.removeService(id),
    });
    return;
  }
  const { id, meta } = existing;
  const isSameImage = labelOf(existing.spec.labels, imageLabel) === service.image;
  const resolves = resolveImage === 'always' || (resolveImage === 'changed' && !isSameImage);
  const next = keepFromBefore(existing, spec, { keepsImage: !resolves && isSameImage });
  const update = (): Service =>
    target.updateService(id, meta.version, { spec: next, resolveImage: resolves });
  const updated = explain(`failed to update service ${name}`, update);
  journal.add('updated', {
    object: { kind: 'service', id, name },
    line: `Updating service ${name} (id: ${id})`,
    undo: () =>
      target.updateService(id, updated.meta.version, { spec: existing.spec, resolveImage: false }),
  });
}

/** A stack has no `--force`, so the counter of forced updates stays; so may the pinned image. */
function keepFromBefore(
  { spec: before }: Service,
  spec: ServiceSpec,
  { keepsImage }: { keepsImage: boolean },
): ServiceSpec {
  const { forceUpdate } = before.task;
  const old = before.task.runtime;
  const { runtime } = spec.task;
  const isContainer = old?.kind === 'container' && runtime?.kind === 'container';
  return {
    ...spec,
    task: {
      ...spec.task,
      ...(forceUpdate !== undefined && { forceUpdate }),
      ...(keepsImage && isContainer && { runtime: { ...runtime, image: old.image } }),
    },
  };
}

function servicesOf({ target, stack }: Pick<Deployment, 'target' | 'stack'>): Service[] {
  return target.listServices().filter((service) => isOwned(stack, service));
}

function isOwned(stack: Stack, { spec }: Pick<Service, 'spec'> | { spec: NetworkSpec }): boolean {
  return labelOf(spec.labels, namespaceLabel) === stack.name;
}
