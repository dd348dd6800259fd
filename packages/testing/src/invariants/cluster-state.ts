/**
 * The cluster as the commits told it: what the rules look things up in. It is kept up change by change, and
 * shares nothing with the store of the simulation.
 */
import type { Change, Commit, Config, Node, Secret, Service, Swarm, Task } from '@swarmsim/core';
import { createBuckets } from './buckets.ts';
import { createNodeLoads, type NodeLoad } from './node-loads.ts';

/** See the head of this file. Lists are in the order in which the objects were made. */
export interface ClusterState {
  task(id: string): Task | undefined;
  node(id: string): Node | undefined;
  service(id: string): Service | undefined;
  config(id: string): Config | undefined;
  secret(id: string): Secret | undefined;
  tasks(): readonly Task[];
  nodes(): readonly Node[];
  services(): readonly Service[];
  configs(): readonly Config[];
  secrets(): readonly Secret[];
  tasksOf(serviceId: string): readonly Task[];
  tasksOn(nodeId: string): readonly Task[];
  /** What the tasks of a node take of it. */
  loadOf(nodeId: string): NodeLoad;
  /** Tasks of a slot, by {@link slotKey}. */
  tasksIn(slotKey: string): readonly Task[];
  /**
   * What tells the slot of a task from all others: the number of a replica, or the node where every node has
   * one. Of a task without a service it is the task itself.
   */
  slotKey(task: Task): string;
  /** The slot as people write it: `web.1`, or `web.HOST`. */
  slotName(task: Task): string;
  /** Host name of a node, or its id. */
  nodeName(id: string): string;
  /** What `create` makes at the first call with it: see `shared-facts.ts`. */
  shared<Value>(create: () => Value): Value;
}

/** A state that takes commits in. */
export interface KeptClusterState extends ClusterState {
  take(commit: Commit): void;
}

/** The state of a swarm now. */
export function readClusterState(swarm: Swarm): KeptClusterState {
  const state = createClusterState();
  for (const { node } of swarm.nodes.list()) state.put('node', node);
  for (const service of swarm.services.list()) state.put('service', service);
  for (const config of swarm.configs.list()) state.put('config', config);
  for (const secret of swarm.secrets.list()) state.put('secret', secret);
  for (const task of swarm.tasks.list()) state.put('task', task);
  return state;
}

interface Kept {
  readonly node: Node;
  readonly service: Service;
  readonly config: Config;
  readonly secret: Secret;
  readonly task: Task;
}

/** A state that can be filled by hand as well. */
export interface FillableClusterState extends KeptClusterState {
  put<Table extends keyof Kept>(table: Table, object: Kept[Table]): void;
  drop(table: keyof Kept, id: string): void;
}

/** An empty cluster. */
export function createClusterState(): FillableClusterState {
  const nodes = createBuckets<Node>();
  const services = createBuckets<Service>();
  const configs = createBuckets<Config>();
  const secrets = createBuckets<Secret>();
  const tasks = createBuckets<Task>();
  const byService = createBuckets<Task>();
  const byNode = createBuckets<Task>();
  const bySlot = createBuckets<Task>();
  const loads = createNodeLoads();
  const slots = new Map<string, string>();
  const kept = new Map<() => unknown, unknown>();
  const flat = { node: nodes, service: services, config: configs, secret: secrets };

  function slotKey(task: Task): string {
    return slots.get(task.id) ?? findSlot(task, services.get('', task.serviceId));
  }

  function putTask(task: Task): void {
    const known = tasks.get('', task.id);
    if (known === undefined) slots.set(task.id, findSlot(task, services.get('', task.serviceId)));
    else if (known.nodeId !== task.nodeId) byNode.drop(known.nodeId, known.id);
    loads.follow(known, task);
    tasks.put('', task);
    byService.put(task.serviceId, task);
    bySlot.put(slotKey(task), task);
    if (task.nodeId !== '') byNode.put(task.nodeId, task);
  }

  function dropTask(id: string): void {
    const known = tasks.get('', id);
    if (known === undefined) return;
    loads.follow(known, undefined);
    tasks.drop('', id);
    byService.drop(known.serviceId, id);
    byNode.drop(known.nodeId, id);
    bySlot.drop(slotKey(known), id);
    slots.delete(id);
  }

  function take({ table, id, after }: Change): void {
    if (table === 'task') {
      if (after === undefined) dropTask(id);
      else putTask(after as Task);
    } else if (table !== 'cluster' && table !== 'network') {
      if (after === undefined) flat[table].drop('', id);
      else flat[table].put('', after as never);
    }
  }

  const nodeName = (id: string): string => {
    const hostname = nodes.get('', id)?.description?.hostname ?? '';
    return hostname === '' ? id : hostname;
  };
  return {
    task: (id) => tasks.get('', id),
    node: (id) => nodes.get('', id),
    service: (id) => services.get('', id),
    config: (id) => configs.get('', id),
    secret: (id) => secrets.get('', id),
    tasks: () => tasks.list(''),
    nodes: () => nodes.list(''),
    services: () => services.list(''),
    configs: () => configs.list(''),
    secrets: () => secrets.list(''),
    tasksOf: (serviceId) => byService.list(serviceId),
    tasksOn: (nodeId) => byNode.list(nodeId),
    loadOf: (nodeId) => loads.of(nodeId),
    tasksIn: (key) => bySlot.list(key),
    slotKey,
    slotName(task) {
      if (task.serviceName === '') return task.id;
      const isNumbered = slotKey(task) === numberedSlot(task);
      return `${task.serviceName}.${isNumbered ? task.slot : nodeName(task.nodeId)}`;
    },
    nodeName,
    shared<Value>(create: () => Value): Value {
      if (!kept.has(create)) kept.set(create, create());
      return kept.get(create) as Value;
    },
    take({ changes }) {
      for (const change of changes) take(change);
    },
    put(table, object) {
      if (table === 'task') putTask(object as Task);
      else flat[table as 'node'].put('', object as never);
    },
    drop(table, id) {
      if (table === 'task') dropTask(id);
      else flat[table].drop('', id);
    },
  };
}

/** Slots of a replicated job begin with 0, and so says every task of a service with one per node. */
function findSlot(task: Task, service: Service | undefined): string {
  if (task.serviceId === '') return task.id;
  const kind = service?.spec.mode?.kind;
  const isNumbered =
    kind === undefined
      ? task.slot > 0 || task.nodeId === ''
      : kind === 'replicated' || kind === 'replicated-job';
  return isNumbered ? numberedSlot(task) : `${task.serviceId}@${task.nodeId}`;
}

function numberedSlot({ serviceId, slot }: Task): string {
  return `${serviceId}.${slot}`;
}
