/** Does what `docker service create` does before it calls the API. */
import { parseDuration } from '../duration/parse-duration.ts';
import type { ConfigReference, ContainerSpec, SecretReference } from '../model/container.ts';
import type { ServiceMode, ServiceSpec, UpdateConfig } from '../model/service.ts';
import type { Placement, RestartPolicy, TaskSpec } from '../model/task.ts';
import { restartDelayMs, updateMonitorMs } from '../model/defaults.ts';
import { checkServiceOptions } from './check-service-options.ts';
import { checkCount, invalid } from '../options/check-options.ts';
import { parseCredentialSpecOption } from './credential-spec-option.ts';
import { toPortConfig } from './port-option.ts';
import { toResourceRequirements } from './resource-options.ts';
import type { RestartOptions, ServiceOptions, UpdateOptions } from './service-options.ts';
import { toConfigReferences, toSecretReferences, type NameLookup } from './file-references.ts';

/** Turns the short form into the full spec, looking names up as the docker client does. */
export function toServiceSpec(options: ServiceOptions, lookup: NameLookup): ServiceSpec {
  checkServiceOptions(options);
  const credentialSpec = parseCredentialSpecOption(options.credentialSpec, lookup);
  const configs = toConfigReferences(options.configs ?? [], credentialSpec, lookup);
  const secrets = toSecretReferences(options.secrets ?? [], lookup);
  return {
    name: options.name,
    ...(options.labels !== undefined && { labels: options.labels }),
    task: toTaskSpec(
      options,
      toContainerSpec(options, { configs, secrets, credentialSpec }),
      lookup,
    ),
    mode: toServiceMode(options),
    ...(options.update !== undefined && { update: toUpdateConfig(options.update) }),
    ...(options.rollback !== undefined && { rollback: toUpdateConfig(options.rollback) }),
    ...toEndpoint(options),
  };
}

type CredentialSpecOption = ReturnType<typeof parseCredentialSpecOption>;

interface References {
  readonly configs: readonly ConfigReference[];
  readonly secrets: readonly SecretReference[];
  readonly credentialSpec: CredentialSpecOption;
}

function toContainerSpec(options: ServiceOptions, references: References): ContainerSpec {
  const { configs, secrets, credentialSpec } = references;
  const stop = options.stopGracePeriod;
  return {
    kind: 'container',
    image: options.image,
    ...(options.containerLabels !== undefined && { labels: options.containerLabels }),
    ...(options.command !== undefined && { command: options.command }),
    ...(options.args !== undefined && { args: options.args }),
    ...(options.hostname !== undefined && { hostname: options.hostname }),
    ...(options.env !== undefined && { env: toEnv(options.env) }),
    ...(options.workdir !== undefined && { dir: options.workdir }),
    ...(options.user !== undefined && { user: options.user }),
    ...(options.mounts !== undefined && { mounts: options.mounts }),
    ...(options.stopSignal !== undefined && { stopSignal: options.stopSignal }),
    ...(stop !== undefined && { stopGracePeriodMs: parseDuration(stop) }),
    ...(configs.length > 0 && { configs }),
    ...(secrets.length > 0 && { secrets }),
    ...(credentialSpec !== undefined && { privileges: { credentialSpec } }),
    ...(options.healthcheck !== undefined && { healthcheck: options.healthcheck }),
    ...(options.isolation !== undefined && { isolation: options.isolation }),
  };
}

function toTaskSpec(options: ServiceOptions, runtime: ContainerSpec, lookup: NameLookup): TaskSpec {
  const resources = toResourceRequirements(options);
  const placement = toPlacement(options);
  return {
    runtime,
    ...(resources !== undefined && { resources }),
    ...(options.restart !== undefined && { restart: toRestartPolicy(options.restart) }),
    ...(placement !== undefined && { placement }),
    ...(options.logDriver !== undefined && { logDriver: options.logDriver }),
    ...(options.networks !== undefined && {
      networks: options.networks.map((network) => ({ target: lookup.network(network) })),
    }),
    ...(options.forceUpdate !== undefined && { forceUpdate: options.forceUpdate }),
  };
}

/** docker/cli: cli/command/service/opts.go, ToServiceMode. */
function toServiceMode(options: ServiceOptions): ServiceMode {
  const mode = options.mode ?? 'replicated';
  refuseModeMismatch(options, mode);
  if (mode === 'global') return { kind: 'global' };
  if (mode === 'global-job') return { kind: 'global-job' };
  const { replicas = 1, maxConcurrent = replicas } = options;
  checkCount('replicas', replicas);
  if (mode === 'replicated') return { kind: 'replicated', replicas };
  checkCount('max-concurrent', maxConcurrent);
  return { kind: 'replicated-job', maxConcurrent, totalCompletions: replicas };
}

const modes: readonly string[] = ['replicated', 'global', 'replicated-job', 'global-job'];

function refuseModeMismatch(options: ServiceOptions, mode: string): void {
  if (!modes.includes(mode)) {
    throw invalid(`unknown mode: ${mode}, only replicated and global supported`);
  }
  const isGlobal = mode === 'global' || mode === 'global-job';
  if (isGlobal && options.replicas !== undefined) {
    throw invalid('replicas can only be used with replicated or replicated-job mode');
  }
  if (isGlobal && (options.maxReplicasPerNode ?? 0) > 0) {
    throw invalid('replicas-max-per-node can only be used with replicated or replicated-job mode');
  }
  if (mode !== 'replicated-job' && options.maxConcurrent !== undefined) {
    throw invalid('max-concurrent can only be used with replicated-job mode');
  }
  const isJob = mode === 'replicated-job' || mode === 'global-job';
  if (isJob && (options.update !== undefined || options.rollback !== undefined)) {
    throw invalid('update and rollback configuration is not supported for jobs');
  }
}

function toEnv(env: NonNullable<ServiceOptions['env']>): readonly string[] {
  if (isList(env)) return env;
  return Object.entries(env).map(([name, value]) => `${name}=${value}`);
}

function isList(env: NonNullable<ServiceOptions['env']>): env is readonly string[] {
  return Array.isArray(env);
}

function toPlacement(options: ServiceOptions): Placement | undefined {
  const { constraints, spread, maxReplicasPerNode } = options;
  if (constraints === undefined && spread === undefined && maxReplicasPerNode === undefined) {
    return undefined;
  }
  return {
    ...(constraints !== undefined && { constraints }),
    ...(spread !== undefined && {
      preferences: spread.map((descriptor) => ({ spread: descriptor })),
    }),
    ...(maxReplicasPerNode !== undefined && { maxReplicas: maxReplicasPerNode }),
  };
}

/** docker/cli: cli/command/service/opts.go, ToRestartPolicy: one flag brings all defaults. */
function toRestartPolicy(options: RestartOptions): RestartPolicy {
  return {
    condition: options.condition ?? 'any',
    delayMs: options.delay === undefined ? restartDelayMs : parseDuration(options.delay),
    maxAttempts: options.maxAttempts ?? 0,
    ...(options.window !== undefined && { windowMs: parseDuration(options.window) }),
  };
}

/** docker/cli: cli/command/service/opts.go, updateConfig: one flag brings all defaults. */
function toUpdateConfig(options: UpdateOptions): UpdateConfig {
  return {
    parallelism: options.parallelism ?? 1,
    delayMs: parseDuration(options.delay ?? 0),
    failureAction: options.failureAction ?? 'pause',
    monitorMs: options.monitor === undefined ? updateMonitorMs : parseDuration(options.monitor),
    maxFailureRatio: options.maxFailureRatio ?? 0,
    order: options.order ?? 'stop-first',
  };
}

function toEndpoint(options: ServiceOptions): Pick<ServiceSpec, 'endpoint'> {
  if (options.ports === undefined && options.endpointMode === undefined) return {};
  const mode = options.endpointMode ?? 'vip';
  if (options.ports === undefined) return { endpoint: { mode } };
  return { endpoint: { mode, ports: options.ports.map(toPortConfig) } };
}
