import {
  createSwarm,
  linuxNodes,
  windowsNodes,
  type DeciderOptions,
  type ServiceOptions,
  type Swarm,
} from '@swarmsim/core';
import { defaultFilters } from '@swarmsim/core/parts';
import { describe, expect, it } from 'vitest';
import { assignmentInvariants } from './assignment-invariants.ts';
import type { Verdict } from './invariant.ts';
import { runScenario } from '../run/run-scenario.ts';
import { watchInvariants } from './watch-invariants.ts';

type Options = Omit<ServiceOptions, 'name' | 'image'> & { readonly image?: string };

/** A service whose tasks have room, one whose tasks have none or not all of them, and its rule. */
interface Case {
  readonly filter: string;
  readonly rule: string;
  readonly fits: Options;
  readonly misfits: Options;
  readonly expected: string;
  readonly observed: RegExp;
}

const gpu = { kind: 'discrete', resource: 'gpu', value: 1 } as const;

const cases: readonly Case[] = [
  {
    filter: 'ready',
    rule: 'assigned-to-available-nodes',
    fits: { replicas: 2, constraints: ['node.labels.zone==a'] },
    misfits: { constraints: ['node.hostname==PAUSED'] },
    expected: 'ready, active',
    observed: /^ready, pause$/,
  },
  {
    filter: 'resource',
    rule: 'reservations-fit',
    fits: { reserve: { cpus: 1, memory: '1g', generic: { gpu: 1 } } },
    misfits: { replicas: 4, reserve: { cpus: 1 } },
    expected: '1 CPUs and 0 bytes',
    observed: /^\d CPUs and \d+ bytes taken of 2 CPUs and 4294967296 bytes, gpu=1$/,
  },
  {
    filter: 'resource',
    rule: 'reservations-fit',
    fits: { reserve: { memory: '1g' } },
    misfits: { replicas: 3, reserve: { memory: '2500m' } },
    expected: '0 CPUs and 2621440000 bytes',
    observed: /^0 CPUs and \d+ bytes taken of 2 CPUs and 4294967296 bytes, gpu=1$/,
  },
  {
    filter: 'resource',
    rule: 'reservations-fit',
    fits: { reserve: { generic: { gpu: 1 } } },
    misfits: { reserve: { generic: { fpga: 1 } } },
    expected: '0 CPUs and 0 bytes, fpga=1',
    observed: / taken of 2 CPUs and 4294967296 bytes, gpu=1$/,
  },
  {
    filter: 'plugin',
    rule: 'plugins-are-there',
    fits: { logDriver: { name: 'syslog' } },
    misfits: { logDriver: { name: 'loki' } },
    expected: 'Log loki',
    observed: /^Log awslogs, /,
  },
  {
    filter: 'constraint',
    rule: 'constraints-are-met',
    fits: { constraints: ['node.labels.zone==A', 'node.role!=manager'] },
    misfits: { constraints: ['node.labels.zone==b'] },
    expected: 'node.labels.zone==b',
    observed: /"labels":\{"zone":"a"\}/,
  },
  {
    filter: 'platform',
    rule: 'platforms-are-supported',
    fits: { image: 'app:windows' },
    misfits: { image: 'app:arm' },
    expected: 'linux/arm64',
    observed: /^(?:linux|windows)\/x86_64$/,
  },
  {
    filter: 'host-port',
    rule: 'host-ports-are-free',
    fits: { ports: [{ published: 80, target: 80, mode: 'host', protocol: 'udp' }] },
    misfits: { replicas: 3, ports: [{ published: 80, target: 80, mode: 'host' }] },
    expected: '80/tcp free',
    observed: /^80\/tcp in use$/,
  },
  {
    filter: 'max-replicas',
    rule: 'max-replicas-per-node-hold',
    fits: { replicas: 2, maxReplicasPerNode: 1 },
    misfits: { replicas: 5, maxReplicasPerNode: 2 },
    expected: 'fewer than 2',
    observed: /^[234] others$/,
  },
];

function createCluster(deciders: DeciderOptions): Swarm {
  const host = { cpus: 2, memory: '4g', genericResources: [gpu] };
  const nodes = [
    ...linuxNodes(['linux'], { ...host, labels: { zone: 'a' } }),
    ...windowsNodes(['windows'], { ...host, labels: { zone: 'a' } }),
    ...windowsNodes(['paused'], { ...host, labels: { zone: 'b' }, availability: 'pause' }),
  ];
  const images = [
    { name: 'app:windows', platforms: [{ os: 'windows', architecture: 'amd64' }] },
    { name: 'app:arm', platforms: [{ os: 'linux', architecture: 'arm64' }] },
  ] as const;
  const swarm = createSwarm({ nodes, deciders, registry: { images } });
  swarm.settle();
  return swarm;
}

/** What becomes of the rules where both services are made. */
function live({ fits, misfits }: Case, deciders: DeciderOptions = {}): readonly Verdict[] {
  const swarm = createCluster(deciders);
  const watch = watchInvariants(swarm, assignmentInvariants, { onViolation: 'collect' });
  swarm.services.create({ name: 'fits', image: 'app', ...fits });
  swarm.settle();
  swarm.services.create({ name: 'misfits', image: 'app', ...misfits });
  swarm.advance('1s');
  return watch.verdicts();
}

describe('assignment invariants', () => {
  it.each(cases)('hold where every filter is asked: $filter, $expected', (given) => {
    const verdicts = live(given);

    const { premises } = verdicts.find(({ name }) => name === given.rule) ?? {};
    expect(premises).toBeGreaterThan(0);
    expect(verdicts.filter(({ violation }) => violation !== undefined)).toEqual([]);
  });

  it.each(cases)('are broken where one filter is not: $filter, $expected', (given) => {
    const filters = defaultFilters.filter(({ name }) => name !== given.filter);

    const verdicts = live(given, { filters });

    const broken = verdicts.filter(({ violation }) => violation !== undefined);
    expect(broken.map(({ name }) => name)).toEqual([given.rule]);
    expect(broken[0]?.violation?.evidence.expected).toBe(given.expected);
    expect(broken[0]?.violation?.evidence.observed).toMatch(given.observed);
    expect(broken[0]?.violation?.message).toMatch(/^task \w{25} \(misfits\.\d\) was assigned to /);
  });

  it('do not count tasks of a newer spec without a limit, which may have come later', () => {
    const options = { name: 'web', image: 'app', replicas: 2, maxReplicasPerNode: 1 };
    const { verdicts } = runScenario({
      version: 1,
      seed: 4_880,
      cluster: { nodes: linuxNodes(['A']) },
      steps: [
        { at: '1s', kind: 'service-create', options },
        { at: '1s', kind: 'service-edit', service: 'web', change: { maxReplicasPerNode: 0 } },
      ],
    });

    const { premises, violation } =
      verdicts.find(({ name }) => name === 'max-replicas-per-node-hold') ?? {};
    expect(premises).toBeGreaterThan(0);
    expect(violation).toBeUndefined();
  });

  it('are of tasks that came with their node as well', () => {
    const filters = defaultFilters.filter(({ name }) => name !== 'resource');
    const everywhere: Case = {
      ...(cases[1] as Case),
      misfits: { mode: 'global', reserve: { cpus: 2 } },
    };

    const broken = live(everywhere, { filters }).filter(({ violation }) => violation !== undefined);

    expect(broken.map(({ name }) => name)).toEqual(['reservations-fit']);
  });
});
