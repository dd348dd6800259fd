/**
 * What callers without types get wrong, and what they do to objects after they gave them away. Every
 * refusal is a typed error and changes nothing; nothing but an operation changes the cluster.
 */
import {
  createSwarm,
  credentialSpec,
  windowsNodes,
  type Swarm,
  type SwarmSimErrorCode,
} from '@swarmsim/core';
import { describe, expect, it } from 'vitest';

interface Mistake {
  readonly name: string;
  readonly act: (swarm: Swarm) => unknown;
  readonly text: string;
  readonly code?: SwarmSimErrorCode;
}

function untyped(value: unknown): never {
  return value as never;
}

function create(options: object): (swarm: Swarm) => unknown {
  return (swarm) => swarm.services.create(untyped({ name: 'a', image: 'iis', ...options }));
}

function join(host: object, node: object = {}): (swarm: Swarm) => unknown {
  return (swarm) =>
    swarm.nodes.join(untyped({ hostname: 'C', host: { os: 'windows', ...host }, ...node }));
}

function createWith(options: object): () => unknown {
  return () => createSwarm(untyped(options));
}

const services: readonly Mistake[] = [
  {
    name: 'a label that is a number',
    act: create({ labels: { tier: 1 } }),
    text: "service: label 'tier' must be a text, not number",
  },
  {
    name: 'an environment that is a text',
    act: create({ env: 'A=b' }),
    text: "service: option 'env' must be an object, not string",
  },
  {
    name: 'an environment variable that is a number',
    act: create({ env: { A: 5 } }),
    text: "service: environment variable 'A' must be a text, not number",
  },
  {
    name: 'an environment variable without a name',
    act: create({ env: ['=b'] }),
    text: 'invalid environment variable: =b',
  },
  {
    name: 'more CPUs than can be counted',
    act: create({ reserve: { cpus: 1e300 } }),
    text: 'failed to parse 1e+300 as a rational number',
  },
  {
    name: 'more memory than can be counted',
    act: create({ reserve: { memory: 1e300 } }),
    code: 'malformed-size',
    text: "invalid size: '1e+300'",
  },
  {
    name: 'a duration past 292 years',
    act: create({ restart: { delay: 1e300 } }),
    code: 'malformed-duration',
    text: 'duration must be at most 9223372036854 ms, not 1e+300',
  },
  {
    name: 'a limit of processes among reservations',
    act: create({ reserve: { pids: 3 } }),
    text: "service: reserve: unknown option 'pids'",
  },
  {
    name: 'a limit of processes that is no number',
    act: create({ limit: { pids: 'x' } }),
    text: 'invalid argument "x" for "--limit-pids" flag: strconv.ParseInt: parsing "x": invalid syntax',
  },
  {
    name: 'a misspelt option of a port',
    act: create({ ports: [{ target: 80, publish: 8080 }] }),
    text: "service: a port: unknown option 'publish'",
  },
  {
    name: 'a full port with an odd number',
    act: create({ ports: [{ targetPort: 80, publishedPort: -3 }] }),
    text: 'invalid containerPort: -3',
  },
  {
    name: 'a mount without a target',
    act: create({ mounts: [{ type: 'bind' }] }),
    text: 'target is required',
  },
  {
    name: 'a mount of an unknown type',
    act: create({ mounts: [{ type: 'tape', target: '/a' }] }),
    text: 'invalid MountType: "tape"',
  },
  {
    name: 'a health check in other words',
    act: create({ healthcheck: { interval: '1s' } }),
    text: "service: healthcheck: unknown option 'interval'",
  },
  {
    name: 'a log driver without a name',
    act: create({ logDriver: {} }),
    text: 'service: logDriver: name must be a text, not undefined',
  },
  {
    name: 'a misspelt option of a config reference',
    act: create({ configs: [{ source: 'credspec', targt: 'x' }] }),
    text: "service: an item of 'configs': unknown option 'targt'",
  },
  {
    name: 'permission bits below zero',
    act: create({ configs: [{ source: 'credspec', mode: -1 }] }),
    text: 'invalid mode specified: strconv.ParseUint: parsing "-1": invalid syntax',
  },
  {
    name: 'a credential spec file without a name',
    act: create({ credentialSpec: 'file://' }),
    text: 'invalid CredentialSpec: must either provide "file", "registry", or "config" for credential spec',
  },
  {
    name: 'a raised force counter below zero',
    act: create({ forceUpdate: -1 }),
    text: 'service: force update must be a whole number from 0 on, not -1',
  },
  {
    name: 'a function among the data',
    act: create({ args: [() => 1] }),
    text: 'service-create.options.args[0] must be plain data, not a function',
  },
  {
    name: 'a recipe that is none',
    act: (s) => s.services.update('web', untyped(5)),
    text: 'services.update must be a function, not number',
  },
];

const objects: readonly Mistake[] = [
  {
    name: 'bytes in a buffer that nobody can read',
    act: (s) => s.configs.create({ name: 'd', data: new ArrayBuffer(3) }),
    text: 'data must be text, a Uint8Array or a plain document, not ArrayBuffer',
  },
  {
    name: 'a document that JSON leaves out',
    act: (s) => s.configs.create({ name: 'd', data: { toJSON: () => undefined } }),
    text: 'data cannot be written as JSON: it is undefined there',
  },
  {
    name: 'data that is no base64, given to the API',
    act: (s) => s.apply({ kind: 'config-create', spec: { name: 'd', data: 'not base64!' } }),
    text: 'illegal base64 data at input byte 3',
  },
  {
    name: 'labels that are a list',
    act: (s) => s.configs.label('credspec', untyped(['a'])),
    text: "config-label: option 'labels' must be an object, not a list",
  },
  {
    name: 'no labels',
    act: (s) => s.configs.label('credspec', untyped(undefined)),
    text: "config-label: option 'labels' must be an object, not undefined",
  },
];

const nodes: readonly Mistake[] = [
  {
    name: 'CPUs in words',
    act: join({ cpus: '4' }),
    text: 'host C: cpus is 4',
  },
  {
    name: 'a generic resource below zero',
    act: join({ genericResources: [{ kind: 'discrete', resource: 'gpu', value: -1 }] }),
    text: 'host C: generic resource gpu is -1',
  },
  {
    name: 'a plugin that is nothing',
    act: join({ plugins: [null] }),
    text: 'node C: a plugin must be an object, not null',
  },
  {
    name: 'a credential spec file that is no text',
    act: join({ credentialSpecFiles: { 'a.json': {} } }),
    text: "node C: credential spec file 'a.json' must be a text, not object",
  },
  {
    name: 'a label that is a number',
    act: join({}, { labels: { zone: 1 } }),
    text: "node C: label 'zone' must be a text, not number",
  },
  {
    name: 'a misspelt option of a removal',
    act: (s) => s.nodes.remove('A', untyped({ forced: true })),
    text: "node-remove: unknown option 'forced'",
  },
  {
    name: 'a misspelt option of leaving',
    act: (s) => s.nodes.leave('A', untyped({ forced: true })),
    text: "node-leave: unknown option 'forced'",
  },
  {
    name: 'a node without a name that leaves',
    act: (s) => s.nodes.leave(untyped(7)),
    text: "node-leave: option 'node' must be a text, not number",
  },
  {
    name: 'a fault without a node',
    act: (s) => s.faults.apply(untyped({ kind: 'crash' })),
    text: 'fault: node must be a text, not undefined',
  },
  {
    name: 'a partition in an unknown direction',
    act: (s) => s.faults.apply(untyped({ kind: 'partition', node: 'A', direction: 'up' })),
    text: "unknown direction 'up'",
  },
  {
    name: 'a partition of an unknown node',
    act: (s) => s.faults.apply({ kind: 'partition', node: 'x' }),
    code: 'not-found',
    text: 'node x not found',
  },
];

const calls: readonly Mistake[] = [
  {
    name: 'an operation with something left over',
    act: (s) => s.apply(untyped({ kind: 'service-remove', service: 'web', now: true })),
    text: "service-remove: unknown option 'now'",
  },
  {
    name: 'an operation without its spec',
    act: (s) => s.apply(untyped({ kind: 'service-create-spec' })),
    text: "service-create-spec: option 'spec' must be an object, not undefined",
  },
  {
    name: 'an unknown call of the control API',
    act: (s) => s.apply({ kind: 'control-api', object: 'services', call: 'list', arguments: [] }),
    text: "unknown call 'services.list'",
  },
  {
    name: 'a full spec with nothing in it',
    act: (s) => s.controlApi.services.create(untyped({})),
    text: 'meta: name must be provided',
  },
  {
    name: 'a full spec without a task',
    act: (s) => s.apply({ kind: 'service-create-spec', spec: untyped({ name: 'a' }) }),
    text: 'TaskSpec: missing runtime',
  },
  {
    name: 'a full spec with replicas that are no number',
    act: (s) => {
      const { spec } = s.services.get('web');
      return s.controlApi.services.create({
        ...spec,
        name: 'a',
        mode: { kind: 'replicated', replicas: Number.NaN },
      });
    },
    text: 'Number of replicas must be non-negative',
  },
  {
    name: 'a misspelt filter',
    act: (s) => s.tasks.list(untyped({ services: 'web' })),
    text: "task filter: unknown option 'services'",
  },
  {
    name: 'a misspelt option of settle',
    act: (s) => s.settle(untyped({ quite: '1s' })),
    text: "settle: unknown option 'quite'",
  },
  {
    name: 'nothing to select',
    act: (s) => s.select(untyped(null)),
    text: 'select must be a function, not null',
  },
  {
    name: 'a time that never comes',
    act: (s) => {
      for (let century = 0; century < 6; century += 1) s.advanceTo(`${100 * 24 * 365}h`);
      return s.advance(1e300);
    },
    code: 'malformed-duration',
    text: 'duration must be at most 9223372036854 ms, not 1e+300',
  },
];

const swarms: readonly Mistake[] = [
  {
    name: 'a switch in words',
    act: createWith({ statusCoalescing: 'no' }),
    text: "swarm: option 'statusCoalescing' must be true or false, not string",
  },
  {
    name: 'an order that cannot choose',
    act: createWith({ sameInstantOrder: {} }),
    text: 'same-instant order: choose must be a function, not undefined',
  },
  {
    name: 'a decider that decides nothing',
    act: createWith({ deciders: { decideAssignments: 5 } }),
    text: "deciders: option 'decideAssignments' must be a function, not number",
  },
  {
    name: 'an image without platforms',
    act: createWith({ registry: { images: [{ name: 'iis' }] } }),
    text: "registry: platforms of image 'iis' must be a list, not undefined",
  },
  {
    name: 'a behaviour that is nothing',
    act: createWith({ behaviours: [null] }),
    text: 'behaviours[0]: must be an object',
  },
  {
    name: 'a behaviour that lasts too long',
    act: createWith({ behaviours: [{ exitAfterMs: Number.MAX_SAFE_INTEGER }] }),
    text: 'behaviours[0]: exitAfterMs is longer than 9223372036854 ms',
  },
  {
    name: 'a heartbeat past 292 years',
    act: createWith({ heartbeatPeriod: 1e300 }),
    code: 'malformed-duration',
    text: 'duration must be at most 9223372036854 ms, not 1e+300',
  },
  {
    name: 'host names that are one text',
    act: () => windowsNodes(untyped('ABC')),
    text: 'host names must be a list, not string',
  },
  {
    name: 'a misspelt option of a credential spec',
    act: () => credentialSpec(untyped({ domain: 'contoso.com', acount: 'web' })),
    text: "unknown option 'acount'",
  },
];

function createWeb(): Swarm {
  const swarm = createSwarm({ nodes: windowsNodes(['A', 'B']) });
  swarm.configs.create({ name: 'credspec', data: '{}' });
  swarm.services.create({ name: 'web', image: 'iis', labels: { tier: 'front' } });
  swarm.settle({ quiet: '2s' });
  return swarm;
}

describe('a caller without types', () => {
  it.each([...services, ...objects, ...nodes, ...swarms, ...calls])(
    'is told: $name',
    ({ act, code = 'invalid-argument', text }) => {
      const swarm = createWeb();
      const before = swarm.stateHash();

      expect(() => act(swarm)).toThrow(expect.objectContaining({ code, message: text }));

      expect(swarm.stateHash()).toBe(before);
    },
  );

  it('changes nothing by changing what it gave', () => {
    const swarm = createWeb();
    const options = { name: 'a', image: 'iis', labels: { tier: 'back' }, command: ['run'] };
    swarm.services.create(options);
    const before = swarm.stateHash();

    options.labels.tier = 'front';
    options.command.push('fast');

    expect(swarm.stateHash()).toBe(before);
    expect(swarm.services.options('a')).toMatchObject({ labels: { tier: 'back' } });
  });

  it.each([
    { name: 'a service', specOf: (s: Swarm): object => s.services.get('web').spec },
    { name: 'a part of a task', specOf: (s: Swarm): object => s.tasks.get('web.1').spec.runtime! },
    { name: 'a config', specOf: (s: Swarm): object => s.configs.get('credspec').spec },
    { name: 'a node', specOf: (s: Swarm): object => s.nodes.get('A').node.spec },
  ])('cannot change what it was given: $name', ({ specOf }) => {
    const swarm = createWeb();
    const spec = specOf(swarm);
    const [field = ''] = Object.keys(spec);

    expect(() => Reflect.set(spec, field, 'other')).not.toThrow();

    expect(Reflect.get(spec, field)).not.toBe('other');
    expect(Object.isFrozen(spec)).toBe(true);
  });

  it('leaves out a field by saying undefined', () => {
    const swarm = createWeb();
    const before = swarm.nodes.get('A').node.spec;

    swarm.nodes.update('A', untyped({ availability: undefined }));

    expect(swarm.nodes.get('A').node.spec).toEqual(before);
  });
});

describe('keys that JavaScript gives a meaning', () => {
  const keys = '{"__proto__":"x","constructor":"y","toString":"z"}';
  const odd = JSON.parse(keys) as Record<string, string>;

  it('are names like any other: labels, environment, constraints, host names', () => {
    const node = { hostname: '__proto__', labels: odd, host: { os: 'windows' } } as const;
    const swarm = createSwarm({ nodes: [node] });

    swarm.services.create({
      name: 'web',
      image: 'iis',
      labels: odd,
      env: odd,
      constraints: ['node.labels.__proto__==x', 'node.labels.constructor==y'],
    });
    swarm.services.update('web', (draft) => void (draft.hostname = 'h'));
    swarm.settle();

    expect(JSON.stringify(swarm.services.get('web').spec.labels)).toBe(keys);
    expect(swarm.containers.of('web.1').env).toEqual([
      '__proto__=x',
      'constructor=y',
      'toString=z',
    ]);
    expect(swarm.nodes.get('__proto__').state).toBe('ready');
  });

  it('count in the hash of the state', () => {
    const swarm = createWeb();
    swarm.nodes.update('A', { labels: odd });
    const before = swarm.stateHash();

    swarm.nodes.update('A', { labels: JSON.parse(keys.replace('"x"', '"w"')) as typeof odd });

    expect(swarm.stateHash()).not.toBe(before);
  });
});

describe('a node that cannot be reached', () => {
  it('still knows the name of a config that the cluster no longer has', () => {
    const swarm = createSwarm({ nodes: windowsNodes(['A']) });
    swarm.configs.create({ name: 'credspec', data: '{}' });
    swarm.services.create({ name: 'web', image: 'iis', credentialSpec: 'config://credspec' });
    swarm.settle();

    swarm.faults.partition('A');
    swarm.services.remove('web');
    swarm.settle();
    swarm.configs.remove('credspec');
    const whileAway = swarm.nodes.get('A').holdings().configs;
    swarm.faults.repair('A');
    swarm.settle();

    expect(whileAway).toEqual(['credspec']);
    expect(swarm.nodes.get('A').holdings().configs).toEqual([]);
  });
});

describe('a swarm that was disposed', () => {
  it('can be read, and neither changed nor advanced', () => {
    const swarm = createWeb();

    swarm.dispose();

    expect(swarm.services.get('web').spec.name).toBe('web');
    const changes: readonly (() => unknown)[] = [
      () => swarm.advance('1s'),
      () => swarm.advanceTo('1h'),
      () => swarm.settle(),
      () => swarm.faults.crash('A'),
    ];
    for (const change of changes) {
      expect(change).toThrow(expect.objectContaining({ code: 'disposed' }));
    }
  });
});
