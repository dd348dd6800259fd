/** Bad swarms whose filters let nodes pass, or refuse them. SwarmKit: manager/scheduler/filter.go. */
import { linuxNodes } from '@swarmsim/core';
import { realDeciders } from '@swarmsim/core/parts';
import { withFilter, withReservations, withTask } from './change-filters.ts';
import type { KnownBadSwarm } from './known-bad-swarm.ts';
import { createStage, deploy, isLed, perNode, secondsUntil, statesOf } from './stage.ts';

const { decidePreassigned } = realDeciders;

/** Two hosts with a graphics card, one of which is in use. */
const cards = (kind: string) =>
  [{ kind: 'discrete', resource: kind, value: 1 }] as const satisfies readonly object[];

/** See the head of this file. */
export const badFilters: readonly KnownBadSwarm[] = [
  {
    name: 'a node on pause takes tasks of services that it runs',
    rule: 'Only nodes that are ready and active take new tasks (filter.go, ReadyFilter).',
    deciders: {
      filters: withFilter('ready', ({ prepare }) => ({
        prepare(task, nodes) {
          const check = prepare(task, nodes);
          const counts = nodes.countsOf(task.serviceId);
          return (slot) => {
            const node = nodes.nodeAt(slot);
            const isPaused = node?.status.state === 'ready' && node.spec.availability === 'pause';
            return (isPaused && counts.has(slot)) || check?.(slot) !== false;
          };
        },
      })),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A', 'B']));
        deploy(swarm);
        swarm.nodes.update('A', { availability: 'pause' });
        swarm.services.scale('web', 4);
        swarm.settle();
        return perNode(swarm);
      },
      real: 'A 1, B 3',
      bad: 'A 2, B 2',
    },
  },
  {
    name: 'a node that a new leader has not heard of takes tasks',
    rule: 'Only nodes that are ready take new tasks, not those that are unknown (filter.go, ReadyFilter).',
    deciders: {
      filters: withFilter('ready', ({ prepare }) => ({
        prepare(task, nodes) {
          const check = prepare(task, nodes);
          return (slot) => {
            const node = nodes.nodeAt(slot);
            const isKnown = node?.description !== undefined && node.spec.availability === 'active';
            return (isKnown && node.status.state === 'unknown') || check?.(slot) !== false;
          };
        },
      })),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']), { managers: 3 });
        swarm.faults.partition('A');
        swarm.faults.crash('manager-1');
        secondsUntil(swarm, () => isLed(swarm));
        swarm.services.create({ name: 'web', image: 'app' });
        swarm.advance('1s');
        return `${swarm.nodes.get('A').state}: ${statesOf(swarm)}`;
      },
      real: 'unknown: 1 pending',
      bad: 'unknown: 1 assigned',
    },
  },
  {
    name: 'memory is not reserved against',
    rule: 'What a task reserves of CPU and memory must be free on its node (filter.go, ResourceFilter).',
    deciders: {
      filters: withTask('resource', (task) => withReservations(task, { memoryBytes: 0 })),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A'], { memory: '1g' }));
        deploy(swarm, { replicas: 3, reserve: { memory: '512m' } });
        return perNode(swarm);
      },
      real: '- 1, A 2',
      bad: 'A 3',
    },
  },
  {
    name: 'a node has to have more memory than a task reserves',
    rule: 'A task may take the last of what is free (filter.go, ResourceFilter).',
    deciders: {
      filters: withTask('resource', (task) => {
        const bytes = task.spec.resources?.reservations?.memoryBytes ?? 0;
        return bytes === 0 ? task : withReservations(task, { memoryBytes: bytes + 1 });
      }),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A'], { memory: '1g' }));
        deploy(swarm, { replicas: 2, reserve: { memory: '512m' } });
        return perNode(swarm);
      },
      real: 'A 2',
      bad: '- 1, A 1',
    },
  },
  {
    name: 'generic resources are not reserved against',
    rule: 'What a task reserves of generic resources must be free on its node (filter.go, ResourceFilter).',
    deciders: {
      filters: withTask('resource', (task) => withReservations(task, { generic: [] })),
    },
    story: {
      tell(deciders) {
        const nodes = linuxNodes(['A'], { genericResources: cards('gpu') });
        const swarm = createStage(deciders, nodes);
        deploy(swarm, { replicas: 2, reserve: { generic: { gpu: 1 } } });
        return perNode(swarm);
      },
      real: '- 1, A 1',
      bad: 'A 2',
    },
  },
  {
    name: 'the platform filter looks at the operating system alone',
    rule: 'Operating system and architecture of the image must be the node’s (filter.go, platformEqual).',
    deciders: {
      filters: withTask('platform', (task) => {
        const { placement } = task.spec;
        if (placement?.platforms === undefined) return task;
        const platforms = placement.platforms.map(({ os }) => ({ os, architecture: '' }));
        return { ...task, spec: { ...task.spec, placement: { ...placement, platforms } } };
      }),
    },
    story: {
      tell(deciders) {
        const nodes = [
          ...linuxNodes(['A'], { architecture: 'aarch64' }),
          ...linuxNodes(['B'], { architecture: 'x86_64' }),
        ];
        const platforms = [{ os: 'linux', architecture: 'amd64' }];
        const registry = { images: [{ name: 'app:latest', platforms }] };
        const swarm = createStage(deciders, nodes, { registry });
        swarm.services.create({ name: 'web', image: 'app' });
        swarm.advance('1s');
        return perNode(swarm);
      },
      real: 'B 1',
      bad: 'A 1',
    },
  },
  {
    name: 'host ports of different protocols are in each other’s way',
    rule: 'A host port is taken for its protocol only (nodeinfo.go, hostPortSpec).',
    deciders: {
      filters: withFilter('host-port', () => ({
        prepare(task, nodes) {
          const ports = (task.endpoint?.ports ?? [])
            .filter(({ publishMode }) => publishMode === 'host')
            .map(({ publishedPort }) => publishedPort);
          if (ports.length === 0) return undefined;
          return (slot) => {
            const used = [...nodes.hostPortsAt(slot)].map((port) => port % 0x1_0000_0000);
            return !ports.some((port) => port !== 0 && used.includes(port));
          };
        },
      })),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        const port = { published: 53, target: 53, mode: 'host' } as const;
        deploy(swarm, { name: 'tcp', ports: [{ ...port, protocol: 'tcp' }] });
        deploy(swarm, { ports: [{ ...port, protocol: 'udp' }] });
        return perNode(swarm);
      },
      real: 'A 1',
      bad: '- 1',
    },
  },
  {
    name: 'host ports other than TCP’s are not looked at',
    rule: 'Host ports of every protocol must be free (filter.go, HostPortFilter).',
    deciders: {
      filters: withTask('host-port', (task) => {
        const ports = task.endpoint?.ports?.filter(({ protocol }) => protocol === 'tcp');
        return ports === undefined ? task : { ...task, endpoint: { ...task.endpoint, ports } };
      }),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        const ports = [{ published: 53, target: 53, mode: 'host', protocol: 'udp' }] as const;
        deploy(swarm, { replicas: 2, ports });
        return perNode(swarm);
      },
      real: '- 1, A 1',
      bad: 'A 2',
    },
  },
  {
    name: 'an update forgets the limit of replicas on a node',
    rule: 'Replicas per node are limited for every task of the service (filter.go, MaxReplicasFilter).',
    deciders: {
      filters: withFilter('max-replicas', ({ prepare }) => ({
        prepare: (task, nodes) => ((task.specVersion ?? 0) > 0 ? undefined : prepare(task, nodes)),
      })),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A', 'B']));
        deploy(swarm, { replicas: 2, maxReplicasPerNode: 1 });
        swarm.services.force('web');
        swarm.settle();
        swarm.nodes.update('B', { availability: 'drain' });
        swarm.settle();
        return perNode(swarm);
      },
      real: '- 1, A 1',
      bad: 'A 2',
    },
  },
  {
    name: 'tasks of global services are not asked for host ports',
    rule: 'A task that comes with its node passes the same filters there (scheduler.go, taskFitNode).',
    deciders: {
      decidePreassigned: (tracked, nodes, all) =>
        decidePreassigned(
          tracked,
          nodes,
          all.filter(({ name }) => name !== 'host-port'),
        ),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        const ports = [{ published: 80, target: 80, mode: 'host' }] as const;
        deploy(swarm, { name: 'first', ports });
        deploy(swarm, { mode: 'global', ports });
        return swarm.services
          .tasks('web')
          .map(({ status }) => status.state)
          .join();
      },
      real: 'pending',
      bad: 'running',
    },
  },
];
