/**
 * Small placements whose outcomes are known, on swarms where chance has no say: what one would write by
 * hand to see that a swarm places tasks as it should.
 */
import {
  createSwarm,
  linuxNodes,
  windowsNodes,
  type DeciderOptions,
  type NodeOptions,
  type ServiceOptions,
  type Swarm,
} from '@swarmsim/core';

/** One placement. */
export interface StablePlacement {
  readonly name: string;
  readonly nodes: readonly NodeOptions[];
  /** What is done to the swarm, which comes to rest after each step. */
  readonly steps: readonly ((swarm: Swarm) => unknown)[];
  /** Tasks that are wanted, by service and node; `-` are those without a node. */
  readonly outcome: string;
}

/** Where the tasks of a placement went in a swarm with given deciders. */
export function placeStably(placement: StablePlacement, deciders: DeciderOptions = {}): string {
  const swarm = createSwarm({ ties: 'stable', nodes: placement.nodes, deciders });
  swarm.settle();
  for (const step of placement.steps) {
    step(swarm);
    swarm.settle();
  }
  const services = swarm.services.list().map(({ spec }) => spec.name);
  return services.map((name) => `${name}: ${whereIs(swarm, name)}`).join('; ');
}

function whereIs(swarm: Swarm, service: string): string {
  const counts = new Map<string, number>();
  for (const task of swarm.tasks.list({ service, desiredState: 'running' })) {
    const place = task.nodeId === '' ? '-' : swarm.nodes.get(task.nodeId).name;
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([place, count]) => `${place} ${count}`).join(' ') || 'nowhere';
}

const create =
  (options: Partial<ServiceOptions>) =>
  (swarm: Swarm): unknown =>
    swarm.services.create({ name: 'web', image: 'app', ...options });

const scale =
  (replicas: number) =>
  (swarm: Swarm): unknown =>
    swarm.services.scale('web', replicas);

const drain =
  (node: string) =>
  (swarm: Swarm): unknown =>
    swarm.nodes.update(node, { availability: 'drain' });

const activate =
  (node: string) =>
  (swarm: Swarm): unknown =>
    swarm.nodes.update(node, { availability: 'active' });

const two = linuxNodes(['A', 'B']);
const three = linuxNodes(['A', 'B', 'C']);
const racks = [
  ...linuxNodes(['A', 'B'], { labels: { rack: '1' } }),
  ...linuxNodes(['C'], { labels: { rack: '2' } }),
];
const hostPort = [{ published: 80, target: 80, mode: 'host' }] as const;

/** See the head of this file. */
export const stablePlacements: readonly StablePlacement[] = [
  {
    name: 'spreads replicas evenly',
    nodes: three,
    steps: [create({ replicas: 6 })],
    outcome: 'web: A 2 B 2 C 2',
  },
  {
    name: 'spreads what is left over, one for a node',
    nodes: three,
    steps: [create({ replicas: 5 })],
    outcome: 'web: A 1 B 2 C 2',
  },
  {
    name: 'spreads each of two services',
    nodes: three,
    steps: [create({ replicas: 3 }), create({ name: 'api', replicas: 3 })],
    outcome: 'web: A 1 B 1 C 1; api: A 1 B 1 C 1',
  },
  {
    name: 'keeps to a label',
    nodes: racks,
    steps: [create({ replicas: 3, constraints: ['node.labels.rack==2'] })],
    outcome: 'web: C 3',
  },
  {
    name: 'keeps away from a label',
    nodes: racks,
    steps: [create({ replicas: 2, constraints: ['node.labels.rack!=2'] })],
    outcome: 'web: A 1 B 1',
  },
  {
    name: 'keeps away from a host',
    nodes: two,
    steps: [create({ replicas: 2, constraints: ['node.hostname!=A'] })],
    outcome: 'web: B 2',
  },
  {
    name: 'waits where no node meets a constraint',
    nodes: racks,
    steps: [create({ replicas: 2, constraints: ['node.labels.rack==3'] })],
    outcome: 'web: - 2',
  },
  {
    name: 'spreads over the values of a label',
    nodes: racks,
    steps: [create({ replicas: 4, spread: ['node.labels.rack'] })],
    outcome: 'web: A 1 B 1 C 2',
  },
  {
    name: 'limits the replicas of a node',
    nodes: three,
    steps: [create({ replicas: 5, maxReplicasPerNode: 1 })],
    outcome: 'web: - 2 A 1 B 1 C 1',
  },
  {
    name: 'places no more than there is CPU for',
    nodes: linuxNodes(['A', 'B'], { cpus: 2 }),
    steps: [create({ replicas: 5, reserve: { cpus: 1 } })],
    outcome: 'web: - 1 A 2 B 2',
  },
  {
    name: 'places no more than there are host ports',
    nodes: two,
    steps: [create({ replicas: 3, ports: hostPort })],
    outcome: 'web: - 1 A 1 B 1',
  },
  {
    name: 'places any number behind the routing mesh',
    nodes: two,
    steps: [create({ replicas: 4, ports: [{ published: 80, target: 80 }] })],
    outcome: 'web: A 2 B 2',
  },
  {
    name: 'keeps to the operating system',
    nodes: [...windowsNodes(['W']), ...two],
    steps: [create({ replicas: 2, constraints: ['node.platform.os==windows'] })],
    outcome: 'web: W 2',
  },
  {
    name: 'empties a node that is drained',
    nodes: three,
    steps: [create({ replicas: 3 }), drain('A')],
    outcome: 'web: B 2 C 1',
  },
  {
    name: 'moves nothing back to a node that is active again',
    nodes: two,
    steps: [create({ replicas: 2 }), drain('A'), activate('A')],
    outcome: 'web: B 2',
  },
  {
    name: 'fills up a node that is active again when the service grows',
    nodes: two,
    steps: [create({ replicas: 2 }), drain('A'), activate('A'), scale(4)],
    outcome: 'web: A 2 B 2',
  },
  {
    name: 'grows evenly',
    nodes: three,
    steps: [create({ replicas: 1 }), scale(6)],
    outcome: 'web: A 2 B 2 C 2',
  },
  {
    name: 'shrinks evenly',
    nodes: three,
    steps: [create({ replicas: 6 }), scale(3)],
    outcome: 'web: A 1 B 1 C 1',
  },
  {
    name: 'shrinks to nothing and grows again',
    nodes: two,
    steps: [create({ replicas: 2 }), scale(0), scale(2)],
    outcome: 'web: A 1 B 1',
  },
  {
    name: 'puts a global service on every node',
    nodes: three,
    steps: [create({ mode: 'global' })],
    outcome: 'web: A 1 B 1 C 1',
  },
  {
    name: 'puts a global service on every node that meets its constraints',
    nodes: racks,
    steps: [create({ mode: 'global', constraints: ['node.labels.rack==1'] })],
    outcome: 'web: A 1 B 1',
  },
  {
    name: 'puts a global service on a node that joins',
    nodes: two,
    steps: [
      create({ mode: 'global' }),
      (swarm) => linuxNodes(['C']).map((node) => swarm.nodes.join(node)),
    ],
    outcome: 'web: A 1 B 1 C 1',
  },
  {
    name: 'replaces what a crashed node had',
    nodes: two,
    steps: [create({ replicas: 2 }), (swarm) => swarm.faults.crash('A')],
    outcome: 'web: B 2',
  },
  {
    name: 'stays spread through a rolling update',
    nodes: two,
    steps: [
      create({ image: 'app:1', replicas: 4 }),
      (swarm) =>
        swarm.services.update('web', (web) => {
          web.image = 'app:2';
        }),
    ],
    outcome: 'web: A 2 B 2',
  },
];
