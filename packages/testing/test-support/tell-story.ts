/** Stories told step by step, for tests of rules that remember: what components would have committed. */
import type {
  Change,
  Cluster,
  Commit,
  Container,
  Node,
  NodeView,
  Operation,
  Service,
  ServiceSpec,
  Swarm,
  Task,
  TaskState,
} from '@swarmsim/core';
import { toId } from '@swarmsim/core/parts';
import { createClusterState } from '../src/invariants/cluster-state.ts';
import type { Invariant, Problem } from '../src/invariants/invariant.ts';
import { createSteps } from '../src/invariants/make-steps.ts';

/** What a commit writes; objects are told from each other by their ids. */
export interface Writes {
  readonly tasks?: readonly Task[];
  readonly services?: readonly Service[];
  readonly nodes?: readonly Node[];
  readonly clusters?: readonly Cluster[];
  /** Ids of objects that are deleted. */
  readonly gone?: readonly string[];
  /** What a user did, if the commit is of that. */
  readonly operation?: Operation;
}

/** What one finds when one asks the swarm itself. */
export interface World {
  /** Hosts that reach the managers, by node id, with the tasks that they hold. Default: none. */
  readonly up?: Readonly<Record<string, readonly string[]>>;
  /** By task id. */
  readonly containers?: Readonly<Record<string, Partial<Container>>>;
  readonly cluster?: Cluster;
  /** Without a leader nobody answers. */
  readonly isLeaderless?: boolean;
}

/** Tells a story to one rule. */
export interface Teller {
  /** One step with one commit. Says what the rule found. */
  commit(at: number, writtenBy: string, writes: Writes): Problem | undefined;
  /** A swarm at rest, or a step without a commit. */
  look(at: number): Problem | undefined;
  readonly premises: number;
}

/** Begins a story. `world` is read whenever the rule asks. */
export function tellStory(invariant: Invariant, world: World = {}): Teller {
  const cluster = createClusterState();
  const objects = new Map<string, { readonly table: Change['table']; readonly value: Written }>();
  const swarm = fakeSwarm(world, () => cluster.nodes());
  const makeStep = createSteps(swarm, cluster);
  let premises = 0;
  const check = invariant.start({ swarm, premise: () => void (premises += 1) });
  let version = 0;

  function write(table: Change['table'], value: Written): Change {
    const before = objects.get(value.id)?.value;
    objects.set(value.id, { table, value });
    const action = before === undefined ? 'create' : 'update';
    return { table, action, id: value.id, before, after: value };
  }

  function drop(id: string): Change {
    const known = objects.get(id);
    objects.delete(id);
    const table = known?.table ?? 'task';
    return { table, action: 'delete', id, before: known?.value, after: undefined };
  }

  return {
    commit(at, writtenBy, writes) {
      const { tasks = [], services = [], nodes = [], clusters = [], gone = [] } = writes;
      version += 1;
      const changes = [
        ...nodes.map((node) => write('node', node)),
        ...services.map((service) => write('service', service)),
        ...tasks.map((task) => write('task', task)),
        ...clusters.map((one) => write('cluster', one)),
        ...gone.map(drop),
      ];
      const commit: Commit = { version, at, causedBy: 1, writtenBy, changes };
      const step = makeStep(at, [commit], writes.operation);
      return invariant.when === 'rest' ? undefined : check(step);
    },
    look: (at) => check(makeStep(at, [])),
    get premises() {
      return premises;
    },
  };
}

type Written = Task | Service | Node | Cluster;

/** Changes of a made-up object; `state` is short for the status. */
export type TaskChange = Partial<Omit<Task, 'id' | 'nodeId' | 'serviceId'>> & {
  readonly id?: string;
  readonly node?: string;
  readonly service?: string;
  readonly state?: TaskState;
};

/** A task of slot 1 of the service `web`, which runs on node `A`. */
export function aTask({ id = 't1', node, service, state, ...change }: TaskChange = {}): Task {
  return {
    id: toId(id),
    meta: { version: 1, createdAt: 0, updatedAt: 0 },
    spec: { runtime: { kind: 'container', image: 'app:1' } },
    specVersion: 0,
    serviceId: toId(service ?? 'web'),
    serviceName: service ?? 'web',
    slot: 1,
    nodeId: toId(node ?? 'A'),
    incarnation: 0,
    status: { state: state ?? 'running', at: 0, message: '', err: '' },
    desiredState: 'running',
    ...change,
  };
}

/** A service `web` of one replica. */
export function aService(
  spec: Partial<ServiceSpec> = {},
  change: Partial<Omit<Service, 'spec' | 'id'>> & { readonly id?: string } = {},
): Service {
  const { id = 'web', ...rest } = change;
  return {
    id: toId(id),
    meta: { version: 1, createdAt: 0, updatedAt: 0 },
    specVersion: 0,
    ...rest,
    spec: {
      name: id,
      task: { runtime: { kind: 'container', image: 'app:1' } },
      mode: { kind: 'replicated', replicas: 1 },
      ...spec,
    },
  };
}

/** A node that is ready and active, `A` by default. */
export function aNode(
  change: { readonly id?: string; readonly updatedAt?: number } & Partial<Node['spec']> &
    Partial<Pick<Node['status'], 'state'>> = {},
): Node {
  const { id = 'A', state = 'ready', updatedAt = 0, ...spec } = change;
  return {
    id: toId(id),
    meta: { version: 1, createdAt: 0, updatedAt },
    spec: { role: 'worker', availability: 'active', ...spec },
    description: { hostname: id },
    status: { state, message: '', addr: '10.0.0.1' },
    role: 'worker',
  };
}

/** Settings of the whole swarm. */
export function aCluster(taskHistoryRetentionLimit: number, heartbeatPeriodMs = 5_000): Cluster {
  return {
    id: toId('cluster'),
    meta: { version: 1, createdAt: 0, updatedAt: 0 },
    spec: {
      name: 'default',
      orchestration: { taskHistoryRetentionLimit },
      dispatcher: { heartbeatPeriodMs },
    },
  };
}

/** Of a swarm, rules ask only for what no commit tells. */
function fakeSwarm(world: World, nodes: () => readonly Node[]): Swarm {
  const viewOf = (node: Node): Partial<NodeView> => ({
    id: node.id,
    name: node.description?.hostname ?? '',
    state: node.status.state,
    availability: node.spec.availability,
    node,
    isUp: world.up?.[node.id] !== undefined,
    holdings: () => ({ tasks: world.up?.[node.id] ?? [], configs: [], secrets: [], ids: [] }),
  });
  const answer = <Value>(value: Value): Value => {
    if (world.isLeaderless === true) throw new Error('context deadline exceeded');
    return value;
  };
  const swarm = {
    seed: 1,
    nodes: { list: () => answer(nodes().map(viewOf)) },
    containers: { find: (id: string) => world.containers?.[id] },
    controlApi: {
      cluster: { list: () => answer(world.cluster === undefined ? [] : [world.cluster]) },
    },
  };
  return swarm as unknown as Swarm;
}
