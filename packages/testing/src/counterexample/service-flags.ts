/** Options of a service as flags of the docker client. docker/cli: cli/command/service/opts.go. */
import type {
  Duration,
  FileReferenceOptions,
  Mount,
  ServiceOptions,
  Size,
  UpdateOptions,
} from '@swarmsim/core';
import { joinWords } from './shell-words.ts';

/** A flag that has one value. */
export type ScalarFlags = ReadonlyMap<string, string>;

/** Values of a flag that may be given often, by what one of them is taken away by. */
export type ListFlags = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The flags of `docker service create` that have one value, without those of its mode. */
export function scalarFlags(options: Partial<ServiceOptions>): ScalarFlags {
  const { reserve = {}, limit = {}, restart = {}, logDriver } = options;
  const flags: Record<string, string | number | undefined> = {
    '--hostname': options.hostname,
    '--user': options.user,
    '--workdir': options.workdir,
    '--isolation': options.isolation,
    '--credential-spec': options.credentialSpec,
    '--entrypoint': options.command === undefined ? undefined : joinWords(options.command),
    '--stop-grace-period': toDuration(options.stopGracePeriod),
    '--stop-signal': options.stopSignal,
    '--replicas-max-per-node': options.maxReplicasPerNode,
    '--reserve-cpu': reserve.cpus,
    '--reserve-memory': toSize(reserve.memory),
    '--limit-cpu': limit.cpus,
    '--limit-memory': toSize(limit.memory),
    '--limit-pids': limit.pids,
    '--restart-condition': restart.condition,
    '--restart-delay': toDuration(restart.delay),
    '--restart-max-attempts': restart.maxAttempts,
    '--restart-window': toDuration(restart.window),
    ...updateFlags('update', options.update),
    ...updateFlags('rollback', options.rollback),
    ...healthFlags(options.healthcheck),
    '--endpoint-mode': options.endpointMode,
    '--log-driver': logDriver?.name,
  };
  return new Map(
    Object.entries(flags).flatMap(([flag, value]) =>
      value === undefined ? [] : [[flag, `${value}`] as const],
    ),
  );
}

/** The flags that may be given often. */
export function listFlags(options: Partial<ServiceOptions>): ListFlags {
  const { env = {}, reserve = {}, logDriver } = options;
  const variables = isList(env)
    ? env
    : Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return new Map([
    ['--label', pairs(options.labels)],
    ['--container-label', pairs(options.containerLabels)],
    ['--env', new Map(variables.map((variable) => [variable.split('=', 1)[0] ?? '', variable]))],
    ['--config', files(options.configs)],
    ['--secret', files(options.secrets)],
    ['--mount', new Map((options.mounts ?? []).map((mount) => [mount.target, toMount(mount)]))],
    ['--constraint', same(options.constraints)],
    ['--placement-pref', same(options.spread?.map((descriptor) => `spread=${descriptor}`))],
    ['--generic-resource', pairs(reserve.generic)],
    ['--network', same(options.networks)],
    ['--publish', new Map((options.ports ?? []).map(toPort))],
    ['--log-opt', pairs(logDriver?.options)],
  ]);
}

/** A duration as Go writes it. */
export function toDuration(duration: Duration | undefined): string | undefined {
  return typeof duration === 'number' ? `${duration}ms` : duration;
}

function toSize(size: Size | undefined): string | undefined {
  return typeof size === 'number' ? `${size}b` : size;
}

function updateFlags(
  name: 'update' | 'rollback',
  options: UpdateOptions = {},
): Record<string, string | number | undefined> {
  return {
    [`--${name}-parallelism`]: options.parallelism,
    [`--${name}-delay`]: toDuration(options.delay),
    [`--${name}-failure-action`]: options.failureAction,
    [`--${name}-monitor`]: toDuration(options.monitor),
    [`--${name}-max-failure-ratio`]: options.maxFailureRatio,
    [`--${name}-order`]: options.order,
  };
}

/** Only tests for a shell have a flag; words are put together to a line for one. */
function healthFlags(
  health: ServiceOptions['healthcheck'] = {},
): Record<string, string | number | undefined> {
  const [form, ...words] = health.test ?? [];
  // The client refuses --no-healthcheck beside any of these.
  if (form === 'NONE') return {};
  const command = form === 'CMD-SHELL' ? words.join(' ') : joinWords(words);
  return {
    '--health-cmd': form === undefined ? undefined : command,
    '--health-interval': toDuration(health.intervalMs),
    '--health-timeout': toDuration(health.timeoutMs),
    '--health-retries': health.retries,
    '--health-start-period': toDuration(health.startPeriodMs),
    '--health-start-interval': toDuration(health.startIntervalMs),
  };
}

function files(
  references: readonly (string | FileReferenceOptions)[] = [],
): ReadonlyMap<string, string> {
  return new Map(
    references.map((reference) => {
      if (typeof reference === 'string') return [reference, reference];
      const { source, target, uid, gid, mode } = reference;
      const octal = mode === undefined ? undefined : `0${mode.toString(8)}`;
      return [source, toFields({ source, target, uid, gid, mode: octal })];
    }),
  );
}

function toMount({ type, source, target, readOnly, volumeOptions = {} }: Mount): string {
  const { labels = {}, driver } = volumeOptions;
  return [
    toFields({ type, source, target }),
    ...(readOnly === true ? ['readonly'] : []),
    ...Object.entries(labels).map(([name, value]) => toField('volume-label', `${name}=${value}`)),
    ...(driver === undefined ? [] : [toField('volume-driver', driver.name)]),
    ...Object.entries(driver?.options ?? {}).map(([name, value]) =>
      toField('volume-opt', `${name}=${value}`),
    ),
  ].join(',');
}

type Port = NonNullable<ServiceOptions['ports']>[number];

/** A port is taken away by the one in the container. */
function toPort(port: Port): [string, string] {
  if (typeof port === 'number') return [`${port}`, `${port}`];
  if (typeof port === 'string') return [port.split('/')[0]?.split(':').at(-1) ?? port, port];
  const isFull = 'targetPort' in port;
  const target = isFull ? port.targetPort : port.target;
  const published = isFull ? port.publishedPort : port.published;
  const mode = isFull ? port.publishMode : port.mode;
  const shown = published === 0 || published === undefined ? undefined : `${published}`;
  return [
    `${target}`,
    toFields({ published: shown, target: `${target}`, protocol: port.protocol, mode }),
  ];
}

function pairs(
  record: Readonly<Record<string, string | number>> = {},
): ReadonlyMap<string, string> {
  return new Map(Object.entries(record).map(([name, value]) => [name, `${name}=${value}`]));
}

function same(values: readonly string[] = []): ReadonlyMap<string, string> {
  return new Map(values.map((value) => [value, value]));
}

function toFields(fields: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(fields)
    .flatMap(([name, value]) => (value === undefined ? [] : [toField(name, value)]))
    .join(',');
}

/** The client reads these as a line of CSV. */
function toField(name: string, value: string): string {
  const field = `${name}=${value}`;
  return /[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

function isList(env: NonNullable<ServiceOptions['env']>): env is readonly string[] {
  return Array.isArray(env);
}
