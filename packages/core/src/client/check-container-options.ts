/** The part of {@link checkServiceOptions} that is about the container of a task. */
import type { HealthConfig, Mount } from '../model/container.ts';
import type { LogDriver } from '../model/task.ts';
import {
  checkOneOf,
  checkOptions,
  checkRecord,
  checkText,
  checkTexts,
  invalid,
} from '../options/check-options.ts';
import type { FileReferenceOptions, ServiceOptions } from './service-options.ts';

/**
 * Checks environment, labels, mounts, health check, log driver and file references.
 *
 * @throws SwarmSimError `invalid-argument`.
 */
export function checkContainerOptions(options: ServiceOptions): void {
  checkTexts('service: container label', options.containerLabels);
  if (options.env !== undefined) checkEnv(options.env);
  for (const mount of options.mounts ?? []) checkMount(mount);
  if (options.healthcheck !== undefined) checkHealth(options.healthcheck);
  if (options.logDriver !== undefined) checkLogDriver(options.logDriver);
  for (const list of ['configs', 'secrets'] as const) {
    for (const item of options[list] ?? []) checkReference(list, item);
  }
}

// docker/cli: opts/env.go, ValidateEnv.
function checkEnv(env: NonNullable<ServiceOptions['env']>): void {
  if (Array.isArray(env)) {
    for (const item of env as readonly unknown[]) {
      checkText("service: an item of 'env'", item);
      if (item === '' || item.startsWith('='))
        throw invalid(`invalid environment variable: ${item}`);
    }
    return;
  }
  checkRecord("service: option 'env'", env);
  checkTexts('service: environment variable', env);
  if (Object.hasOwn(env, '')) throw invalid(`invalid environment variable: =${String(env[''])}`);
}

// moby: daemon/cluster/convert/container.go, containerToGRPC.
function checkMount(mount: Mount): void {
  checkOptions<Mount>('service: a mount', mount, {
    type: 'text',
    source: 'text',
    target: 'text',
    readOnly: 'flag',
    volumeOptions: 'record',
  });
  const types = ['bind', 'volume', 'tmpfs', 'npipe', 'cluster', 'image'];
  checkText('service: type of a mount', mount.type);
  checkOneOf(mount.type, types, (type) => `invalid MountType: "${type}"`);
  // docker/cli: opts/mount.go.
  if (mount.target === undefined) throw invalid('target is required');
}

function checkHealth(check: HealthConfig): void {
  checkOptions<HealthConfig>('service: healthcheck', check, {
    test: 'list',
    intervalMs: 'any',
    timeoutMs: 'any',
    retries: 'any',
    startPeriodMs: 'any',
    startIntervalMs: 'any',
  });
  const { test = [], ...numbers } = check;
  for (const word of test) checkText("service: healthcheck: an item of 'test'", word);
  for (const [name, value] of Object.entries(numbers)) {
    if (value === undefined || Number.isFinite(value)) continue;
    throw invalid(`service: healthcheck: option '${name}' must be a number, not ${String(value)}`);
  }
}

function checkLogDriver(driver: LogDriver): void {
  checkOptions<LogDriver>('service: logDriver', driver, { name: 'text', options: 'record' });
  checkText('service: logDriver: name', driver.name);
  checkTexts('service: log option', driver.options);
}

/** Permission bits have 32 bits. */
const fileModeLimit: number = 2 ** 32;

// docker/cli: opts/swarmopts/config.go and secret.go.
function checkReference(list: string, item: string | FileReferenceOptions): void {
  if (typeof item === 'string') return;
  const what = `service: an item of '${list}'`;
  if (item === null || typeof item !== 'object' || typeof item.source !== 'string') {
    throw invalid(`${what} names no source`);
  }
  checkOptions<FileReferenceOptions>(what, item, {
    source: 'text',
    target: 'text',
    uid: 'text',
    gid: 'text',
    mode: 'any',
  });
  const { mode } = item;
  if (mode === undefined || (Number.isInteger(mode) && mode >= 0 && mode < fileModeLimit)) return;
  const reason = `strconv.ParseUint: parsing "${mode}": invalid syntax`;
  throw invalid(`invalid mode specified: ${reason}`);
}
