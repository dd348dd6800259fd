/** Options of services that mean no other object: they are drawn as they are. The plainest come first. */
import type { ServiceOptions } from '@swarmsim/core';
import fc from 'fast-check';

/** Options that are drawn as they are. */
export type PlainField = Exclude<
  keyof ServiceOptions,
  | 'name'
  | 'image'
  | 'mode'
  | 'replicas'
  | 'maxConcurrent'
  | 'constraints'
  | 'spread'
  | 'configs'
  | 'secrets'
  | 'networks'
  | 'ports'
  | 'credentialSpec'
>;

const restart = fc.record(
  {
    condition: fc.constantFrom('any', 'on-failure', 'none'),
    // Short ones make crash loops expensive that never end.
    delay: fc.constantFrom('1s', '2s', '5s', '500ms', '30s', 0),
    maxAttempts: fc.constantFrom(1, 2, 3, 0),
    window: fc.constantFrom('10s', '2s', '1m'),
  },
  { requiredKeys: [] },
);

const anyUpdate = fc.record(
  {
    parallelism: fc.nat({ max: 3 }),
    delay: fc.constantFrom(0, '500ms', '2s', '10s'),
    failureAction: fc.constantFrom('pause', 'rollback', 'continue'),
    monitor: fc.constantFrom('1s', '500ms', 0, '5s', '15s'),
    maxFailureRatio: fc.constantFrom(0, 0.5, 0.3, 1),
    order: fc.constantFrom('stop-first', 'start-first'),
  },
  { requiredKeys: [] },
);

/** As of who wants to hear of failures. */
const watchedUpdate = fc.record(
  {
    failureAction: fc.constantFrom('rollback', 'rollback', 'pause'),
    parallelism: fc.constantFrom(1, 0, 2),
    maxFailureRatio: fc.constantFrom(0, 1, 0.5),
    order: fc.constantFrom('stop-first', 'start-first'),
  },
  { requiredKeys: ['failureAction'] },
);

const update = fc.oneof(
  { withCrossShrink: true },
  { weight: 2, arbitrary: anyUpdate },
  { weight: 1, arbitrary: watchedUpdate },
);

const reserve = fc.record(
  {
    cpus: fc.constantFrom(1, 0.5, 2, 4),
    memory: fc.constantFrom('1g', '256m', '4g', '12g'),
    generic: fc.constantFrom({ gpu: 1 }, { gpu: 2 }, { fpga: 1 }, { gpu: 1, fpga: 1 }),
  },
  { requiredKeys: [] },
);

const limit = fc.record(
  {
    cpus: fc.constantFrom(1, 0.5),
    memory: fc.constantFrom('1g', '256m'),
    pids: fc.constantFrom(100, 0),
  },
  { requiredKeys: [] },
);

const healthcheck = fc.record(
  {
    test: fc.constantFrom(['CMD', 'check'], ['CMD', 'check'], ['CMD', 'check'], ['NONE']),
    intervalMs: fc.constantFrom(1_000, 500, 5_000),
    timeoutMs: fc.constantFrom(1_000, 100),
    retries: fc.constantFrom(1, 2, 3, 0),
    startPeriodMs: fc.constantFrom(0, 2_000),
    startIntervalMs: fc.constantFrom(500, 100),
  },
  { requiredKeys: ['test', 'intervalMs'] },
);

const mounts: fc.Arbitrary<NonNullable<ServiceOptions['mounts']>> = fc.constantFrom<
  NonNullable<ServiceOptions['mounts']>
>(
  [{ type: 'volume', source: 'data', target: 'c:/data' }],
  [
    {
      type: 'volume',
      source: 'data',
      target: '/data',
      volumeOptions: { driver: { name: 'flocker' } },
    },
  ],
  [{ type: 'bind', source: '/srv', target: '/srv', readOnly: true }],
);

interface Weighted<Value> {
  readonly weight: number;
  readonly value: fc.Arbitrary<Value>;
}

/** See the head of this file. What decides where and when tasks run is the most frequent. */
export const plainFields: {
  readonly [Name in PlainField]: Weighted<NonNullable<ServiceOptions[Name]>>;
} = {
  maxReplicasPerNode: { weight: 3, value: fc.constantFrom(1, 2, 0) },
  reserve: { weight: 5, value: reserve },
  limit: { weight: 1, value: limit },
  restart: { weight: 6, value: restart },
  update: { weight: 7, value: update },
  rollback: { weight: 4, value: update },
  stopGracePeriod: { weight: 4, value: fc.constantFrom('1s', '20s', 0, '3s', '20s', '2m') },
  stopSignal: { weight: 1, value: fc.constant('SIGINT') },
  healthcheck: { weight: 6, value: healthcheck },
  endpointMode: { weight: 2, value: fc.constantFrom('dnsrr', 'vip') },
  isolation: { weight: 2, value: fc.constantFrom('process', 'hyperv', 'default') },
  logDriver: {
    weight: 2,
    value: fc.constantFrom(
      { name: 'json-file' },
      { name: 'journald' },
      { name: 'etwlogs' },
      { name: 'none' },
      { name: 'syslog', options: { tag: 'web' } },
    ),
  },
  mounts: { weight: 2, value: mounts },
  forceUpdate: { weight: 1, value: fc.constantFrom(1, 2) },
  labels: { weight: 1, value: fc.constantFrom({ tier: 'web' }, {}) },
  containerLabels: { weight: 1, value: fc.constantFrom({ tier: 'web' }, {}) },
  env: {
    weight: 2,
    value: fc.constantFrom({ MODE: 'test' }, ['MODE=test'], {
      NODE: '{{.Node.Hostname}}',
      SLOT: '{{.Task.Slot}}',
    }),
  },
  hostname: { weight: 1, value: fc.constantFrom('web', '{{.Service.Name}}-{{.Task.Slot}}') },
  user: { weight: 1, value: fc.constantFrom('ContainerUser', '1000') },
  workdir: { weight: 1, value: fc.constant('/app') },
  command: { weight: 1, value: fc.constant(['app.exe']) },
  args: { weight: 1, value: fc.constant(['--verbose']) },
};
