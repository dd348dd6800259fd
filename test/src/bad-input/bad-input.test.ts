/**
 * What users get wrong. Each mistake must be a typed error with a code, in Docker's words where Docker
 * has some, and must leave the cluster as it was. Callers without types are among the users.
 */
import {
  createSwarm,
  credentialSpec,
  parseCredentialSpec,
  SwarmSimError,
  windowsNodes,
  type Swarm,
  type SwarmSimErrorCode,
} from '@swarmsim/core';
import { describe, expect, it } from 'vitest';

interface Mistake {
  readonly name: string;
  readonly act: (swarm: Swarm) => unknown;
  readonly code: SwarmSimErrorCode;
  readonly text: string;
}

/** What a caller without types may pass. */
function untyped(value: unknown): never {
  return value as never;
}

function create(options: object): (swarm: Swarm) => unknown {
  return (swarm) => swarm.services.create(untyped({ name: 'a', image: 'iis', ...options }));
}

function parseUint(value: number | string, flag: string): string {
  const reason = `strconv.ParseUint: parsing "${value}": invalid syntax`;
  return `invalid argument "${value}" for "--${flag}" flag: ${reason}`;
}

const references: readonly Mistake[] = [
  {
    name: 'an unknown service',
    act: (s) => s.services.get('x'),
    code: 'not-found',
    text: 'service x not found',
  },
  {
    name: 'an unknown node',
    act: (s) => s.nodes.update('x', {}),
    code: 'not-found',
    text: 'node x not found',
  },
  {
    name: 'an unknown config',
    act: (s) => s.configs.remove('x'),
    code: 'not-found',
    text: 'config x not found',
  },
  {
    name: 'a fault on an unknown node',
    act: (s) => s.faults.crash('x'),
    code: 'not-found',
    text: 'node x not found',
  },
  {
    name: 'an explanation of nothing',
    act: (s) => s.explain('x'),
    code: 'not-found',
    text: 'task x not found',
  },
  {
    name: 'a container of nothing',
    act: (s) => s.containers.of('x.1'),
    code: 'not-found',
    text: 'task x.1 not found',
  },
  {
    name: 'a credential spec of nothing',
    act: create({ credentialSpec: 'config://x' }),
    code: 'not-found',
    text: 'config not found: x',
  },
  {
    name: 'a name that is taken',
    act: (s) => s.configs.create({ name: 'CREDSPEC', data: 'x' }),
    code: 'already-exists',
    text: 'config CREDSPEC already exists',
  },
  {
    name: 'a config in use',
    act: (s) => s.configs.remove('credspec'),
    code: 'invalid-argument',
    text: "config 'credspec' is in use by the following service: web",
  },
];

const values: readonly Mistake[] = [
  {
    name: 'negative replicas',
    act: create({ replicas: -1 }),
    code: 'invalid-argument',
    text: parseUint(-1, 'replicas'),
  },
  {
    name: 'replicas that are no number',
    act: create({ replicas: Number.NaN }),
    code: 'invalid-argument',
    text: parseUint('NaN', 'replicas'),
  },
  {
    name: 'half a replica',
    act: create({ replicas: 1.5 }),
    code: 'invalid-argument',
    text: parseUint(1.5, 'replicas'),
  },
  {
    name: 'negative parallelism',
    act: create({ update: { parallelism: -1 } }),
    code: 'invalid-argument',
    text: parseUint(-1, 'update-parallelism'),
  },
  {
    name: 'a scale to less than none',
    act: (s) => s.services.scale('web', -2),
    code: 'invalid-argument',
    text: 'web: invalid replicas value -2: strconv.ParseUint: parsing "-2": invalid syntax',
  },
  {
    name: 'an impossible duration',
    act: create({ restart: { delay: '1d' } }),
    code: 'malformed-duration',
    text: 'time: unknown unit "d" in duration "1d"',
  },
  {
    name: 'a negative duration',
    act: create({ restart: { delay: -5 } }),
    code: 'invalid-argument',
    text: 'TaskSpec: restart-delay cannot be negative',
  },
  {
    name: 'an endless duration',
    act: create({ restart: { window: Infinity } }),
    code: 'malformed-duration',
    text: 'duration must be a finite number of ms, not Infinity',
  },
  {
    name: 'an impossible size',
    act: create({ reserve: { memory: 'much' } }),
    code: 'malformed-size',
    text: "invalid size: 'much'",
  },
  {
    name: 'too little memory',
    act: create({ reserve: { memory: '1k' } }),
    code: 'invalid-argument',
    text: 'invalid memory value 1024: Must be at least 4MiB',
  },
  {
    name: 'too little CPU',
    act: create({ limit: { cpus: 0.00001 } }),
    code: 'invalid-argument',
    text: 'invalid cpu value 1e-05: Must be at least 0.001',
  },
  {
    name: 'a bad constraint',
    act: create({ constraints: ['nosense'] }),
    code: 'unknown',
    text: 'constraint expected one operator from ==, !=',
  },
  {
    name: 'an unknown condition',
    act: create({ restart: { condition: 'sometimes' } }),
    code: 'invalid-argument',
    text: 'invalid RestartCondition: "sometimes"',
  },
  {
    name: 'an unknown update order',
    act: create({ update: { order: 'backwards' } }),
    code: 'invalid-argument',
    text: 'unrecognized update order backwards',
  },
  {
    name: 'an unknown failure action',
    act: create({ update: { failureAction: 'explode' } }),
    code: 'invalid-argument',
    text: 'unrecognized update failure action explode',
  },
  {
    name: 'an unknown endpoint mode',
    act: create({ endpointMode: 'weird' }),
    code: 'invalid-argument',
    text: 'invalid resolution mode: "weird"',
  },
  {
    name: 'an unknown mode',
    act: create({ mode: 'weird' }),
    code: 'invalid-argument',
    text: 'unknown mode: weird, only replicated and global supported',
  },
  {
    name: 'a malformed image',
    act: create({ image: 'UPPER:1' }),
    code: 'invalid-argument',
    text: 'ContainerSpec: "UPPER:1" is not a valid repository/tag',
  },
  {
    name: 'a malformed name',
    act: create({ name: 'bad name' }),
    code: 'invalid-argument',
    text: 'name must be valid as a DNS name component',
  },
  {
    name: 'an unknown availability',
    act: (s) => s.nodes.update('A', untyped({ availability: 'drained' })),
    code: 'invalid-argument',
    text: 'invalid Availability: "drained"',
  },
  {
    name: 'an unknown role',
    act: (s) => s.nodes.update('A', untyped({ role: 'boss' })),
    code: 'invalid-argument',
    text: 'invalid Role: "boss"',
  },
  {
    name: 'a rename',
    act: (s) => s.services.update('web', (draft) => void (draft.name = 'b')),
    code: 'unimplemented',
    text: 'renaming services is not supported',
  },
  {
    name: 'a config without data',
    act: (s) => s.configs.create({ name: 'd' }),
    code: 'invalid-argument',
    text: 'config data must be larger than 0 and less than 1024000 bytes',
  },
];

const shapes: readonly Mistake[] = [
  {
    name: 'a misspelt option',
    act: create({ replica: 3 }),
    code: 'invalid-argument',
    text: "service: unknown option 'replica'",
  },
  {
    name: 'no service at all',
    act: (s) => s.services.create(untyped(undefined)),
    code: 'invalid-argument',
    text: 'service must be an object, not undefined',
  },
  {
    name: 'a service without a name',
    act: (s) => s.services.create(untyped({ image: 'iis' })),
    code: 'invalid-argument',
    text: 'service: name must be a text, not undefined',
  },
  {
    name: 'one constraint instead of a list',
    act: create({ constraints: 'node.role==worker' }),
    code: 'invalid-argument',
    text: "service: option 'constraints' must be a list, not string",
  },
  {
    name: 'a config that is a number',
    act: (s) => s.configs.create({ name: 'd', data: untyped(5) }),
    code: 'invalid-argument',
    text: 'data must be an object, not number',
  },
  {
    name: 'an unknown operation',
    act: (s) => s.apply(untyped({ kind: 'nope' })),
    code: 'invalid-argument',
    text: "unknown operation 'nope'",
  },
  {
    name: 'an unknown fault',
    act: (s) => s.faults.apply(untyped({ kind: 'meteor', node: 'A' })),
    code: 'invalid-argument',
    text: "unknown fault 'meteor'",
  },
  {
    name: 'a misspelt swarm option',
    act: () => createSwarm(untyped({ sede: 1 })),
    code: 'invalid-argument',
    text: "swarm: unknown option 'sede'",
  },
  {
    name: 'a misspelt host option',
    act: () => windowsNodes(['A'], untyped({ cpu: 2 })),
    code: 'invalid-argument',
    text: "node A: host: unknown option 'cpu'",
  },
  {
    name: 'nodes that are names',
    act: () => createSwarm({ nodes: untyped(['A']) }),
    code: 'invalid-argument',
    text: 'node must be an object, not string',
  },
  {
    name: 'a host name given twice',
    act: () => windowsNodes(['A', 'A']),
    code: 'invalid-argument',
    text: "host name 'A' is given twice",
  },
];

const times: readonly Mistake[] = [
  {
    name: 'a step back',
    act: (s) => s.advance(-1),
    code: 'time-reversed',
    text: 'cannot advance -1 at 30300 ms: simulated time only moves forward',
  },
  {
    name: 'an instant that has passed',
    act: (s) => s.advanceTo('1s'),
    code: 'time-reversed',
    text: 'cannot advance to 1s at 30300 ms: simulated time only moves forward',
  },
  {
    name: 'a time that is none',
    act: (s) => s.advance('abc'),
    code: 'malformed-duration',
    text: 'time: invalid duration "abc"',
  },
  {
    name: 'negative quiet',
    act: (s) => s.settle({ quiet: -1 }),
    code: 'invalid-argument',
    text: 'quiet must not be negative, not -1',
  },
];

function createWeb(): Swarm {
  const swarm = createSwarm({ seed: 1, nodes: windowsNodes(['A', 'B']) });
  swarm.configs.create({
    name: 'credspec',
    data: credentialSpec({ domain: 'contoso.com', account: 'web' }),
  });
  swarm.services.create({ name: 'web', image: 'iis', credentialSpec: 'config://credspec' });
  swarm.settle();
  return swarm;
}

describe('a mistake', () => {
  it.each([...references, ...values, ...shapes, ...times])(
    'is refused and changes nothing: $name',
    ({ act, code, text }) => {
      const swarm = createWeb();
      const before = swarm.stateHash();
      const { now } = swarm;

      expect(() => act(swarm)).toThrow(expect.objectContaining({ code, message: text }));

      expect(swarm.stateHash()).toBe(before);
      expect(swarm.now).toBe(now);
    },
  );

  it('is refused where an id prefix fits several objects', () => {
    const swarm = createSwarm();
    for (let index = 0; index < 40; index += 1)
      swarm.configs.create({ name: `c${index}`, data: 'x' });
    const [first = ''] = swarm.configs.list().map(({ id }) => id[0] ?? '');
    const fitting = swarm.configs.list().filter(({ id }) => id.startsWith(first)).length;

    expect(fitting).toBeGreaterThan(1);
    expect(() => swarm.configs.get(first)).toThrow(
      `config ${first} is ambiguous (${fitting} matches found)`,
    );
  });

  it('is refused inside an observer, and after the end', () => {
    const swarm = createWeb();
    const codes: string[] = [];
    swarm.changes$.subscribe(() => {
      try {
        swarm.services.scale('web', 5);
      } catch (error) {
        if (error instanceof SwarmSimError) codes.push(error.code);
      }
    });

    swarm.services.scale('web', 2);
    swarm.dispose();

    expect(codes).toEqual(['reentrant-call']);
    expect(() => swarm.services.scale('web', 3)).toThrow(
      expect.objectContaining({ code: 'disposed' }),
    );
  });
});

describe('a credential spec that is no JSON', () => {
  it('is reported by parseCredentialSpec, taken by configs.create, and fails on the worker', () => {
    const swarm = createSwarm({ seed: 1, nodes: windowsNodes(['A']) });

    swarm.configs.create({ name: 'broken', data: '{ "CmsPlugins": [' });
    swarm.services.create({
      name: 'web',
      image: 'iis',
      credentialSpec: 'config://broken',
      restart: { condition: 'none' },
    });
    swarm.settle();

    expect(parseCredentialSpec('{ "CmsPlugins": [').issues).not.toEqual([]);
    const [task] = swarm.tasks.list({ service: 'web' });
    expect(task?.status.state).toBe('failed');
    expect(task?.status.err).not.toBe('');
  });

  it('lacks fields: each is an issue with a path', () => {
    const { spec, issues } = parseCredentialSpec('{ "CmsPlugins": ["ActiveDirectory"] }');

    expect(spec).toBeUndefined();
    expect(issues.map(({ path }) => path)).toContain('DomainJoinConfig');
  });
});
