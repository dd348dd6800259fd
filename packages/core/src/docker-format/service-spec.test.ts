import { describe, expect, it } from 'vitest';
import type { DockerCredentialSpec, DockerMount } from './container-spec.ts';
import { fromDockerServiceSpec, type DockerServiceSpec } from './service-spec.ts';

const container = { ContainerSpec: { Image: 'iis' } };
const replicatedOnce = { kind: 'replicated', replicas: 1 };

/** A service with one part, as the model has it. */
function read(parts: DockerServiceSpec): ReturnType<typeof fromDockerServiceSpec> {
  return fromDockerServiceSpec({ Name: 'web', TaskTemplate: container, ...parts });
}

/** A service whose containers have a credential spec. */
function withCredentialSpec(source: DockerCredentialSpec): DockerServiceSpec {
  const Privileges = { CredentialSpec: source };
  return { TaskTemplate: { ContainerSpec: { Image: 'iis', Privileges } } };
}

/** A service whose containers have a mount. */
function withMount(mount: DockerMount): DockerServiceSpec {
  const Mounts: readonly DockerMount[] = [{ Target: 'C:\\d', ...mount }];
  return { TaskTemplate: { ContainerSpec: { Image: 'iis', Mounts } } };
}

describe('fromDockerServiceSpec', () => {
  it('reads a bare service', () => {
    expect(read({})).toEqual({
      name: 'web',
      task: { runtime: { kind: 'container', image: 'iis' } },
      mode: replicatedOnce,
    });
  });

  it('takes null for absent, as Go writes what is not set', () => {
    const spec = read({
      Labels: null,
      EndpointSpec: null,
      Networks: null,
      UpdateConfig: null,
      TaskTemplate: { ...container, Resources: null, Placement: null, Networks: null },
    });

    expect(spec).toEqual(read({}));
  });

  it('keeps what is there but empty', () => {
    const spec = read({
      Labels: {},
      EndpointSpec: {},
      Networks: [],
      UpdateConfig: {},
      TaskTemplate: { ...container, Resources: { Limits: {} }, Placement: {}, RestartPolicy: {} },
    });

    expect(spec).toEqual({
      name: 'web',
      labels: {},
      endpoint: { mode: 'vip' },
      networks: [],
      update: {
        parallelism: 0,
        delayMs: 0,
        failureAction: 'pause',
        maxFailureRatio: 0,
        order: 'stop-first',
      },
      mode: replicatedOnce,
      task: {
        runtime: { kind: 'container', image: 'iis' },
        resources: { limits: { nanoCpus: 0, memoryBytes: 0 } },
        placement: {},
        restart: { condition: 'any', maxAttempts: 0 },
      },
    });
  });

  // moby: daemon/cluster/convert/service.go, ServiceSpecToGRPC.
  it.each([
    { Mode: undefined, mode: replicatedOnce },
    { Mode: { Replicated: {} }, mode: replicatedOnce },
    { Mode: { Replicated: { Replicas: 0 } }, mode: { kind: 'replicated', replicas: 0 } },
    { Mode: { Global: {} }, mode: { kind: 'global' } },
    { Mode: { GlobalJob: {} }, mode: { kind: 'global-job' } },
    {
      Mode: { ReplicatedJob: {} },
      mode: { kind: 'replicated-job', maxConcurrent: 1, totalCompletions: 1 },
    },
    {
      Mode: { ReplicatedJob: { MaxConcurrent: 3 } },
      mode: { kind: 'replicated-job', maxConcurrent: 3, totalCompletions: 3 },
    },
    {
      Mode: { ReplicatedJob: { MaxConcurrent: 0, TotalCompletions: 0 } },
      mode: { kind: 'replicated-job', maxConcurrent: 0, totalCompletions: 0 },
    },
  ])('reads the mode $Mode', ({ Mode, mode }) => {
    expect(read({ Mode }).mode).toEqual(mode);
  });

  it('reads durations as milliseconds, with fractions', () => {
    const spec = read({
      UpdateConfig: { Delay: 500_000, Monitor: 1, MaxFailureRatio: 0.25, Order: 'start-first' },
      TaskTemplate: {
        ContainerSpec: {
          Image: 'iis',
          StopGracePeriod: 10_000_000_000,
          Healthcheck: { Interval: 0, Timeout: 500_000, Retries: 3 },
        },
        RestartPolicy: { Condition: 'on-failure', Delay: 5_000_000_000, MaxAttempts: 2, Window: 0 },
      },
    });

    expect(spec).toMatchObject({
      update: { delayMs: 0.5, monitorMs: 0.000001, maxFailureRatio: 0.25, order: 'start-first' },
      task: {
        runtime: {
          stopGracePeriodMs: 10_000,
          healthcheck: { intervalMs: 0, timeoutMs: 0.5, retries: 3 },
        },
        restart: { condition: 'on-failure', delayMs: 5_000, maxAttempts: 2, windowMs: 0 },
      },
    });
  });

  it('takes a monitor of zero for none', () => {
    expect(read({ UpdateConfig: { Monitor: 0 } }).update).not.toHaveProperty('monitorMs');
  });

  it('reads a credential spec that is a config', () => {
    const spec = read({
      TaskTemplate: {
        ContainerSpec: {
          Image: 'iis',
          Privileges: { CredentialSpec: { Config: 'c1' } },
          Configs: [
            { ConfigID: 'c1', ConfigName: 'credspec', Runtime: {} },
            { ConfigID: 'c2', ConfigName: 'site', File: { Name: 'site.xml', UID: '0', Mode: 292 } },
            { ConfigID: 'c3', ConfigName: 'lost' },
          ],
          Secrets: [{ SecretID: 's1', SecretName: 'key', File: { Name: 'key' } }],
          Isolation: 'HyperV',
        },
      },
    });

    expect(spec.task.runtime).toEqual({
      kind: 'container',
      image: 'iis',
      privileges: { credentialSpec: { kind: 'config', configId: 'c1' } },
      configs: [
        { configId: 'c1', configName: 'credspec', target: { kind: 'runtime' } },
        {
          configId: 'c2',
          configName: 'site',
          target: { kind: 'file', name: 'site.xml', uid: '0', mode: 0o444 },
        },
        { configId: 'c3', configName: 'lost' },
      ],
      secrets: [{ secretId: 's1', secretName: 'key', target: { kind: 'file', name: 'key' } }],
      isolation: 'hyperv',
    });
  });

  // moby: daemon/cluster/convert/container.go, isolationToGRPC.
  it.each([
    { name: 'PROCESS', isolation: 'process' },
    { name: '', isolation: 'default' },
    { name: 'x', isolation: 'default' },
  ])('reads the isolation "$name" as $isolation', ({ name, isolation }) => {
    const spec = read({ TaskTemplate: { ContainerSpec: { Image: 'iis', Isolation: name } } });

    expect(spec.task.runtime).toMatchObject({ isolation });
  });

  it('takes the propagation of a bind mount, of which the model has none', () => {
    const spec = read(withMount({ Type: 'Bind', BindOptions: { Propagation: 'RSlave' } }));

    expect(spec.task.runtime).toMatchObject({ mounts: [{ type: 'bind', target: 'C:\\d' }] });
  });

  it.each([
    { source: { File: 'a.json' }, read: { kind: 'file', file: 'a.json' } },
    { source: { Registry: 'a' }, read: { kind: 'registry', registry: 'a' } },
    { source: { Config: '' }, read: { kind: 'config', configId: '' } },
  ])('reads the credential spec $source', ({ source, read: credentialSpec }) => {
    const Privileges = { CredentialSpec: source };
    const spec = read({ TaskTemplate: { ContainerSpec: { Image: 'iis', Privileges } } });

    expect(spec.task.runtime).toMatchObject({ privileges: { credentialSpec } });
  });

  it('reads where tasks may run', () => {
    const spec = read({
      TaskTemplate: {
        ...container,
        Placement: {
          Constraints: ['node.platform.os==windows'],
          Preferences: [{ Spread: { SpreadDescriptor: 'node.labels.zone' } }],
          MaxReplicas: 2,
          Platforms: [{ OS: 'windows' }],
        },
        Resources: {
          Reservations: {
            NanoCPUs: 5e8,
            GenericResources: [
              { NamedResourceSpec: { Kind: 'gpu', Value: 'a' } },
              { DiscreteResourceSpec: { Kind: 'fpga', Value: 2 } },
            ],
          },
        },
      },
    });

    expect(spec.task).toMatchObject({
      placement: {
        constraints: ['node.platform.os==windows'],
        preferences: [{ spread: 'node.labels.zone' }],
        maxReplicas: 2,
        platforms: [{ architecture: '', os: 'windows' }],
      },
      resources: {
        reservations: {
          nanoCpus: 5e8,
          memoryBytes: 0,
          generic: [
            { kind: 'named', resource: 'gpu', value: 'a' },
            { kind: 'discrete', resource: 'fpga', value: 2 },
          ],
        },
      },
    });
  });

  it('reads ports, mounts, networks and drivers', () => {
    const spec = read({
      EndpointSpec: {
        Mode: 'dnsrr',
        Ports: [{ Protocol: 'udp', TargetPort: 53, PublishMode: 'host' }, { TargetPort: 80 }],
      },
      TaskTemplate: {
        ContainerSpec: {
          Image: 'iis',
          Mounts: [
            { Type: 'npipe', Source: '\\\\.\\pipe\\x', Target: '\\\\.\\pipe\\x' },
            { Type: 'volume', Target: 'C:\\d', VolumeOptions: { DriverConfig: { Name: 'd' } } },
          ],
        },
        LogDriver: { Name: 'etwlogs', Options: { a: 'b' } },
        Networks: [{ Target: 'n1', Aliases: ['web'] }],
        ForceUpdate: 3,
      },
    });

    expect(spec).toMatchObject({
      endpoint: {
        mode: 'dnsrr',
        ports: [
          { protocol: 'udp', targetPort: 53, publishedPort: 0, publishMode: 'host' },
          { protocol: 'tcp', targetPort: 80, publishedPort: 0, publishMode: 'ingress' },
        ],
      },
      task: {
        runtime: {
          mounts: [
            { type: 'npipe', source: '\\\\.\\pipe\\x', target: '\\\\.\\pipe\\x' },
            { type: 'volume', target: 'C:\\d', volumeOptions: { driver: { name: 'd' } } },
          ],
        },
        logDriver: { name: 'etwlogs', options: { a: 'b' } },
        networks: [{ target: 'n1', aliases: ['web'] }],
        forceUpdate: 3,
      },
    });
  });

  it('keeps a service without a container, and one that only attaches a container', () => {
    const attachment = { Runtime: 'attachment', NetworkAttachmentSpec: { ContainerID: 'x' } };

    expect(read({ TaskTemplate: {} }).task).toEqual({});
    expect(read({ TaskTemplate: attachment }).task.runtime).toEqual({
      kind: 'attachment',
      containerId: 'x',
    });
  });

  // moby: daemon/cluster/convert/service.go and container.go.
  it.each<{ parts: DockerServiceSpec; message: string }>([
    {
      parts: { Mode: { Global: {}, Replicated: {} } },
      message: 'must specify only one service mode',
    },
    { parts: { EndpointSpec: { Mode: 'x' } }, message: 'invalid resolution mode: "x"' },
    {
      parts: { UpdateConfig: { FailureAction: 'x' } },
      message: 'unrecognized update failure action x',
    },
    { parts: { RollbackConfig: { Order: 'x' } }, message: 'unrecognized update order x' },
    {
      parts: { TaskTemplate: { RestartPolicy: { Condition: 'x' } } },
      message: 'invalid RestartCondition: "x"',
    },
    { parts: withMount({ Type: 'tape' }), message: 'invalid MountType: "tape"' },
    {
      parts: withMount({ Type: 'bind', BindOptions: { Propagation: 'x' } }),
      message: 'invalid MountPropagation: "x"',
    },
    {
      parts: withCredentialSpec({ Config: 'c1', File: 'a.json' }),
      message: 'invalid CredentialSpec: cannot specify both "config" and "file" credential specs',
    },
    {
      parts: withCredentialSpec({ File: 'a.json', Registry: 'a' }),
      message: 'invalid CredentialSpec: cannot specify both "file" and "registry" credential specs',
    },
    {
      parts: withCredentialSpec({ Config: 'c1', Registry: 'a', File: 'a.json' }),
      message:
        'invalid CredentialSpec: cannot specify both "config", "file", and "registry" credential specs',
    },
    {
      parts: {
        TaskTemplate: {
          ContainerSpec: {
            Configs: [{ ConfigID: 'c1', ConfigName: 'a', File: { Name: 'a' }, Runtime: {} }],
          },
        },
      },
      message: 'invalid Config: cannot specify both File and Runtime',
    },
  ])('refuses $parts', ({ parts, message }) => {
    expect(() => read(parts)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message }),
    );
  });
});
