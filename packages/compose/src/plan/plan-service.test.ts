import { describe, expect, it } from 'vitest';
import type { ServiceSpec } from '@swarmsim/core';
import { parseStack } from '../parse-stack.ts';

interface Outcome {
  readonly spec: ServiceSpec | undefined;
  readonly messages: readonly string[];
}

/** Plans a service with these further properties, and top-level sections after it. */
function plan(properties: string, sections = '', env: Record<string, string> = {}): Outcome {
  const indented = properties.replaceAll('\n', '\n    ');
  const text = `services:\n  web:\n    image: iis\n    ${indented}\n${sections}`;
  const files: Record<string, string> = { 'app.env': 'FROM_FILE=1\nHOME\nMODE=file\n' };
  const readFile = (path: string): string | undefined => files[path];
  const { stack, issues } = parseStack(text, {
    fileName: 'stack.yml',
    name: 'shop',
    env,
    readFile,
  });
  return { spec: stack?.services[0]?.spec, messages: issues.map(({ message }) => message) };
}

function containerOf({ spec, messages }: Outcome): Record<string, unknown> {
  const runtime = spec?.task.runtime;
  if (runtime?.kind !== 'container') throw new Error(messages.join('\n'));
  return { ...runtime };
}

// docker/cli: cli/compose/convert/service.go, Service.
describe('a planned service', () => {
  it('asks for what docker sends even where the file says nothing', () => {
    const { spec } = plan('');

    expect(spec).toEqual({
      name: 'shop_web',
      labels: { 'com.docker.stack.image': 'iis', 'com.docker.stack.namespace': 'shop' },
      mode: { kind: 'replicated', replicas: 1 },
      endpoint: { mode: 'vip' },
      task: {
        runtime: {
          kind: 'container',
          image: 'iis',
          labels: { 'com.docker.stack.namespace': 'shop' },
          privileges: {},
        },
        resources: {},
        placement: {},
        networks: [{ target: 'shop_default', aliases: ['web'] }],
        forceUpdate: 0,
      },
    });
  });

  it('passes on what a container is made of', () => {
    const outcome = plan(
      [
        'command: sleep "1 0"',
        'entrypoint: [a, b]',
        'hostname: h',
        'user: u',
        'working_dir: /w',
        'stop_grace_period: 1m',
        'stop_signal: SIGINT',
        'isolation: HyperV',
        'labels: [k=v, alone]',
      ].join('\n'),
    );

    expect(containerOf(outcome)).toMatchObject({
      args: ['sleep', '1 0'],
      command: ['a', 'b'],
      hostname: 'h',
      user: 'u',
      dir: '/w',
      stopGracePeriodMs: 60_000,
      stopSignal: 'SIGINT',
      isolation: 'hyperv',
      labels: { alone: '', 'com.docker.stack.namespace': 'shop', k: 'v' },
    });
  });

  it('keeps the label of the stack against one of the file', () => {
    const { spec } = plan('deploy: {labels: {com.docker.stack.namespace: other, a: 1.10}}');

    expect(spec?.labels).toEqual({
      a: '1.1',
      'com.docker.stack.image': 'iis',
      'com.docker.stack.namespace': 'shop',
    });
  });
});

// docker/cli: cli/compose/loader/loader.go, resolveEnvironment.
describe('the environment of a service', () => {
  it('is that of its files, then its own, sorted', () => {
    const outcome = plan('env_file: ./app.env\nenvironment: [MODE=prod, EMPTY=, NONE]');

    expect(containerOf(outcome)['env']).toEqual(['EMPTY=', 'FROM_FILE=1', 'MODE=prod', 'NONE']);
  });

  it('takes values that are missing or empty from the caller', () => {
    const env = { HOME: '/u', EMPTY: 'e', MODE: 'm' };
    const outcome = plan('env_file: [app.env]\nenvironment: {EMPTY: "", NIL: , ONE: 1}', '', env);

    expect(containerOf(outcome)['env']).toEqual([
      'EMPTY=e',
      'FROM_FILE=1',
      'HOME=/u',
      'MODE=file',
      'NIL',
      'ONE=1',
    ]);
  });

  it.each(['""', '.', '[./]'])('cannot read a folder: env_file: %s', (path) => {
    expect(plan(`env_file: ${path}`).messages).toEqual([
      'invalid env file (.): read .: is a directory',
    ]);
  });

  it('needs its files', () => {
    expect(plan('env_file: no.env').messages).toEqual(['open no.env: no such file or directory']);
  });
});

// docker/cli: cli/compose/convert/service.go, convertDeployMode.
describe('the mode of a service', () => {
  it.each([
    { deploy: 'replicas: 4', mode: { kind: 'replicated', replicas: 4 } },
    { deploy: 'mode: global', mode: { kind: 'global' } },
    { deploy: 'mode: global-job', mode: { kind: 'global-job' } },
    {
      deploy: 'mode: replicated-job, replicas: 3',
      mode: { kind: 'replicated-job', maxConcurrent: 3, totalCompletions: 3 },
    },
    {
      deploy: 'mode: replicated-job',
      mode: { kind: 'replicated-job', maxConcurrent: 1, totalCompletions: 1 },
    },
  ])('is read from $deploy', ({ deploy, mode }) => {
    expect(plan(`deploy: {${deploy}}`).spec?.mode).toEqual(mode);
  });

  it.each([
    {
      deploy: 'mode: global, replicas: 1',
      message: 'service web: replicas can only be used with replicated or replicated-job mode',
    },
    { deploy: 'mode: some', message: 'service web: Unknown mode: some' },
    {
      deploy: 'replicas: -1',
      message:
        "decoding failed due to the following error(s):\n\ncannot parse 'Deploy.Replicas', -1 overflows uint",
    },
  ])('is refused: $deploy', ({ deploy, message }) => {
    expect(plan(`deploy: {${deploy}}`).messages).toEqual([message]);
  });
});

// docker/cli: cli/compose/convert/service.go, convertRestartPolicy.
describe('the restart policy of a service', () => {
  it('is that of the deploy section', () => {
    const { spec } = plan(
      'deploy: {restart_policy: {condition: on-failure, delay: 1s, max_attempts: 3, window: 10s}}',
    );

    expect(spec?.task.restart).toEqual({
      condition: 'on-failure',
      delayMs: 1_000,
      maxAttempts: 3,
      windowMs: 10_000,
    });
  });

  it.each([
    { restart: '"no"', policy: undefined },
    { restart: 'always', policy: { condition: 'any', maxAttempts: 0 } },
    { restart: 'unless-stopped', policy: { condition: 'any', maxAttempts: 0 } },
    { restart: 'on-failure:5', policy: { condition: 'on-failure', maxAttempts: 5 } },
    {
      restart: 'on-failure:-1',
      policy: { condition: 'on-failure', maxAttempts: 2 ** 64 - 2 ** 11 },
    },
  ])('is that of the old option otherwise: $restart', ({ restart, policy }) => {
    expect(plan(`restart: ${restart}`).spec?.task.restart).toEqual(policy);
  });

  it.each([
    { property: 'restart: sometimes', message: 'service web: unknown restart policy: sometimes' },
    {
      property: 'restart: on-failure:x',
      message: 'service web: invalid restart policy format: maximum retry count must be an integer',
    },
    {
      property: 'restart: ":1"',
      message: 'service web: invalid restart policy format: no policy provided before colon',
    },
    {
      property: 'deploy: {restart_policy: {condition: sometimes}}',
      message:
        'failed to create service shop_web: Error response from daemon: invalid RestartCondition: "sometimes"',
    },
  ])('is refused: $property', ({ property, message }) => {
    expect(plan(property).messages.at(-1)).toBe(message);
  });
});

describe('the update of a service', () => {
  // docker/cli: cli/compose/convert/service.go, convertUpdateConfig.
  it('has docker’s defaults', () => {
    const { spec } = plan('deploy: {update_config: {}, rollback_config: {parallelism: 0}}');

    const defaults = {
      delayMs: 0,
      failureAction: 'pause',
      maxFailureRatio: 0,
      order: 'stop-first',
    };
    expect(spec?.update).toEqual({ ...defaults, parallelism: 1 });
    expect(spec?.rollback).toEqual({ ...defaults, parallelism: 0 });
  });

  it('is read in full', () => {
    const { spec } = plan(
      'deploy: {update_config: {parallelism: 2, delay: 1s, failure_action: rollback, monitor: 1m, max_failure_ratio: 0.5, order: start-first}}',
    );

    expect(spec?.update).toEqual({
      parallelism: 2,
      delayMs: 1_000,
      failureAction: 'rollback',
      monitorMs: 60_000,
      maxFailureRatio: 0.5,
      order: 'start-first',
    });
  });

  // moby: daemon/cluster/convert/service.go, updateConfigToGRPC.
  it('is refused with the daemon’s text', () => {
    expect(plan('deploy: {update_config: {failure_action: cry}}').messages).toEqual([
      'failed to create service shop_web: Error response from daemon: unrecognized update failure action cry',
    ]);
  });
});

// docker/cli: cli/compose/convert/service.go, convertResources.
describe('the resources of a service', () => {
  it('are read in full', () => {
    const { spec } = plan(
      [
        'deploy:',
        '  resources:',
        '    limits: {cpus: "0.50", memory: 64M, pids: 10}',
        '    reservations:',
        '      cpus: "0.1"',
        '      memory: 16M',
        '      generic_resources:',
        '        - discrete_resource_spec: {kind: gpu, value: 2}',
      ].join('\n'),
    );

    expect(spec?.task.resources).toEqual({
      limits: { nanoCpus: 500_000_000, memoryBytes: 67_108_864, pids: 10 },
      reservations: {
        nanoCpus: 100_000_000,
        memoryBytes: 16_777_216,
        generic: [{ kind: 'discrete', resource: 'gpu', value: 2 }],
      },
    });
  });

  it('are refused at the decoding or at the conversion', () => {
    const memory = plan('deploy: {resources: {limits: {memory: lots}}}');
    const cpus = plan('deploy: {resources: {reservations: {cpus: many}}}');

    expect(memory.messages).toEqual([
      "decoding failed due to the following error(s):\n\nerror decoding 'Deploy.Resources.Limits.memory': invalid size: 'lots'",
    ]);
    expect(cpus.messages).toEqual(['service web: failed to parse many as a rational number']);
  });
});

describe('the placement of a service', () => {
  it('is read in full', () => {
    const { spec } = plan(
      'deploy: {placement: {constraints: [a==b], preferences: [{spread: node.labels.z}], max_replicas_per_node: 2}}',
    );

    expect(spec?.task.placement).toEqual({
      constraints: ['a==b'],
      preferences: [{ spread: 'node.labels.z' }],
      maxReplicas: 2,
    });
  });
});

// docker/cli: cli/compose/loader/loader.go, transformServicePort; convert/service.go, convertEndpointSpec.
describe('the ports of a service', () => {
  it('are read short, long and in ranges, sorted by published port', () => {
    const { spec } = plan(
      'ports: ["8080:80", 443, "9000-9001:90-91/udp", {target: 1, published: 5, mode: host}]',
    );

    const port = { protocol: 'tcp', publishMode: 'ingress' };
    expect(spec?.endpoint?.ports).toEqual([
      { ...port, targetPort: 443, publishedPort: 0 },
      { ...port, targetPort: 1, publishedPort: 5, publishMode: 'host' },
      { ...port, targetPort: 80, publishedPort: 8080 },
      { ...port, targetPort: 90, publishedPort: 9000, protocol: 'udp' },
      { ...port, targetPort: 91, publishedPort: 9001, protocol: 'udp' },
    ]);
  });

  it('are all of a range that one container port may choose from', () => {
    const { spec } = plan('ports: ["90-92:80"]');

    expect(spec?.endpoint?.ports?.map((port) => port.publishedPort)).toEqual([90, 91, 92]);
  });

  it('lose their address with a warning', () => {
    const { spec, messages } = plan('ports: ["127.0.0.1:80:80", "0.0.0.0:81:81"]');

    expect(spec?.endpoint?.ports).toHaveLength(2);
    expect(messages).toEqual([
      "ignoring IP-address (127.0.0.1:80:80/tcp) service will listen on '0.0.0.0'",
    ]);
  });

  it('are refused with the daemon’s or the decoder’s text', () => {
    const mode = plan('deploy: {endpoint_mode: anycast}');
    const fraction = plan('ports: [80.5]');

    expect(mode.messages).toEqual([
      'failed to create service shop_web: Error response from daemon: invalid resolution mode: "anycast"',
    ]);
    expect(fraction.messages).toEqual([
      "decoding failed due to the following error(s):\n\nerror decoding 'Ports': invalid type float64 for port",
    ]);
  });
});

// docker/cli: cli/compose/convert/service.go, convertHealthcheck.
describe('the health check of a service', () => {
  it('is a shell command where it is one text', () => {
    const outcome = plan(
      'healthcheck: {test: curl x, interval: 1s, timeout: 2s, retries: 3, start_period: 4s, start_interval: 5s}',
    );

    expect(containerOf(outcome)['healthcheck']).toEqual({
      test: ['CMD-SHELL', 'curl x'],
      intervalMs: 1_000,
      timeoutMs: 2_000,
      retries: 3,
      startPeriodMs: 4_000,
      startIntervalMs: 5_000,
    });
  });

  it('can be switched off, but not together with a test', () => {
    const off = plan('healthcheck: {disable: true}');
    const both = plan('healthcheck: {disable: true, test: [CMD, x]}');

    expect(containerOf(off)['healthcheck']).toEqual({ test: ['NONE'] });
    expect(both.messages).toEqual(["service web: test and disable can't be set at the same time"]);
  });
});

describe('the logging of a service', () => {
  it('names a driver and its options', () => {
    const { spec } = plan('logging: {driver: json-file, options: {max-size: 1, tag: }}');

    expect(spec?.task.logDriver).toEqual({
      name: 'json-file',
      options: { 'max-size': '1', tag: '' },
    });
  });
});

describe('what the simulation has no place for', () => {
  it('is said, property by property', () => {
    const { spec, messages } = plan(
      'tty: true\nulimits: {nofile: 1}\nvolumes: [{type: tmpfs, target: /t, tmpfs: {size: 5}}]',
    );

    expect(spec).toBeDefined();
    expect(messages).toEqual([
      'services.web.tty is not simulated and has no effect',
      'services.web.ulimits is not simulated and has no effect',
      'services.web.volumes.0.tmpfs.size is not simulated and has no effect',
    ]);
  });
});
