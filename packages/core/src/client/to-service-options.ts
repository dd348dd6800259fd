import type { ConfigId } from '../model/ids.ts';
import type { ConfigReference, FileTarget, SecretReference } from '../model/container.ts';
import type { Resources } from '../model/resources.ts';
import type { ServiceMode, ServiceSpec, UpdateConfig } from '../model/service.ts';
import type { Placement, RestartPolicy } from '../model/task.ts';
import { formatCredentialSpecOption } from './credential-spec-option.ts';
import type { NameLookup } from './file-references.ts';
import type {
  FileReferenceOptions,
  ResourceOptions,
  RestartOptions,
  ServiceOptions,
  UpdateOptions,
} from './service-options.ts';

/** Writes a stored spec in the short form, so that a person can edit it. */
export function toServiceOptions(spec: ServiceSpec, lookup: NameLookup): ServiceOptions {
  const { task, endpoint } = spec;
  return {
    name: spec.name,
    ...(spec.labels !== undefined && { labels: spec.labels }),
    ...containerOptions(spec, lookup),
    ...modeOptions(spec.mode),
    ...(task.resources?.reservations !== undefined && {
      reserve: resourceOptions(task.resources.reservations),
    }),
    ...(task.resources?.limits !== undefined && { limit: resourceOptions(task.resources.limits) }),
    ...(task.restart !== undefined && { restart: restartOptions(task.restart) }),
    ...placementOptions(task.placement),
    ...(task.logDriver !== undefined && { logDriver: task.logDriver }),
    ...(task.networks !== undefined && { networks: task.networks.map(({ target }) => target) }),
    ...(task.forceUpdate !== undefined && { forceUpdate: task.forceUpdate }),
    ...(spec.update !== undefined && { update: updateOptions(spec.update) }),
    ...(spec.rollback !== undefined && { rollback: updateOptions(spec.rollback) }),
    ...(endpoint !== undefined && { endpointMode: endpoint.mode }),
    ...(endpoint?.ports !== undefined && { ports: endpoint.ports }),
  };
}

function containerOptions(spec: ServiceSpec, lookup: NameLookup): Omit<ServiceOptions, 'name'> {
  const container = spec.task.runtime;
  if (container?.kind !== 'container') return { image: '' };
  const { privileges, stopGracePeriodMs } = container;
  const credentialSpec = privileges?.credentialSpec;
  const configs = (container.configs ?? []).flatMap(configOption);
  const secrets = (container.secrets ?? []).flatMap(secretOption);
  const configName = (id: ConfigId): string =>
    container.configs?.find((reference) => reference.configId === id)?.configName ??
    lookup.configName(id);
  return {
    image: container.image,
    ...(container.labels !== undefined && { containerLabels: container.labels }),
    ...(container.command !== undefined && { command: container.command }),
    ...(container.args !== undefined && { args: container.args }),
    ...(container.hostname !== undefined && { hostname: container.hostname }),
    ...(container.env !== undefined && { env: container.env }),
    ...(container.dir !== undefined && { workdir: container.dir }),
    ...(container.user !== undefined && { user: container.user }),
    ...(container.mounts !== undefined && { mounts: container.mounts }),
    ...(container.stopSignal !== undefined && { stopSignal: container.stopSignal }),
    ...(stopGracePeriodMs !== undefined && { stopGracePeriod: stopGracePeriodMs }),
    ...(container.healthcheck !== undefined && { healthcheck: container.healthcheck }),
    ...(container.isolation !== undefined && { isolation: container.isolation }),
    ...(credentialSpec !== undefined && {
      credentialSpec: formatCredentialSpecOption(credentialSpec, configName),
    }),
    ...(configs.length > 0 && { configs }),
    ...(secrets.length > 0 && { secrets }),
  };
}

function configOption(reference: ConfigReference): readonly FileReferenceOptions[] {
  const { target, configName } = reference;
  return target?.kind === 'file' ? [fileOption(configName, target)] : [];
}

function secretOption(reference: SecretReference): readonly FileReferenceOptions[] {
  const { target, secretName } = reference;
  return target === undefined ? [] : [fileOption(secretName, target)];
}

function fileOption(source: string, target: FileTarget): FileReferenceOptions {
  const { name, uid, gid, mode } = target;
  return {
    source,
    target: name,
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
    ...(mode !== undefined && { mode }),
  };
}

function modeOptions(mode: ServiceMode | undefined): Partial<ServiceOptions> {
  if (mode === undefined) return {};
  if (mode.kind === 'replicated') return { mode: mode.kind, replicas: mode.replicas };
  if (mode.kind !== 'replicated-job') return { mode: mode.kind };
  const { maxConcurrent, totalCompletions } = mode;
  return { mode: mode.kind, replicas: totalCompletions, maxConcurrent };
}

function resourceOptions(resources: Resources & { readonly pids?: number }): ResourceOptions {
  const generic = (resources.generic ?? []).flatMap((item) =>
    item.kind === 'discrete' ? [[item.resource, item.value] as const] : [],
  );
  return {
    ...(resources.nanoCpus !== 0 && { cpus: resources.nanoCpus / 1_000_000_000 }),
    ...(resources.memoryBytes !== 0 && { memory: resources.memoryBytes }),
    ...(resources.generic !== undefined && { generic: Object.fromEntries(generic) }),
    ...(resources.pids !== undefined && { pids: resources.pids }),
  };
}

function placementOptions(placement: Placement | undefined): Partial<ServiceOptions> {
  if (placement === undefined) return {};
  const { constraints, preferences, maxReplicas } = placement;
  return {
    ...(constraints !== undefined && { constraints }),
    ...(preferences !== undefined && { spread: preferences.map(({ spread }) => spread) }),
    ...(maxReplicas !== undefined && { maxReplicasPerNode: maxReplicas }),
  };
}

function restartOptions(policy: RestartPolicy): RestartOptions {
  const { condition, delayMs, maxAttempts, windowMs } = policy;
  return {
    condition,
    ...(delayMs !== undefined && { delay: delayMs }),
    maxAttempts,
    ...(windowMs !== undefined && { window: windowMs }),
  };
}

function updateOptions(config: UpdateConfig): UpdateOptions {
  const { parallelism, delayMs, failureAction, monitorMs, maxFailureRatio, order } = config;
  return {
    parallelism,
    delay: delayMs,
    failureAction,
    ...(monitorMs !== undefined && { monitor: monitorMs }),
    maxFailureRatio,
    order,
  };
}
