/**
 * Whether a node can take a task, read the plain way: one question after the other, in the order in which
 * SwarmKit asks them. SwarmKit: manager/scheduler/pipeline.go, defaultFilters; manager/scheduler/filter.go.
 */
import type { Node, Platform, PluginDescription, Task } from '@swarmsim/core';
import type { ClusterHistory } from './cluster-history.ts';
import type { ClusterState } from './cluster-state.ts';
import { matchesAll } from './naive-constraints.ts';
import { hostPorts, isOnNode, type NodeLoad } from './node-loads.ts';

/** What is known beside the task and the node. */
export interface Surroundings {
  readonly cluster: ClusterState;
  readonly history: ClusterHistory;
}

/** A node, and what other tasks take of it. */
export interface Candidate {
  readonly node: Node;
  readonly load: NodeLoad;
}

/** A question to a node. Undefined is no answer: it cannot be told the plain way. */
export interface NaiveFilter {
  /** Whether the task wants anything that the node may lack. */
  concerns(task: Task): boolean;
  passes(task: Task, candidate: Candidate, around: Surroundings): boolean | undefined;
  /** The reason in SwarmKit's words, for so many nodes. */
  explain(nodes: number): string;
}

const ready: NaiveFilter = {
  concerns: () => true,
  passes: (_, { node }) => node.status.state === 'ready' && node.spec.availability === 'active',
  explain: (nodes) => `${countNodes(nodes)} not available for new tasks`,
};

const resource: NaiveFilter = {
  concerns: ({ spec }) => {
    const { nanoCpus = 0, memoryBytes = 0, generic = [] } = spec.resources?.reservations ?? {};
    return nanoCpus !== 0 || memoryBytes !== 0 || generic.length > 0;
  },
  passes(task, { node, load }, around) {
    const { nanoCpus = 0, memoryBytes = 0, generic = [] } = task.spec.resources?.reservations ?? {};
    const declared = node.description?.resources;
    if (load.nanoCpus + nanoCpus > (declared?.nanoCpus ?? 0)) return false;
    if (load.memoryBytes + memoryBytes > (declared?.memoryBytes ?? 0)) return false;
    return generic.length === 0 ? true : hasGenerics(task, node, around);
  },
  explain: (nodes) => `insufficient resources on ${countNodes(nodes)}`,
};

const plugin: NaiveFilter = {
  concerns: (task) => wantedPlugins(task).length > 0,
  passes(task, { node }) {
    const engine = node.description?.engine;
    if (engine === undefined) return true;
    const { plugins = [] } = engine;
    return wantedPlugins(task).every(
      ([type, name]) => hasPlugin(plugins, type, name) || (type === 'Log' && hasNoLogs(plugins)),
    );
  },
  explain: (nodes) => `missing plugin on ${countNodes(nodes)}`,
};

const constraint: NaiveFilter = {
  concerns: ({ spec }) => (spec.placement?.constraints ?? none).length > 0,
  passes: ({ spec }, { node }) => matchesAll(spec.placement?.constraints ?? none, node),
  explain: (nodes) => `scheduling constraints not satisfied on ${countNodes(nodes)}`,
};

const platform: NaiveFilter = {
  concerns: ({ spec }) => (spec.placement?.platforms ?? none).length > 0,
  passes({ spec }, { node }) {
    const own = node.description?.platform;
    if (own === undefined) return false;
    return (spec.placement?.platforms ?? none).some((image) => isSamePlatform(image, own));
  },
  explain: (nodes) => `unsupported platform on ${countNodes(nodes)}`,
};

const hostPort: NaiveFilter = {
  concerns: (task) => hostPorts(task).length > 0,
  passes: (task, { load }) => hostPorts(task).every((port) => load.usersOf(port) === 0),
  explain: (nodes) => `host-mode port already in use on ${countNodes(nodes)}`,
};

const maxReplicas: NaiveFilter = {
  concerns: ({ spec }) => (spec.placement?.maxReplicas ?? 0) > 0,
  passes({ spec, serviceId }, { load }) {
    return load.tasksOf(serviceId) < (spec.placement?.maxReplicas ?? 0);
  },
  explain: () => 'max replicas per node limit exceed',
};

/** The questions by name, in SwarmKit's order. That for volumes of CSI is not in the simulation. */
export const naiveFilters: Readonly<Record<NaiveFilterName, NaiveFilter>> = {
  ready,
  resource,
  plugin,
  constraint,
  platform,
  hostPort,
  maxReplicas,
};

type NaiveFilterName =
  'ready' | 'resource' | 'plugin' | 'constraint' | 'platform' | 'hostPort' | 'maxReplicas';

const inOrder: readonly NaiveFilter[] = Object.values(naiveFilters);

/** The first filter that refuses a node, or none; undefined where one of them cannot be told. */
export function findRefusal(
  task: Task,
  candidate: Candidate,
  around: Surroundings,
): NaiveFilter | 'none' | undefined {
  for (const filter of inOrder) {
    if (!filter.concerns(task)) continue;
    const passes = filter.passes(task, candidate, around);
    if (passes === undefined) return undefined;
    if (!passes) return filter;
  }
  return 'none';
}

/**
 * The reasons of refusals, that of most nodes first, then in the order of the filters.
 * SwarmKit: manager/scheduler/pipeline.go, Explain.
 */
export function explainRefusals(refusals: readonly NaiveFilter[]): string {
  return inOrder
    .map((filter) => ({ filter, nodes: refusals.filter((other) => other === filter).length }))
    .filter(({ nodes }) => nodes > 0)
    .sort((a, b) => b.nodes - a.nodes)
    .map(({ filter, nodes }) => filter.explain(nodes))
    .join('; ');
}

const none: readonly never[] = [];

function countNodes(nodes: number): string {
  return nodes === 1 ? '1 node' : `${nodes} nodes`;
}

/**
 * Counted resources that a node has declared all along, each asked for once; anything else is booked in
 * ways that cannot be read off the tasks. SwarmKit: api/genericresource/resource_management.go.
 */
function hasGenerics(
  task: Task,
  node: Node,
  { cluster, history }: Surroundings,
): boolean | undefined {
  const wanted = task.spec.resources?.reservations?.generic ?? [];
  const declared = node.description?.resources?.generic ?? [];
  if (wanted.some(({ resource: name }) => declared.every((item) => item.resource !== name))) {
    return false;
  }
  const isSimple =
    !history.hasOtherGenerics(node.id) &&
    history.termBeganAt < 0 &&
    isCountedOnce(wanted) &&
    isCountedOnce(declared);
  if (!isSimple) return undefined;
  const others = cluster.tasksOn(node.id).filter((other) => isOnNode(other) && other !== task);
  if (!others.every(({ spec }) => isCountedOnce(spec.resources?.reservations?.generic ?? []))) {
    return undefined;
  }
  return wanted.every(({ resource: name, value }) => {
    const has = Number(declared.find((item) => item.resource === name)?.value ?? 0);
    const held = others
      .flatMap(({ assignedGenericResources = [] }) => assignedGenericResources)
      .filter((item) => item.resource === name)
      .reduce((sum, item) => sum + Number(item.value), 0);
    return held + Number(value) <= has;
  });
}

function isCountedOnce(
  items: readonly {
    readonly kind: string;
    readonly resource: string;
    readonly value: string | number;
  }[],
): boolean {
  const names = new Set(items.map(({ resource: name }) => name));
  return (
    names.size === items.length &&
    items.every(({ kind, value }) => kind === 'discrete' && value !== 0)
  );
}

function isSamePlatform(image: Platform, node: Platform): boolean {
  const wanted = dockerName(image.architecture);
  const isSameProcessor = wanted === '' || wanted === dockerName(node.architecture);
  return isSameProcessor && (image.os === '' || image.os === node.os);
}

function dockerName(architecture: string): string {
  const names: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64' };
  return names[architecture] ?? architecture;
}

/** A driver that a task names. */
type Wanted = readonly [type: string, name: string];

/** Drivers that a task needs of its node. SwarmKit: manager/scheduler/filter.go, PluginFilter.SetTask. */
export function wantedPlugins({ spec, networks = [] }: Task): readonly Wanted[] {
  const wanted: Wanted[] = [];
  const { runtime, logDriver } = spec;
  const mounts = runtime?.kind === 'container' ? (runtime.mounts ?? none) : none;
  for (const { type, volumeOptions } of mounts) {
    const name = type === 'volume' ? (volumeOptions?.driver?.name ?? '') : '';
    if (name !== '' && name !== 'local') wanted.push(['Volume', name]);
  }
  for (const { driver } of networks) if (driver !== '') wanted.push(['Network', driver]);
  const log = logDriver?.name ?? '';
  if (log !== '' && log !== 'none') wanted.push(['Log', log]);
  return wanted;
}

function hasPlugin(plugins: readonly PluginDescription[], type: string, name: string): boolean {
  return plugins.some(
    (own) => own.type === type && (own.name === name || own.name === `${name}:latest`),
  );
}

/** An old engine tells of no log drivers, and may have any. */
function hasNoLogs(plugins: readonly PluginDescription[]): boolean {
  return plugins.every(({ type }) => type !== 'Log');
}
