import {
  checkCount,
  checkOneOf,
  checkOptions,
  checkText,
  invalid,
  type OptionTable,
} from '../options/check-options.ts';
import type {
  ResourceOptions,
  RestartOptions,
  ServiceOptions,
  UpdateOptions,
} from './service-options.ts';

/**
 * Checks the short form of a service before anything is looked up or written: unknown options, wrong
 * kinds, and values that the docker client or the daemon's conversion refuses.
 *
 * @throws SwarmSimError `invalid-argument`.
 */
export function checkServiceOptions(options: ServiceOptions): void {
  checkOptions<ServiceOptions>('service', options, serviceOptions);
  checkText('service: name', options.name);
  checkText('service: image', options.image);
  for (const list of ['constraints', 'spread', 'networks', 'command', 'args'] as const) {
    for (const item of options[list] ?? []) checkText(`service: an item of '${list}'`, item);
  }
  for (const list of ['configs', 'secrets'] as const) {
    for (const item of options[list] ?? []) checkReference(list, item);
  }
  checkCount('replicas-max-per-node', options.maxReplicasPerNode);
  checkOneOf(
    options.endpointMode,
    ['vip', 'dnsrr'],
    (mode) => `invalid resolution mode: "${mode}"`,
  );
  checkOneOf(options.isolation, ['default', 'process', 'hyperv'], (isolation) => {
    return `invalid isolation: "${isolation}"`;
  });
  if (options.restart !== undefined) checkRestart(options.restart);
  if (options.update !== undefined) checkUpdate('update', options.update);
  if (options.rollback !== undefined) checkUpdate('rollback', options.rollback);
  if (options.reserve !== undefined) checkResources('reserve', options.reserve);
  if (options.limit !== undefined) checkResources('limit', options.limit);
}

const serviceOptions: OptionTable<ServiceOptions> = {
  name: 'any',
  image: 'any',
  labels: 'record',
  mode: 'text',
  replicas: 'any',
  maxConcurrent: 'any',
  command: 'list',
  args: 'list',
  env: 'any',
  containerLabels: 'record',
  hostname: 'text',
  user: 'text',
  workdir: 'text',
  isolation: 'text',
  credentialSpec: 'text',
  configs: 'list',
  secrets: 'list',
  mounts: 'list',
  healthcheck: 'record',
  stopGracePeriod: 'any',
  stopSignal: 'text',
  constraints: 'list',
  spread: 'list',
  maxReplicasPerNode: 'any',
  reserve: 'record',
  limit: 'record',
  restart: 'record',
  update: 'record',
  rollback: 'record',
  networks: 'list',
  ports: 'list',
  endpointMode: 'text',
  logDriver: 'record',
  forceUpdate: 'any',
};

function checkReference(list: string, item: unknown): void {
  if (typeof item === 'string') return;
  const source =
    item === null || typeof item !== 'object' ? undefined : Reflect.get(item, 'source');
  if (typeof source !== 'string') throw invalid(`service: an item of '${list}' names no source`);
}

// moby: daemon/cluster/convert/service.go, restartPolicyToGRPC.
function checkRestart(options: RestartOptions): void {
  checkOptions<RestartOptions>('service: restart', options, {
    condition: 'text',
    delay: 'any',
    maxAttempts: 'any',
    window: 'any',
  });
  checkOneOf(options.condition, ['none', 'on-failure', 'any'], (condition) => {
    return `invalid RestartCondition: "${condition}"`;
  });
  checkCount('restart-max-attempts', options.maxAttempts);
}

// moby: daemon/cluster/convert/service.go, updateConfigToGRPC.
function checkUpdate(name: 'update' | 'rollback', options: UpdateOptions): void {
  checkOptions<UpdateOptions>(`service: ${name}`, options, {
    parallelism: 'any',
    delay: 'any',
    failureAction: 'text',
    monitor: 'any',
    maxFailureRatio: 'any',
    order: 'text',
  });
  checkCount(`${name}-parallelism`, options.parallelism);
  checkOneOf(options.failureAction, ['pause', 'continue', 'rollback'], (action) => {
    return `unrecognized update failure action ${action}`;
  });
  checkOneOf(options.order, ['stop-first', 'start-first'], (order) => {
    return `unrecognized update order ${order}`;
  });
  const { maxFailureRatio } = options;
  if (maxFailureRatio !== undefined && !Number.isFinite(maxFailureRatio)) {
    throw invalid(`service: ${name}: max failure ratio must be a number, not ${maxFailureRatio}`);
  }
}

function checkResources(name: 'reserve' | 'limit', options: ResourceOptions): void {
  checkOptions<ResourceOptions>(`service: ${name}`, options, {
    cpus: 'any',
    memory: 'any',
    generic: 'record',
    pids: 'any',
  });
  const { cpus } = options;
  if (cpus !== undefined && !Number.isFinite(cpus)) {
    // docker/cli: opts/opts.go, ParseCPUs.
    throw invalid(`failed to parse ${cpus} as a rational number`);
  }
}
