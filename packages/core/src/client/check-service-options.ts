import {
  checkCount,
  checkOneOf,
  checkOptions,
  checkText,
  checkTexts,
  checkWhole,
  invalid,
  type OptionTable,
} from '../options/check-options.ts';
import { checkContainerOptions } from './check-container-options.ts';
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
  checkContainerOptions(options);
  checkTexts('service: label', options.labels);
  checkWhole('service: force update', options.forceUpdate);
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
  if (options.reserve !== undefined) checkReservations(options.reserve);
  if (options.limit !== undefined) checkLimits(options.limit);
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

function checkReservations(options: ResourceOptions): void {
  checkOptions<Omit<ResourceOptions, 'pids'>>('service: reserve', options, {
    cpus: 'any',
    memory: 'any',
    generic: 'record',
  });
  checkCpus(options.cpus);
}

function checkLimits(options: ResourceOptions): void {
  checkOptions<Omit<ResourceOptions, 'generic'>>('service: limit', options, {
    cpus: 'any',
    memory: 'any',
    pids: 'any',
  });
  checkCpus(options.cpus);
  const { pids } = options;
  if (pids === undefined || Number.isSafeInteger(pids)) return;
  const reason = `strconv.ParseInt: parsing "${pids}": invalid syntax`;
  throw invalid(`invalid argument "${pids}" for "--limit-pids" flag: ${reason}`);
}

/** Billionths of a CPU are counted in 64 bits. docker/cli: opts/opts.go, ParseCPUs. */
function checkCpus(cpus: number | undefined): void {
  if (cpus === undefined || (Number.isFinite(cpus) && Math.abs(cpus) * 1e9 < 2 ** 63)) return;
  throw invalid(`failed to parse ${cpus} as a rational number`);
}
