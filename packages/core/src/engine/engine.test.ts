import { describe, expect, it } from 'vitest';
import type { Dependencies } from '../agent/executor.ts';
import { encodeBase64 } from '../bytes/base64.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import { Kernel } from '../kernel/kernel.ts';
import type { ConfigSpec } from '../model/config.ts';
import type { ConfigReference, ContainerSpec } from '../model/container.ts';
import { toId, type ConfigId, type SecretId } from '../model/ids.ts';
import type { Task } from '../model/task.ts';
import { createRegistry, type RegistryOptions } from '../registry/registry.ts';
import type { Behaviour } from './behaviour/behaviour.ts';
import { decideContainerFiles } from './decide-container-files.ts';
import type { EngineDeciders } from './engine-deciders.ts';
import { createEngine, type Engine } from './engine.ts';
import { describeHost, type HostOptions } from './host-description.ts';

const meta = { version: 1, createdAt: 0, updatedAt: 0 };
const credspec = toId<ConfigId>('credspec-id');
const settings = toId<ConfigId>('settings-id');
const password = toId<SecretId>('password-id');

function toData(text: string): string {
  return encodeBase64(encodeUtf8(text));
}

function taskWith(container: Partial<ContainerSpec>, fields: Partial<Task> = {}): Task {
  return {
    id: toId('t1'),
    meta,
    spec: { runtime: { kind: 'container', image: 'iis:1', ...container } },
    serviceId: toId('s1'),
    serviceName: 'web',
    slot: 1,
    nodeId: toId('n1'),
    incarnation: 0,
    status: { state: 'assigned', at: 0, message: '', err: '' },
    desiredState: 'running',
    ...fields,
  };
}

/** A task whose credential spec is a config that it references for the runtime only. */
function gmsaTask(references: readonly ConfigReference[] = []): Task {
  return taskWith({
    configs: [
      { configId: credspec, configName: 'credspec', target: { kind: 'runtime' } },
      ...references,
    ],
    privileges: { credentialSpec: { kind: 'config', configId: credspec } },
  });
}

/** What a task may read: the given configs by id, and one secret. */
function dependenciesWith(configs: Readonly<Record<string, Partial<ConfigSpec>>>): Dependencies {
  return {
    config(id) {
      const spec = configs[id];
      if (spec === undefined) throw new Error(`task not authorized to access config ${id}`);
      return { id: toId(id), meta, spec: { name: id, ...spec } };
    },
    secret(id) {
      if (id !== password) throw new Error(`secret ${id} not found`);
      return { id: password, meta, spec: { name: 'password', data: toData('pass') } };
    },
  };
}

const nothing = dependenciesWith({});

interface Setup {
  readonly host?: HostOptions;
  readonly registry?: RegistryOptions;
  readonly behaviours?: readonly Behaviour[];
  readonly deciders?: Partial<EngineDeciders>;
  readonly kernel?: Kernel;
}

function engineWith({ host = { os: 'windows' }, registry, ...rest }: Setup = {}): Engine {
  const { kernel = new Kernel({ seed: 1 }), behaviours = [], deciders = {} } = rest;
  return createEngine(kernel, {
    nodeId: 'n1',
    hostname: 'A',
    host: describeHost(host, 'A'),
    registry: createRegistry(registry),
    behaviours,
    deciders,
  });
}

function imageFor(osVersion: string): RegistryOptions {
  const platform = { os: 'windows', architecture: 'amd64', osVersion };
  return { images: [{ name: 'iis:1', platforms: [platform] }] };
}

describe('an engine that prepares a task', () => {
  it('creates a container that keeps its id until it is removed', () => {
    const engine = engineWith();

    expect(engine.prepare(taskWith({}), nothing)).toEqual({ durationMs: 10 });
    const id = engine.containerOf('t1')?.containerId;
    engine.start(taskWith({}), nothing);
    engine.started('t1');

    expect(id).toMatch(/^[0-9a-f]{64}$/);
    expect(engine.containerOf('t1')?.containerId).toBe(id);
    engine.remove('t1');
    expect(engine.containerOf('t1')).toBeUndefined();
  });

  it('finds the container created when it is asked again', () => {
    // SwarmKit: agent/exec/errors.go, ErrTaskPrepared.
    const engine = engineWith();
    engine.prepare(taskWith({}), nothing);

    expect(engine.prepare(taskWith({}), nothing)).toEqual({ durationMs: 0 });
  });

  it('rejects an image for a newer Windows, unless the image is on the host already', () => {
    // moby: daemon/cluster/executor/container/controller.go, Prepare.
    const registry = imageFor('10.0.20348.1');
    const bare = engineWith({ registry });
    const stocked = engineWith({ registry, host: { os: 'windows', images: [{ name: 'iis:1' }] } });

    expect(bare.prepare(taskWith({}), nothing).error).toBe(
      'a Windows version 10.0.20348-based image is incompatible with a 10.0.17763 host',
    );
    expect(bare.containerOf('t1')).toBeUndefined();
    expect(stocked.prepare(taskWith({}), nothing).error).toBeUndefined();
  });

  it('rejects an image that nobody described where the registry refuses those', () => {
    const engine = engineWith({ registry: { unknown: 'refuse' } });

    expect(engine.prepare(taskWith({ image: 'nginx' }), nothing).error).toBe(
      'No such image: nginx:latest',
    );
  });

  it('pulls an image once by digest, and finds it on the host then', () => {
    const registry = imageFor('10.0.17763.1');
    const digest = createRegistry(registry).byName.get('iis:1')?.digest ?? '';
    const pulls: string[] = [];
    const kernel = new Kernel({ seed: 1 });
    const engine = createEngine(kernel, {
      nodeId: 'n1',
      hostname: 'A',
      host: describeHost({ os: 'windows' }, 'A'),
      registry: createRegistry(registry),
      behaviours: [],
      deciders: {
        decidePull: ({ name }) => {
          pulls.push(name);
          return { kind: 'pulled' };
        },
      },
    });

    for (const id of ['t1', 't2']) {
      engine.prepare(taskWith({ image: `iis:1@${digest}` }, { id: toId(id) }), nothing);
      engine.prepare(taskWith({}, { id: toId(`${id}-by-tag`) }), nothing);
    }

    expect(pulls).toEqual([`iis:1@${digest}`, 'iis:1', 'iis:1']);
    expect(engine.images()).toEqual([`iis:1@${digest}`, 'iis:1']);
  });

  it('rejects any credential spec on Linux', () => {
    const engine = engineWith({ host: { os: 'linux' } });

    expect(engine.prepare(gmsaTask(), nothing).error).toBe(
      'invalid --security-opt 2: "credentialspec=config://credspec-id"',
    );
  });

  it('rejects a task whose templates cannot be filled in', () => {
    const error = engineWith().prepare(taskWith({ env: ['A={{.Nothing}}'] }), nothing).error;

    expect(error).toMatch(/^expanding env failed: expanding env "A=\{\{\.Nothing\}\}"/);
  });
});

describe('an engine that starts a task', () => {
  it('hands the credential spec to Windows and writes no file of it', () => {
    // moby: daemon/oci_windows.go, setWindowsCredentialSpec.
    const engine = engineWith();
    const task = gmsaTask();
    engine.prepare(task, nothing);

    const dependencies = dependenciesWith({ [credspec]: { data: toData('{"CmsPlugins":[]}') } });

    expect(engine.start(task, dependencies)).toEqual({ durationMs: 10 });
    expect(engine.view('t1')).toMatchObject({
      files: [],
      credentialSpec: { source: 'config://credspec-id', text: '{"CmsPlugins":[]}' },
    });
  });

  it('fails where the task may not read the credential spec', () => {
    const engine = engineWith();
    engine.prepare(gmsaTask(), nothing);

    expect(engine.start(gmsaTask(), nothing).error).toBe(
      'starting container failed: error getting value from config store: task not authorized to access config credspec-id',
    );
    expect(engine.view('t1')?.credentialSpec).toBeUndefined();
  });

  it('takes the credential spec from a file of its own host', () => {
    const spec = { kind: 'file', file: 'webapp.json' } as const;
    const task = taskWith({ privileges: { credentialSpec: spec } });
    const holder = engineWith({
      host: { os: 'windows', credentialSpecFiles: { 'webapp.json': '{}' } },
    });
    const other = engineWith();

    for (const engine of [holder, other]) engine.prepare(task, nothing);

    expect(holder.start(task, nothing).error).toBeUndefined();
    expect(other.start(task, nothing).error).toBe(
      `starting container failed: failed to load credential spec for container ${other.containerOf('t1')?.containerId}: open C:\\ProgramData\\docker\\CredentialSpecs\\webapp.json: The system cannot find the file specified.`,
    );
  });

  it.each(['not json', '[]', '"text"'])('fails when Windows cannot read %s', (text) => {
    const engine = engineWith();
    engine.prepare(gmsaTask(), nothing);

    const dependencies = dependenciesWith({ [credspec]: { data: toData(text) } });

    expect(engine.start(gmsaTask(), dependencies).error).toBe(
      `starting container failed: hcs::CreateComputeSystem ${engine.containerOf('t1')?.containerId}: The virtual machine or container JSON document is invalid. (0xc037010d)`,
    );
  });

  it('fails where the builds of image and host differ under process isolation', () => {
    // Microsoft: version-compatibility.md.
    const registry = imageFor('10.0.17763.1');
    const host: HostOptions = { os: 'windows', build: 20348 };
    const engine = engineWith({ registry, host });
    const process = taskWith({});
    const hyperv = taskWith({ isolation: 'hyperv' }, { id: toId('t2') });

    for (const task of [process, hyperv]) engine.prepare(task, nothing);

    expect(engine.start(process, nothing).error).toBe(
      `starting container failed: hcs::CreateComputeSystem ${engine.containerOf('t1')?.containerId}: The operating system of the container does not match the operating system of the host. (0xc0370101)`,
    );
    expect(engine.start(hyperv, nothing).error).toBeUndefined();
  });

  it('writes configs and secrets that have a file for their target', () => {
    const task = taskWith({
      configs: [
        { configId: settings, configName: 'settings', target: { kind: 'file', name: 'a.txt' } },
      ],
      secrets: [
        {
          secretId: password,
          secretName: 'password',
          target: { kind: 'file', name: 'pw', mode: 0o400 },
        },
      ],
    });
    const dependencies = dependenciesWith({ [settings]: { data: toData('x=1') } });
    const engine = engineWith({ host: { os: 'linux' } });
    engine.prepare(task, dependencies);

    engine.start(task, dependencies);

    const owner = { uid: '0', gid: '0' };
    expect(engine.view('t1')?.files).toEqual([
      {
        kind: 'secret',
        from: 'password',
        path: '/run/secrets/pw',
        data: toData('pass'),
        mode: 0o400,
        ...owner,
      },
      {
        kind: 'config',
        from: 'settings',
        path: '/a.txt',
        data: toData('x=1'),
        mode: 0o444,
        ...owner,
      },
    ]);
  });

  it('fills in templated configs with what the task has', () => {
    // SwarmKit: template/getter.go.
    const task = taskWith({
      env: ['COLOR=red'],
      configs: [
        { configId: settings, configName: 'settings', target: { kind: 'file', name: 'a.txt' } },
      ],
      secrets: [
        { secretId: password, secretName: 'password', target: { kind: 'file', name: 'pw' } },
      ],
    });
    const text = '{{.Service.Name}} {{env "COLOR"}} {{secret "pw"}}';
    const dependencies = dependenciesWith({
      [settings]: { data: toData(text), templating: 'golang' },
    });
    const engine = engineWith();
    engine.prepare(task, dependencies);

    engine.start(task, dependencies);

    const data = engine.view('t1')?.files.find(({ kind }) => kind === 'config')?.data;
    expect(data).toBe(toData('web red pass'));
  });

  it.each([
    { config: {}, error: 'task not authorized to access config settings-id' },
    {
      config: { [settings]: { data: toData('x'), templating: 'jinja' } },
      error: 'failed to expand templated config settings-id: unrecognized template type',
    },
  ])('fails where a file cannot be written: $error', ({ config, error }) => {
    const target = { kind: 'file', name: 'a' } as const;
    const task = taskWith({ configs: [{ configId: settings, configName: 'settings', target }] });
    const engine = engineWith();
    engine.prepare(task, nothing);

    expect(engine.start(task, dependenciesWith(config)).error).toBe(
      `starting container failed: unable to get config from config store: ${error}`,
    );
  });

  it('fails on Linux where a config without a file would kill the whole engine', () => {
    const task = taskWith({
      configs: [{ configId: settings, configName: 'settings', target: { kind: 'runtime' } }],
    });
    const engine = engineWith({ host: { os: 'linux' } });
    engine.prepare(task, nothing);

    expect(engine.start(task, nothing).error).toBe(
      'starting container failed: runtime error: invalid memory address or nil pointer dereference',
    );
  });

  it('lets a test replace the rule for files', () => {
    const task = gmsaTask();
    const engine = engineWith({
      deciders: {
        decideContainerFiles: (spec, os) => {
          const configs = spec.configs?.map((reference) => ({
            ...reference,
            target: { kind: 'file' as const, name: reference.configName },
          }));
          return decideContainerFiles({ ...spec, configs: configs ?? [] }, os);
        },
      },
    });
    engine.prepare(task, nothing);

    engine.start(task, dependenciesWith({ [credspec]: { data: toData('{}') } }));

    expect(engine.view('t1')?.files.map(({ path }) => path)).toEqual(['C:\\credspec']);
  });
});

describe('an engine with behaviours', () => {
  it('does what they say in place of its own rules', () => {
    const engine = engineWith({
      behaviours: [
        { slot: 2, reject: 'no disk' },
        { slot: 3, failStart: 'port taken' },
        { prepareMs: 1, startMs: 2, stopMs: 3, exitAfterMs: 4, exitCode: 5 },
      ],
    });
    const [first, second, third] = [1, 2, 3].map((slot) =>
      taskWith({}, { id: toId(`t${slot}`), slot }),
    ) as [Task, Task, Task];

    expect(engine.prepare(first, nothing)).toEqual({ durationMs: 1 });
    expect(engine.start(first, nothing)).toEqual({
      durationMs: 2,
      exit: { afterMs: 4, exitCode: 5 },
    });
    expect(engine.stop(first)).toEqual({ durationMs: 3, exitCode: 0 });
    expect(engine.prepare(second, nothing)).toEqual({ durationMs: 10, error: 'no disk' });
    engine.prepare(third, nothing);
    expect(engine.start(third, nothing)).toEqual({ durationMs: 10, error: 'port taken' });
  });

  it('kills a container whose grace period to stop is over', () => {
    // moby: daemon/stop.go, containerStop; the default is 10 s (SwarmKit: api/defaults/service.go).
    const engine = engineWith({ behaviours: [{ stopMs: 60_000 }] });

    const killed = { exitCode: 137 };
    expect(engine.stop(taskWith({}))).toEqual({ durationMs: 10_000, ...killed });
    expect(engine.stop(taskWith({ stopGracePeriodMs: 30_000 }))).toEqual({
      durationMs: 30_000,
      ...killed,
    });
    expect(engine.stop(taskWith({ stopGracePeriodMs: 90_000 }))).toEqual({
      durationMs: 60_000,
      exitCode: 0,
    });
  });

  // moby: daemon/cluster/executor/container/adapter.go, shutdown; daemon/stop.go, containerStop.
  it.each([
    { name: 'kills at once below a second', stopGracePeriodMs: 999, durationMs: 0 },
    { name: 'counts whole seconds only', stopGracePeriodMs: 2_900, durationMs: 2_000 },
    { name: 'waits without limit below zero', stopGracePeriodMs: -1_000, durationMs: 60_000 },
  ])('$name of a grace period', ({ stopGracePeriodMs, durationMs }) => {
    const engine = engineWith({ behaviours: [{ stopMs: 60_000 }] });

    expect(engine.stop(taskWith({ stopGracePeriodMs })).durationMs).toBe(durationMs);
  });

  it('draws the same time for the same attempt, whatever came before', () => {
    const behaviours = [{ prepareMs: { min: 0, max: 1_000_000 } }];
    const one = engineWith({ behaviours });
    const other = engineWith({ behaviours });
    const task = taskWith({}, { slot: 7, incarnation: 3 });

    other.prepare(taskWith({}, { id: toId('t0') }), nothing);

    const { durationMs } = one.prepare(task, nothing);
    expect(other.prepare(task, nothing).durationMs).toBe(durationMs);
    expect(durationMs % 1).toBe(0);
  });
});

describe('the view of a container', () => {
  it('fills in templates and lists claimed resources', () => {
    // SwarmKit: template/expand.go; api/genericresource/string.go, EnvFormat.
    const task = taskWith(
      { hostname: '{{.Service.Name}}-{{.Task.Slot}}', env: ['NODE={{.Node.Hostname}}', 'FLAG'] },
      {
        assignedGenericResources: [
          { kind: 'named', resource: 'gpu', value: 'g1' },
          { kind: 'discrete', resource: 'fpga', value: 2 },
          { kind: 'named', resource: 'gpu', value: 'g2' },
        ],
      },
    );
    const engine = engineWith();

    engine.prepare(task, nothing);

    expect(engine.view('t1')).toMatchObject({
      taskId: 't1',
      name: 'web.1.t1',
      image: 'iis:1',
      hostname: 'web-1',
      env: ['NODE=A', 'FLAG', 'DOCKER_RESOURCE_GPU=g1,g2', 'DOCKER_RESOURCE_FPGA=2'],
    });
  });

  it('is called by its id and by its node where nothing else is said', () => {
    const engine = engineWith();

    engine.prepare(taskWith({}, { slot: 0 }), nothing);

    const view = engine.view('t1');
    expect(view?.hostname).toBe(view?.containerId.slice(0, 12));
    expect(view?.name).toBe('web.n1.t1');
  });

  it('follows the life of the container', () => {
    const engine = engineWith();
    const states = [];

    engine.prepare(taskWith({}), nothing);
    states.push({ state: engine.view('t1')?.state, pid: engine.containerOf('t1')?.pid });
    engine.started('t1');
    states.push({ state: engine.view('t1')?.state, hasPid: engine.containerOf('t1')?.pid !== 0 });
    engine.ended('t1', 3);
    states.push({ state: engine.view('t1')?.state, exitCode: engine.view('t1')?.exitCode });

    expect(states).toEqual([
      { state: 'created', pid: 0 },
      { state: 'running', hasPid: true },
      { state: 'exited', exitCode: 3 },
    ]);
  });

  it('outlives a crash as a dead container, beside the images', () => {
    const engine = engineWith();
    engine.prepare(taskWith({}), nothing);
    engine.started('t1');

    engine.crash();

    expect(engine.containers()).toMatchObject([{ taskId: 't1', state: 'exited', exitCode: 255 }]);
    expect(engine.images()).toEqual(['iis:1']);
  });

  it('comes from state that is plain data', () => {
    const kernel = new Kernel({ seed: 1 });
    const engine = engineWith({ kernel });
    engine.prepare(taskWith({}), nothing);

    const cell = kernel.cell<unknown>('engine:n1', undefined);

    expect(JSON.parse(JSON.stringify(cell.value))).toEqual(cell.value);
    cell.value = JSON.parse(JSON.stringify(cell.value));
    expect(engine.view('t1')?.state).toBe('created');
  });
});
