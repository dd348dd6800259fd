import { describe, expect, it } from 'vitest';
import { SwarmSimError } from '../kernel/errors.ts';
import type { NameLookup } from './file-references.ts';
import type { ServiceOptions } from './service-options.ts';
import { editServiceSpec } from './edit-service-spec.ts';
import { toServiceOptions } from './to-service-options.ts';
import { toServiceSpec } from './to-service-spec.ts';

const configs = new Map([
  ['credspec', 'c1'],
  ['site', 'c2'],
]);

const networks = new Map([
  ['front', 'n1'],
  ['n1', 'n1'],
]);

const lookup: NameLookup = {
  config: (name) => find(configs, name, 'config'),
  secret: (name) => find(new Map([['token', 's1']]), name, 'secret'),
  network: (name) => find(networks, name, 'network'),
  configName: (id) => [...configs].find(([, known]) => known === id)?.[0] ?? id,
};

function find(known: ReadonlyMap<string, string>, name: string, kind: string): string {
  const id = known.get(name);
  if (id === undefined) throw new SwarmSimError('not-found', `${kind} not found: ${name}`);
  return id;
}

const full: ServiceOptions = {
  name: 'web',
  image: 'iis:1',
  labels: { tier: 'front' },
  replicas: 3,
  command: ['run'],
  args: ['-v'],
  env: { MODE: 'a', __proto__x: 'b' },
  containerLabels: { a: 'b' },
  hostname: '{{.Node.Hostname}}',
  user: 'app',
  workdir: 'C:\\app',
  isolation: 'process',
  credentialSpec: 'config://credspec',
  configs: ['site', { source: 'credspec', target: 'copy.json', mode: 0o400 }],
  secrets: ['token'],
  mounts: [{ type: 'volume', source: 'data', target: 'C:\\data' }],
  healthcheck: { test: ['CMD', 'ok'], intervalMs: 500 },
  stopGracePeriod: '30s',
  stopSignal: 'SIGTERM',
  constraints: ['node.role==worker'],
  spread: ['node.labels.zone'],
  maxReplicasPerNode: 2,
  reserve: { cpus: 0.5, memory: '512m', generic: { gpu: 1 } },
  limit: { cpus: 1, memory: '1g', pids: 100 },
  restart: { condition: 'on-failure', delay: '2s', maxAttempts: 3, window: '1m' },
  update: { parallelism: 2, order: 'start-first' },
  rollback: { delay: '1s' },
  networks: ['front'],
  ports: ['8080:80', 443, { target: 53, published: 53, protocol: 'udp', mode: 'host' }],
  endpointMode: 'vip',
  logDriver: { name: 'json-file' },
  forceUpdate: 1,
};

describe('toServiceSpec', () => {
  it('adds a Runtime reference for a credential spec and writes its id (docker/cli: setConfigs)', () => {
    const spec = toServiceSpec(
      { name: 'web', image: 'iis', credentialSpec: 'config://credspec' },
      lookup,
    );

    expect(spec.task.runtime).toEqual({
      kind: 'container',
      image: 'iis',
      configs: [{ configId: 'c1', configName: 'credspec', target: { kind: 'runtime' } }],
      privileges: { credentialSpec: { kind: 'config', configId: 'c1' } },
    });
  });

  it('makes a replicated service with one replica when nothing is said', () => {
    const spec = toServiceSpec({ name: 'web', image: 'iis' }, lookup);

    expect(spec).toEqual({
      name: 'web',
      task: { runtime: { kind: 'container', image: 'iis' } },
      mode: { kind: 'replicated', replicas: 1 },
    });
  });

  it('brings all defaults with one restart or update flag (docker/cli: ToRestartPolicy)', () => {
    const spec = toServiceSpec(
      { name: 'web', image: 'iis', restart: { maxAttempts: 2 }, update: { delay: '1s' } },
      lookup,
    );

    expect(spec.task.restart).toEqual({ condition: 'any', delayMs: 5_000, maxAttempts: 2 });
    expect(spec.update).toEqual({
      parallelism: 1,
      delayMs: 1_000,
      failureAction: 'pause',
      monitorMs: 5_000,
      maxFailureRatio: 0,
      order: 'stop-first',
    });
  });

  it.each([
    {
      name: 'an unknown scheme',
      options: { credentialSpec: 'raw://{}' },
      text: 'invalid credential spec: value must be prefixed with "config://", "file://", or "registry://"',
    },
    { name: 'an unknown config', options: { configs: ['nope'] }, text: 'config not found: nope' },
    {
      name: 'an unknown credential spec config',
      options: { credentialSpec: 'config://nope' },
      text: 'config not found: nope',
    },
    {
      name: 'two configs in one file',
      options: { configs: ['site', { source: 'credspec', target: 'site' }] },
      text: 'duplicate config target for credspec not allowed',
    },
    {
      name: 'negative replicas',
      options: { replicas: -1 },
      text: 'invalid argument "-1" for "--replicas" flag: strconv.ParseUint: parsing "-1": invalid syntax',
    },
    {
      name: 'replicas of a global service',
      options: { mode: 'global', replicas: 2 },
      text: 'replicas can only be used with replicated or replicated-job mode',
    },
    {
      name: 'an impossible duration',
      options: { stopGracePeriod: '5 parsecs' },
      text: 'time: unknown unit " parsecs" in duration "5 parsecs"',
    },
    {
      name: 'an impossible size',
      options: { reserve: { memory: 'much' } },
      text: "invalid size: 'much'",
    },
    { name: 'a malformed port', options: { ports: ['80:x'] }, text: 'invalid containerPort: 80:x' },
  ] as const)('refuses $name', ({ options, text }) => {
    const create = (): unknown =>
      toServiceSpec({ name: 'web', image: 'iis', ...options } as ServiceOptions, lookup);

    expect(create).toThrow(text);
  });
});

describe('toServiceOptions', () => {
  it('writes a spec so that reading it again gives the same spec', () => {
    const spec = toServiceSpec(full, lookup);

    expect(toServiceSpec(toServiceOptions(spec, lookup), lookup)).toEqual(spec);
  });
});

describe('editServiceSpec', () => {
  it('changes nothing when nothing was edited, what the short form cannot say included', () => {
    const spec = toServiceSpec(full, lookup);
    const runtime = spec.task.runtime;
    if (runtime?.kind !== 'container') throw new Error('not a container');
    const stored = {
      ...spec,
      task: {
        ...spec.task,
        runtime: { ...runtime, groups: ['g'], pullOptions: { registryAuth: 'x' } },
        placement: {
          ...spec.task.placement,
          platforms: [{ os: 'windows', architecture: 'amd64' }],
        },
      },
    };

    expect(editServiceSpec(stored, toServiceOptions(stored, lookup), lookup)).toEqual(stored);
  });

  it('keeps the id of a config that is gone from the cluster', () => {
    const spec = toServiceSpec(
      { name: 'web', image: 'iis', credentialSpec: 'config://credspec' },
      lookup,
    );
    const gone: NameLookup = {
      ...lookup,
      config: (name) => find(new Map(), name, 'config'),
      configName: (id) => id,
    };

    const edited = editServiceSpec(spec, { ...toServiceOptions(spec, gone), replicas: 4 }, gone);

    expect(edited.task).toEqual(spec.task);
    expect(edited.mode).toEqual({ kind: 'replicated', replicas: 4 });
  });

  it('forgets the platforms of an image that is replaced', () => {
    const spec = toServiceSpec({ name: 'web', image: 'iis:1' }, lookup);
    const placement = { platforms: [{ os: 'windows', architecture: 'amd64' }] };
    const stored = { ...spec, task: { ...spec.task, placement } };

    const edited = editServiceSpec(stored, { name: 'web', image: 'nginx' }, lookup);

    expect(edited.task.placement).toBeUndefined();
  });
});
