import { createSwarm, linuxNodes, SwarmSimError, type Swarm } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { parseStack } from '../parse-stack.ts';
import type { Stack } from '../plan/stack.ts';
import { deployStack } from './deploy-stack.ts';
import type { StackObject, StackTarget } from './stack-target.ts';
import { toStackTarget } from './swarm-target.ts';

const shop = `
services:
  web:
    image: iis
    configs: [site]
    secrets: [key]
    credential_spec: { config: spec }
    networks: [front]
    deploy: { replicas: 2, labels: { owner: us } }
  agent:
    image: agent
configs:
  site: { file: site.conf }
  spec: { file: spec.json }
secrets:
  key: { file: key.txt }
networks:
  front: {}
`;

const defaultFiles = { 'site.conf': 'listen 80', 'spec.json': '{}', 'key.txt': 's3cret' };

function parse(text: string, files: Readonly<Record<string, string>> = defaultFiles): Stack {
  const { stack, issues } = parseStack(text, {
    fileName: 'stack.yml',
    name: 'shop',
    readFile: (path) => files[path],
  });
  if (stack === undefined) throw new Error(issues.map(({ message }) => message).join('\n'));
  return stack;
}

function createTestSwarm(): Swarm {
  return createSwarm({ seed: 1, nodes: linuxNodes(['m1']) });
}

/** Names of everything in the swarm, by kind. */
function namesIn(swarm: Swarm): Readonly<Record<string, readonly string[]>> {
  const { networks, secrets, configs, services } = swarm.controlApi;
  const names = (objects: readonly { readonly spec: { readonly name: string } }[]) =>
    objects.map(({ spec }) => spec.name).sort();
  return {
    networks: names(networks.list().filter(({ spec }) => spec.name.startsWith('shop'))),
    secrets: names(secrets.list()),
    configs: names(configs.list()),
    services: names(services.list()),
  };
}

const nothing = { networks: [], secrets: [], configs: [], services: [] };

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof SwarmSimError) return error.message;
    throw error;
  }
  return 'nothing was refused';
}

// docker/cli: cli/command/stack/deploy_composefile.go, deployCompose.
describe('deployStack', () => {
  it('creates networks, secrets, configs and services, in this order', () => {
    const swarm = createTestSwarm();

    const report = deployStack(swarm, parse(shop));

    expect(report.output).toEqual([
      'Creating network shop_default',
      'Creating network shop_front',
      'Creating secret shop_key',
      'Creating config shop_site',
      'Creating config shop_spec',
      'Creating service shop_agent',
      'Creating service shop_web',
    ]);
    expect(report.created.map(({ kind }) => kind)).toEqual([
      'network',
      'network',
      'secret',
      'config',
      'config',
      'service',
      'service',
    ]);
    expect(report.updated).toEqual([]);
  });

  it('gives the services the ids of what they use', () => {
    const swarm = createTestSwarm();

    const { created } = deployStack(swarm, parse(shop));

    const idOf = (name: string): string | undefined =>
      created.find((object) => object.name === name)?.id;
    const [web] = swarm.controlApi.services.list({ names: ['shop_web'] });
    expect(web?.spec.task.networks).toEqual([{ target: idOf('shop_front'), aliases: ['web'] }]);
    expect(web?.spec.task.runtime).toMatchObject({
      configs: [{ configId: idOf('shop_site') }, { configId: idOf('shop_spec') }],
      secrets: [{ secretId: idOf('shop_key') }],
      privileges: { credentialSpec: { kind: 'config', configId: idOf('shop_spec') } },
    });
  });

  it('updates what is there', () => {
    const swarm = createTestSwarm();
    deployStack(swarm, parse(shop));
    const [before] = swarm.controlApi.services.list({ names: ['shop_web'] });

    const report = deployStack(swarm, parse(shop.replace('replicas: 2', 'replicas: 3')));

    const [after] = swarm.controlApi.services.list({ names: ['shop_web'] });
    expect(report.created).toEqual([]);
    expect(report.updated.map(({ name }) => name)).toEqual([
      'shop_key',
      'shop_site',
      'shop_spec',
      'shop_agent',
      'shop_web',
    ]);
    expect(report.output.at(-1)).toBe(`Updating service shop_web (id: ${before?.id ?? ''})`);
    expect(after?.spec.mode).toEqual({ kind: 'replicated', replicas: 3 });
    expect(after?.id).toBe(before?.id);
  });

  it('replaces no task when nothing changed', () => {
    const swarm = createTestSwarm();
    // Linux nodes reject tasks with a credential spec.
    const stack = parse(shop.replace('credential_spec: { config: spec }', ''));
    deployStack(swarm, stack);
    swarm.settle();
    const before = swarm.tasks.list().map(({ id }) => id);

    deployStack(swarm, stack);
    swarm.settle();

    expect(before).toHaveLength(3);
    expect(swarm.tasks.list().map(({ id }) => id)).toEqual(before);
  });

  it('keeps how often tasks were replaced by force', () => {
    const swarm = createTestSwarm();
    deployStack(swarm, parse(shop));
    const target = toStackTarget(swarm);
    const [web] = swarm.controlApi.services.list({ names: ['shop_web'] });
    if (web === undefined) throw new Error('the service is missing');
    const forced = { ...web.spec, task: { ...web.spec.task, forceUpdate: 7 } };
    target.updateService(web.id, web.meta.version, { spec: forced, resolveImage: false });

    deployStack(swarm, parse(shop));

    const [after] = swarm.controlApi.services.list({ names: ['shop_web'] });
    expect(after?.spec.task.forceUpdate).toBe(7);
  });

  it('removes services that the file no longer has when asked to', () => {
    const swarm = createTestSwarm();
    deployStack(swarm, parse(shop));
    const smaller = parse('services: { web: { image: iis } }\n');

    const kept = deployStack(swarm, smaller);
    const pruned = deployStack(swarm, smaller, { prune: true });

    expect(kept.removed).toEqual([]);
    expect(pruned.output[0]).toBe('Removing service shop_agent');
    expect(namesIn(swarm)['services']).toEqual(['shop_web']);
  });

  it('leaves the services of others alone', () => {
    const swarm = createTestSwarm();
    swarm.services.create({ name: 'shop_other', image: 'iis', replicas: 1 });

    deployStack(swarm, parse('services: { web: { image: iis } }\n'), { prune: true });

    expect(namesIn(swarm)['services']).toEqual(['shop_other', 'shop_web']);
  });
});

describe('a refused deployment', () => {
  // docker/cli: cli/command/stack/deploy_composefile.go, validateExternalNetworks.
  it('says which external network is missing', () => {
    const swarm = createTestSwarm();
    const stack = parse(
      'services: { a: { image: x, networks: [n] } }\nnetworks: { n: { external: true } }\n',
    );

    expect(messageOf(() => deployStack(swarm, stack))).toBe(
      'network "n" is declared as external, but could not be found. You need to create a swarm-scoped network before the stack is deployed',
    );
    expect(namesIn(swarm)).toEqual(nothing);
  });

  // docker/cli: cli/command/service/parse.go, ParseSecrets and ParseConfigs.
  it.each([
    { kind: 'secret', list: 'secrets: [s]', section: 'secrets: { s: { external: true } }' },
    {
      kind: 'config',
      list: 'credential_spec: { config: s }',
      section: 'configs: { s: { external: true } }',
    },
  ])('says which external $kind is missing', ({ kind, list, section }) => {
    const swarm = createTestSwarm();
    const stack = parse(`services: { a: { image: x, ${list} } }\n${section}\n`);

    expect(messageOf(() => deployStack(swarm, stack))).toBe(`service a: ${kind} not found: s`);
    expect(namesIn(swarm)).toEqual(nothing);
  });

  it('finds an external config once it is there', () => {
    const swarm = createTestSwarm();
    const { id } = swarm.configs.create({ name: 'v1', data: '{}' });
    const stack = parse(
      'services: { a: { image: x, credential_spec: { config: v1 } } }\nconfigs: { v1: { external: true } }\n',
    );

    deployStack(swarm, stack);

    const [service] = swarm.controlApi.services.list();
    expect(service?.spec.task.runtime).toMatchObject({
      privileges: { credentialSpec: { kind: 'config', configId: id } },
    });
  });

  // SwarmKit: manager/controlapi/config.go, UpdateConfig.
  it('says that the data of a config cannot change, and has changed nothing', () => {
    const swarm = createTestSwarm();
    deployStack(swarm, parse(shop));
    const before = swarm.stateHash();
    const changed = parse(shop.replace('replicas: 2', 'replicas: 9'), {
      ...defaultFiles,
      'site.conf': 'listen 8080',
    });

    expect(messageOf(() => deployStack(swarm, changed))).toBe(
      'failed to update config shop_site: only updates to Labels are allowed',
    );
    expect(swarm.stateHash()).toBe(before);
  });

  it('says so of a secret too, whose data only the swarm knows', () => {
    const swarm = createTestSwarm();
    deployStack(swarm, parse(shop));
    const changed = parse(shop, { ...defaultFiles, 'key.txt': 'other' });

    expect(messageOf(() => deployStack(swarm, changed))).toBe(
      'failed to update secret shop_key: only updates to Labels are allowed',
    );
  });

  it('takes back everything that it had created', () => {
    const swarm = createTestSwarm();
    const stack = parse(shop.replace('owner: us', 'owner: us }, placement: { constraints: [bad]'));

    expect(messageOf(() => deployStack(swarm, stack))).toMatch(
      /^failed to create service shop_web: /,
    );
    expect(namesIn(swarm)).toEqual(nothing);
  });

  it('takes back updates and removals', () => {
    const swarm = createTestSwarm();
    deployStack(swarm, parse(shop));
    const text = `
services:
  aaa: { image: new }
  web: { image: iis, deploy: { replicas: 5, placement: { constraints: [bad] } } }
configs:
  site: { file: site.conf, labels: { k: v } }
`;

    expect(() => deployStack(swarm, parse(text), { prune: true })).toThrow(SwarmSimError);
    swarm.settle();

    const [site] = swarm.controlApi.configs.list({ names: ['shop_site'] });
    const [web] = swarm.controlApi.services.list({ names: ['shop_web'] });
    expect(namesIn(swarm)['services']).toEqual(['shop_agent', 'shop_web']);
    expect(site?.spec.labels).toEqual({ 'com.docker.stack.namespace': 'shop' });
    expect(web?.spec.mode).toEqual({ kind: 'replicated', replicas: 2 });
  });

  it('is found before the first change where the target can validate', () => {
    const seen: string[] = [];
    const validate = ({ kind, spec }: StackObject): void => {
      seen.push(`${kind} ${spec.name}`);
      if (kind === 'service') throw new SwarmSimError('invalid-argument', 'no such thing');
    };
    const swarm = createTestSwarm();
    const target: StackTarget = { ...toStackTarget(swarm), validate };
    const before = swarm.stateHash();

    const message = messageOf(() => deployStack(target, parse(shop)));

    expect(message).toBe('failed to create service shop_agent: no such thing');
    expect(seen).toEqual([
      'network shop_default',
      'network shop_front',
      'secret shop_key',
      'config shop_site',
      'config shop_spec',
      'service shop_agent',
    ]);
    expect(swarm.stateHash()).toBe(before);
  });

  it('is no refusal when the target is broken', () => {
    const target: StackTarget = {
      ...toStackTarget(createTestSwarm()),
      createNetwork: () => {
        throw new TypeError('a bug');
      },
    };

    expect(() => deployStack(target, parse(shop))).toThrow(TypeError);
  });
});

// docker/cli: cli/command/stack/deploy_composefile.go, deployServices.
describe('the images of a stack', () => {
  interface Call {
    readonly image: string;
    readonly resolveImage: boolean;
  }

  /** A swarm that pins images to a digest when told to resolve them. */
  function createPinningTarget(swarm: Swarm, calls: Call[]): StackTarget {
    const target = toStackTarget(swarm);
    const pin = (spec: Parameters<StackTarget['createService']>[0], resolveImage: boolean) => {
      const { runtime } = spec.task;
      if (runtime?.kind !== 'container') return spec;
      calls.push({ image: runtime.image, resolveImage });
      const image = resolveImage ? `${runtime.image}@sha256:${'0'.repeat(64)}` : runtime.image;
      return { ...spec, task: { ...spec.task, runtime: { ...runtime, image } } };
    };
    return {
      ...target,
      createService: (spec, { resolveImage }) =>
        target.createService(pin(spec, resolveImage), { resolveImage: false }),
      updateService: (id, version, { spec, resolveImage }) =>
        target.updateService(id, version, { spec: pin(spec, resolveImage), resolveImage: false }),
    };
  }

  const stack = parse('services: { web: { image: "iis:1" } }\n');
  const newer = parse('services: { web: { image: "iis:2" } }\n');
  const pinned = `iis:1@sha256:${'0'.repeat(64)}`;

  it.each([
    { resolveImage: 'always', again: { image: 'iis:1', resolveImage: true } },
    { resolveImage: 'changed', again: { image: pinned, resolveImage: false } },
    { resolveImage: 'never', again: { image: 'iis:1', resolveImage: false } },
  ] as const)('are resolved $resolveImage', ({ resolveImage, again }) => {
    const calls: Call[] = [];
    const target = createPinningTarget(createTestSwarm(), calls);

    deployStack(target, stack, { resolveImage });
    deployStack(target, stack, { resolveImage });
    deployStack(target, newer, { resolveImage });

    const isResolved = resolveImage !== 'never';
    expect(calls).toEqual([
      { image: 'iis:1', resolveImage: isResolved },
      again,
      { image: 'iis:2', resolveImage: isResolved },
    ]);
  });
});
