import { describe, expect, it } from 'vitest';
import { checkServiceOptions } from './check-service-options.ts';
import type { ServiceOptions } from './service-options.ts';

function check(options: object): () => void {
  return () => checkServiceOptions({ name: 'web', image: 'iis', ...options } as ServiceOptions);
}

const parseUint = (flag: string, value: number): string =>
  `invalid argument "${value}" for "--${flag}" flag: strconv.ParseUint: parsing "${value}": invalid syntax`;

describe('checkServiceOptions', () => {
  it('takes every option there is', () => {
    const update = {
      parallelism: 0,
      delay: '1s',
      failureAction: 'rollback',
      monitor: 5,
      maxFailureRatio: 0.5,
      order: 'start-first',
    };
    const options = {
      labels: { a: 'b' },
      mode: 'replicated',
      replicas: 3,
      command: ['run'],
      args: ['-v'],
      env: { A: '', B: 'c=d' },
      containerLabels: {},
      hostname: 'h',
      user: 'u',
      workdir: '/',
      isolation: 'hyperv',
      credentialSpec: 'file://a.json',
      configs: ['c', { source: 'd', target: 't', uid: '1', gid: '2', mode: 0o440 }],
      secrets: [{ source: 's' }],
      mounts: [{ type: 'volume', source: 'v', target: '/v', readOnly: true, volumeOptions: {} }],
      healthcheck: { test: ['NONE'], intervalMs: 1, timeoutMs: 0, retries: 3, startPeriodMs: 0.5 },
      stopGracePeriod: '10s',
      stopSignal: 'SIGTERM',
      constraints: ['node.role==worker'],
      spread: ['node.labels.zone'],
      maxReplicasPerNode: 0,
      reserve: { cpus: 0.5, memory: '1g', generic: { gpu: 1 } },
      limit: { cpus: 1, memory: 1024, pids: -1 },
      restart: { condition: 'on-failure', delay: 5, maxAttempts: 3, window: '1m' },
      update,
      rollback: update,
      networks: ['front'],
      ports: [80],
      endpointMode: 'dnsrr',
      logDriver: { name: 'json-file', options: { size: '1m' } },
      forceUpdate: 1,
    };

    expect(check(options)).not.toThrow();
  });

  it.each([
    { name: 'a list', env: ['A', 'B=', 'C=d=e'] },
    { name: 'a record', env: { A: 'b' } },
  ])('takes an environment that is $name', ({ env }) => {
    expect(check({ env })).not.toThrow();
  });

  it.each([
    {
      name: 'an unknown option',
      options: { replica: 1 },
      text: "service: unknown option 'replica'",
    },
    {
      name: 'an image that is no text',
      options: { image: 5 },
      text: 'service: image must be a text, not number',
    },
    {
      name: 'a word that is no text',
      options: { command: ['run', 5] },
      text: "service: an item of 'command' must be a text, not number",
    },
    {
      name: 'an unknown option of restart',
      options: { restart: { attempts: 1 } },
      text: "service: restart: unknown option 'attempts'",
    },
    // moby: daemon/cluster/convert/service.go, restartPolicyToGRPC and updateConfigToGRPC.
    {
      name: 'an unknown restart condition',
      options: { restart: { condition: 'ANY' } },
      text: 'invalid RestartCondition: "ANY"',
    },
    {
      name: 'an unknown action on a failed rollback',
      options: { rollback: { failureAction: 'stop' } },
      text: 'unrecognized update failure action stop',
    },
    {
      name: 'an unknown order',
      options: { rollback: { order: 'first' } },
      text: 'unrecognized update order first',
    },
    {
      name: 'a ratio that is no number',
      options: { update: { maxFailureRatio: Number.NaN } },
      text: 'service: update: max failure ratio must be a number, not NaN',
    },
    // docker/cli: opts, Uint64Opt.
    {
      name: 'negative attempts',
      options: { restart: { maxAttempts: -1 } },
      text: parseUint('restart-max-attempts', -1),
    },
    {
      name: 'half a task at once',
      options: { rollback: { parallelism: 0.5 } },
      text: parseUint('rollback-parallelism', 0.5),
    },
    {
      name: 'a negative number of replicas per node',
      options: { maxReplicasPerNode: -2 },
      text: parseUint('replicas-max-per-node', -2),
    },
    {
      name: 'an unknown isolation',
      options: { isolation: 'vm' },
      text: 'invalid isolation: "vm"',
    },
    {
      name: 'an unknown endpoint mode',
      options: { endpointMode: 'VIP' },
      text: 'invalid resolution mode: "VIP"',
    },
    {
      name: 'a generic resource among the limits',
      options: { limit: { generic: {} } },
      text: "service: limit: unknown option 'generic'",
    },
    {
      name: 'CPUs that are no number',
      options: { limit: { cpus: Number.NaN } },
      text: 'failed to parse NaN as a rational number',
    },
    {
      name: 'a variable without a name in a record',
      options: { env: { '': 'x' } },
      text: 'invalid environment variable: =x',
    },
    {
      name: 'a reference to nothing',
      options: { secrets: [{}] },
      text: "service: an item of 'secrets' names no source",
    },
    {
      name: 'an owner that is a number',
      options: { configs: [{ source: 'c', uid: 0 }] },
      text: "service: an item of 'configs': option 'uid' must be a text, not number",
    },
    {
      name: 'permission bits past 32 bits',
      options: { configs: [{ source: 'c', mode: 2 ** 32 }] },
      text: `invalid mode specified: strconv.ParseUint: parsing "${2 ** 32}": invalid syntax`,
    },
    {
      name: 'a mount that may be written in words',
      options: { mounts: [{ type: 'bind', target: '/a', readOnly: 'no' }] },
      text: "service: a mount: option 'readOnly' must be true or false, not string",
    },
    {
      name: 'a mount without a type',
      options: { mounts: [{ target: '/a' }] },
      text: 'service: type of a mount must be a text, not undefined',
    },
    {
      name: 'a health check that is a command line',
      options: { healthcheck: { test: 'curl' } },
      text: "service: healthcheck: option 'test' must be a list, not string",
    },
    {
      name: 'an interval in words',
      options: { healthcheck: { intervalMs: '1s' } },
      text: "service: healthcheck: option 'intervalMs' must be a number, not 1s",
    },
    {
      name: 'a log option that is a number',
      options: { logDriver: { name: 'x', options: { size: 1 } } },
      text: "service: log option 'size' must be a text, not number",
    },
  ])('refuses $name', ({ options, text }) => {
    expect(check(options)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message: text }),
    );
  });
});
