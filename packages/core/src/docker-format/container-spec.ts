import { SwarmSimError } from '../kernel/errors.ts';
import type {
  ConfigReference,
  ContainerSpec,
  CredentialSpecSource,
  FileTarget,
  HealthConfig,
  Isolation,
  Mount,
  SecretReference,
} from '../model/container.ts';
import { toId } from '../model/ids.ts';
import type { Labels } from '../model/meta.ts';
import { fromDockerDriver, type DockerDriver } from './secret-spec.ts';
import { isGiven, optional, optionalLabels, optionalMs, type Maybe } from './units.ts';

/** What a container is made from. */
export interface DockerContainerSpec {
  readonly Image?: string;
  readonly Labels?: Maybe<Labels>;
  readonly Command?: Maybe<readonly string[]>;
  readonly Args?: Maybe<readonly string[]>;
  readonly Hostname?: string;
  readonly Env?: Maybe<readonly string[]>;
  readonly Dir?: string;
  readonly User?: string;
  readonly Groups?: Maybe<readonly string[]>;
  readonly Mounts?: Maybe<readonly DockerMount[]>;
  readonly StopSignal?: string;
  readonly StopGracePeriod?: Maybe<number>;
  readonly Configs?: Maybe<readonly DockerConfigReference[]>;
  readonly Secrets?: Maybe<readonly DockerSecretReference[]>;
  readonly Privileges?: Maybe<{ readonly CredentialSpec?: Maybe<DockerCredentialSpec> }>;
  readonly Healthcheck?: Maybe<DockerHealthConfig>;
  readonly Isolation?: string;
}

/** A mount of a container. */
export interface DockerMount {
  readonly Type?: string;
  readonly Source?: string;
  readonly Target?: string;
  readonly ReadOnly?: boolean;
  readonly BindOptions?: Maybe<{ readonly Propagation?: string }>;
  readonly VolumeOptions?: Maybe<{
    readonly Labels?: Maybe<Labels>;
    readonly DriverConfig?: Maybe<DockerDriver>;
  }>;
}

/** A file that a reference writes. */
export interface DockerFileTarget {
  readonly Name?: string;
  readonly UID?: string;
  readonly GID?: string;
  readonly Mode?: number;
}

/** A config that a task may read. */
export interface DockerConfigReference {
  readonly ConfigID?: string;
  readonly ConfigName?: string;
  readonly File?: Maybe<DockerFileTarget>;
  readonly Runtime?: Maybe<object>;
}

/** A secret that a task may read. */
export interface DockerSecretReference {
  readonly SecretID?: string;
  readonly SecretName?: string;
  readonly File?: Maybe<DockerFileTarget>;
}

/** Where a gMSA credential spec comes from. */
export interface DockerCredentialSpec {
  readonly Config?: string;
  readonly File?: string;
  readonly Registry?: string;
}

/** A health check; durations in ns. */
export interface DockerHealthConfig {
  readonly Test?: Maybe<readonly string[]>;
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly Retries?: number;
  readonly StartPeriod?: number;
  readonly StartInterval?: number;
}

/**
 * Reads a container. moby: daemon/cluster/convert/container.go, containerToGRPC.
 *
 * @throws SwarmSimError with code `invalid-argument` for what the daemon cannot translate.
 */
export function fromDockerContainerSpec(spec: DockerContainerSpec): ContainerSpec {
  const { Healthcheck: healthcheck, Isolation: isolation, Privileges: privileges } = spec;
  return {
    kind: 'container',
    image: spec.Image ?? '',
    ...optionalLabels('labels', spec.Labels),
    ...optional('command', spec.Command),
    ...optional('args', spec.Args),
    ...optional('hostname', spec.Hostname),
    ...optional('env', spec.Env),
    ...optional('dir', spec.Dir),
    ...optional('user', spec.User),
    ...optional('groups', spec.Groups),
    ...optional('mounts', spec.Mounts?.map(fromDockerMount)),
    ...optional('stopSignal', spec.StopSignal),
    ...optionalMs('stopGracePeriodMs', spec.StopGracePeriod),
    ...optional('configs', spec.Configs?.map(fromDockerConfigReference)),
    ...optional('secrets', spec.Secrets?.map(fromDockerSecretReference)),
    ...(isGiven(privileges) ? { privileges: fromDockerPrivileges(privileges.CredentialSpec) } : {}),
    ...optional('healthcheck', isGiven(healthcheck) ? fromDockerHealth(healthcheck) : undefined),
    ...optional('isolation', isolation === undefined ? undefined : toIsolation(isolation)),
  };
}

function fromDockerMount(mount: DockerMount): Mount {
  const { BindOptions: bind, VolumeOptions: options } = mount;
  const type = toMountType(mount.Type ?? '');
  checkPropagation(bind?.Propagation ?? '');
  const driver = options?.DriverConfig;
  const volumeOptions = {
    ...optionalLabels('labels', options?.Labels),
    ...optional('driver', isGiven(driver) ? fromDockerDriver(driver) : undefined),
  };
  return {
    type,
    ...optional('source', mount.Source),
    target: mount.Target ?? '',
    ...optional('readOnly', mount.ReadOnly),
    ...(isGiven(options) ? { volumeOptions } : {}),
  };
}

const mountTypes: readonly Mount['type'][] = [
  'bind',
  'volume',
  'tmpfs',
  'npipe',
  'cluster',
  'image',
];

// moby: daemon/cluster/convert/container.go, containerToGRPC. No type is SwarmKit's first one.
function toMountType(text: string): Mount['type'] {
  if (text === '') return 'bind';
  const known = mountTypes.find((type) => type === text.toLowerCase());
  if (known !== undefined) return known;
  throw refused(`invalid MountType: "${text}"`);
}

const propagations = ['', 'rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'];

/** The model has no propagation; what the daemon cannot translate is refused all the same. */
function checkPropagation(text: string): void {
  if (propagations.includes(text.toLowerCase())) return;
  throw refused(`invalid MountPropagation: "${text}"`);
}

function fromDockerConfigReference(reference: DockerConfigReference): ConfigReference {
  const { File: file, Runtime: runtime } = reference;
  // moby: daemon/cluster/convert/container.go, configReferencesToGRPC. One without a target is left to
  // SwarmKit, whose own clients may send it.
  if (isGiven(file) && isGiven(runtime)) {
    throw refused('invalid Config: cannot specify both File and Runtime');
  }
  const target = isGiven(file)
    ? fromDockerFile(file)
    : isGiven(runtime)
      ? ({ kind: 'runtime' } as const)
      : undefined;
  return {
    configId: toId(reference.ConfigID ?? ''),
    configName: reference.ConfigName ?? '',
    ...optional('target', target),
  };
}

function fromDockerSecretReference(reference: DockerSecretReference): SecretReference {
  const { File: file } = reference;
  return {
    secretId: toId(reference.SecretID ?? ''),
    secretName: reference.SecretName ?? '',
    ...optional('target', isGiven(file) ? fromDockerFile(file) : undefined),
  };
}

function fromDockerFile(file: DockerFileTarget): { readonly kind: 'file' } & FileTarget {
  return {
    kind: 'file',
    name: file.Name ?? '',
    ...optional('uid', file.UID),
    ...optional('gid', file.GID),
    ...optional('mode', file.Mode),
  };
}

function fromDockerPrivileges(
  source: Maybe<DockerCredentialSpec>,
): NonNullable<ContainerSpec['privileges']> {
  return optional('credentialSpec', isGiven(source) ? fromDockerSource(source) : undefined);
}

// moby: daemon/cluster/convert/container.go, credentialSpecToGRPC. None is taken for a config without
// an id, as SwarmKit's own clients may send it.
function fromDockerSource(source: DockerCredentialSpec): CredentialSpecSource {
  const { Config: config = '', File: file = '', Registry: registry = '' } = source;
  const given = [
    ...(config === '' ? [] : ['"config"']),
    ...(file === '' ? [] : ['"file"']),
    ...(registry === '' ? [] : ['"registry"']),
  ];
  if (given.length > 1) {
    const others = given.slice(0, -1).join(', ');
    const sources = `${others}${given.length > 2 ? ',' : ''} and ${given.at(-1) ?? ''}`;
    throw refused(`invalid CredentialSpec: cannot specify both ${sources} credential specs`);
  }
  if (file !== '') return { kind: 'file', file };
  if (registry !== '') return { kind: 'registry', registry };
  return { kind: 'config', configId: toId(config) };
}

function refused(message: string): SwarmSimError {
  return new SwarmSimError('invalid-argument', message);
}

function fromDockerHealth(health: DockerHealthConfig): HealthConfig {
  return {
    ...optional('test', health.Test),
    ...optionalMs('intervalMs', health.Interval),
    ...optionalMs('timeoutMs', health.Timeout),
    ...optional('retries', health.Retries),
    ...optionalMs('startPeriodMs', health.StartPeriod),
    ...optionalMs('startIntervalMs', health.StartInterval),
  };
}

// moby: daemon/cluster/convert/container.go, isolationToGRPC. Case counts for nothing, and a name
// that it does not know is the default.
function toIsolation(text: string): Isolation {
  const isolation = text.toLowerCase();
  return isolation === 'process' || isolation === 'hyperv' ? isolation : 'default';
}
