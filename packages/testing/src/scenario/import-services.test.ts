import { describe, expect, it } from 'vitest';
import { runScenario } from '../run/run-scenario.ts';
import { importNodes } from './import-nodes.ts';
import { importServices } from './import-services.ts';

/** As `docker service inspect` prints a service, shortened. */
const web = {
  ID: '0f1kpj0v4ucl',
  Version: { Index: 20 },
  Spec: {
    Name: 'web',
    Labels: { tier: 'front' },
    TaskTemplate: {
      ContainerSpec: {
        Image: `iis:1@sha256:${'a'.repeat(64)}`,
        StopGracePeriod: 10_000_000_000,
        Configs: [
          {
            File: { Name: 'web.conf', UID: '0', GID: '0', Mode: 292 },
            ConfigID: 'c1',
            ConfigName: 'page',
          },
          { Runtime: {}, ConfigID: 'c2', ConfigName: 'gmsa' },
        ],
        Secrets: [
          {
            File: { Name: 'key', UID: '0', GID: '0', Mode: 292 },
            SecretID: 's1',
            SecretName: 'key',
          },
        ],
        Privileges: { CredentialSpec: { Config: 'c2' } },
        Isolation: 'default',
      },
      Resources: { Reservations: { MemoryBytes: 1_073_741_824 } },
      RestartPolicy: { Condition: 'any', Delay: 5_000_000_000, MaxAttempts: 0 },
      Placement: {
        Constraints: ['node.labels.zone==a'],
        Preferences: [{ Spread: { SpreadDescriptor: 'node.labels.rack' } }],
        MaxReplicas: 2,
        Platforms: [{ Architecture: 'amd64', OS: 'windows' }, { OS: 'unknown' }],
      },
      Networks: [{ Target: 'zr8lv3k4bq' }],
      ForceUpdate: 1,
      Runtime: 'container',
    },
    Mode: { Replicated: { Replicas: 3 } },
    UpdateConfig: {
      Parallelism: 2,
      FailureAction: 'rollback',
      Monitor: 1_000_000_000,
      Order: 'start-first',
    },
    EndpointSpec: {
      Mode: 'vip',
      Ports: [{ Protocol: 'tcp', TargetPort: 80, PublishedPort: 8080, PublishMode: 'host' }],
    },
  },
  Endpoint: { Spec: {} },
};

const node = {
  Spec: { Role: 'worker', Availability: 'active', Labels: { zone: 'a' } },
  Description: { Hostname: 'win-1', Platform: { OS: 'windows', Architecture: 'x86_64' } },
};

describe('importServices', () => {
  it('creates services with all that they refer to', () => {
    const steps = importServices(JSON.stringify([web]));

    expect(steps.map((step) => [step.at, step.kind, nameOf(step)])).toEqual([
      [0, 'image-push', 'iis:1'],
      [0, 'config-create', 'page'],
      [0, 'config-create', 'gmsa'],
      [0, 'secret-create', 'key'],
      [0, 'network-create', 'zr8lv3k4bq'],
      [1_000, 'service-create', 'web'],
    ]);
    expect(steps.at(-1)).toMatchObject({
      options: {
        image: web.Spec.TaskTemplate.ContainerSpec.Image,
        replicas: 3,
        credentialSpec: 'config://gmsa',
        configs: [{ source: 'page', target: 'web.conf' }],
        secrets: [{ source: 'key', target: 'key' }],
        constraints: ['node.labels.zone==a'],
        spread: ['node.labels.rack'],
        maxReplicasPerNode: 2,
        reserve: { memory: 1_073_741_824 },
        restart: { condition: 'any', delay: 5_000 },
        update: { parallelism: 2, failureAction: 'rollback', order: 'start-first' },
        networks: ['zr8lv3k4bq'],
        stopGracePeriod: 10_000,
        forceUpdate: 1,
      },
    });
  });

  it('makes a scenario that runs on the nodes of the same swarm', () => {
    const { swarm, refusals } = runScenario({
      version: 1,
      cluster: { nodes: importNodes([node]) },
      steps: importServices([web]),
    });

    expect(refusals).toBe(0);
    const [task] = swarm.tasks.list({ state: 'running' });
    // Its port is one of the host's, so that one task runs, and the other two wait.
    expect(swarm.tasks.list({ state: 'running' })).toHaveLength(1);
    expect(task?.spec.placement?.platforms).toEqual([{ os: 'windows', architecture: 'amd64' }]);
  });

  it('makes what two services share once, a credential spec as one for both', () => {
    const other = {
      Spec: {
        ...web.Spec,
        Name: 'shop',
        TaskTemplate: {
          ...web.Spec.TaskTemplate,
          ContainerSpec: {
            Image: 'shop',
            Configs: [{ File: { Name: 'spec.json' }, ConfigID: 'c2', ConfigName: 'gmsa' }],
          },
        },
      },
    };

    const steps = importServices([other, web]);

    expect(steps.filter(({ kind }) => kind === 'config-create')).toHaveLength(2);
    expect(steps.find((step) => nameOf(step) === 'gmsa')).toMatchObject({
      data: { CmsPlugins: ['ActiveDirectory'] },
    });
  });

  it('takes networks as older clients wrote them', () => {
    const { Networks: networks, ...template } = web.Spec.TaskTemplate;
    const old = { Spec: { ...web.Spec, TaskTemplate: template, Networks: networks } };

    expect(importServices([old]).at(-1)).toMatchObject({ options: { networks: ['zr8lv3k4bq'] } });
  });

  it.each([
    { name: 'no JSON', json: '{', message: 'services: is not JSON: ' },
    {
      name: 'a service without an image',
      json: [web, { Spec: { Name: 'b', TaskTemplate: { ContainerSpec: {} } } }],
      message: 'services[1]: Spec.TaskTemplate.ContainerSpec.Image is missing',
    },
    {
      name: 'constraints of another kind',
      json: [specWith({ TaskTemplate: { Placement: { Constraints: 'a' } } })],
      message:
        "services[0]: Spec.TaskTemplate.Placement.Constraints must be a list of texts, not the text 'a'",
    },
    {
      name: 'what the daemon refuses',
      json: [specWith({ Mode: { Global: {}, Replicated: {} } })],
      message: 'services[0]: must specify only one service mode',
    },
    {
      name: 'what the swarm refuses',
      json: [specWith({ Mode: { Replicated: { Replicas: -1 } } })],
      message: 'services[0]: Number of replicas must be non-negative',
    },
    {
      name: 'one name twice',
      json: [web, web],
      message: 'services[1]: name conflicts',
    },
  ])('refuses $name', ({ json, message }) => {
    expect(() => importServices(json)).toThrow(
      expect.objectContaining({
        code: 'invalid-argument',
        message: expect.stringContaining(message),
      }),
    );
  });
});

function nameOf(step: object): unknown {
  const { name, spec, image, options } = step as Record<string, { readonly name?: string }>;
  return name ?? spec?.name ?? image?.name ?? options?.name;
}

function specWith(change: object): object {
  return {
    Spec: {
      Name: 'a',
      TaskTemplate: { ContainerSpec: { Image: 'a' } },
      ...change,
      ...('TaskTemplate' in change && {
        TaskTemplate: { ContainerSpec: { Image: 'a' }, ...(change.TaskTemplate as object) },
      }),
    },
  };
}
