/**
 * What is there while drawn steps get their names: it grows and shrinks with the steps, so that most of
 * them mean something that exists. Whether a step is done is up to the swarm.
 */
import { labelOf, type Labels, type NodeOptions, type ServiceOptions } from '@swarmsim/core';
import type { ScenarioCluster, ScenarioStack } from '../scenario/scenario.ts';

/** Kinds of objects that services refer to. A `spec` is a config that holds a credential spec. */
export type ObjectKind = 'config' | 'secret' | 'network' | 'spec';

/** A host, and where it stands. */
export interface WorldNode {
  readonly name: string;
  readonly options: NodeOptions;
  labels: Labels;
  isManager: boolean;
  /** Whether it is or was a manager: a demotion may be refused, and too few managers are none at all. */
  wasManager: boolean;
  isDown: boolean;
  state: 'in' | 'left' | 'removed';
}

/** A service, and how it was before. */
export interface WorldService {
  readonly name: string;
  /** From 1; its fixed ports follow from it. */
  readonly number: number;
  options: ServiceOptions;
  previous: ServiceOptions | undefined;
}

/** Names that drawn numbers mean where users brought their own. */
export type GivenNames = { readonly [Kind in ObjectKind]?: readonly string[] };

/** See the head of this file. */
export interface World {
  readonly nodes: WorldNode[];
  readonly services: WorldService[];
  /** Whether there is a routing mesh. */
  readonly ingress: boolean;
  /** DNS name of the domain, if there is one. */
  readonly domain: string | undefined;
  readonly labels: Vocabulary;
  readonly objects: WorldObjects;
  /** Places on hosts that some service takes a credential spec from. */
  readonly copies: Set<'file' | 'registry'>;
  /** Operating systems of which there are hosts at the beginning. */
  readonly systems: ReadonlySet<'windows' | 'linux'>;
  /** Images that some service has had. */
  readonly images: Set<string>;
  /** Stacks that were deployed, by name. */
  readonly stacks: Map<string, ScenarioStack>;
  /** Whether there are managers that are nodes. */
  readonly hasManagers: boolean;
  /** Number of services made so far, those that are gone counted. */
  servicesMade: number;
  /** The same for nodes. */
  nodesMade: number;
}

/** Labels and values that the nodes have at the beginning. */
export interface Vocabulary {
  readonly node: readonly LabelValue[];
  readonly engine: readonly LabelValue[];
  readonly nodeNames: readonly string[];
  readonly engineNames: readonly string[];
}

type LabelValue = readonly [name: string, value: string];

/** What a world is made of. */
export interface WorldOptions {
  readonly cluster: ScenarioCluster;
  readonly domain?: string | undefined;
  readonly given?: GivenNames;
  /** Stacks and services that are there at the beginning. */
  readonly stacks?: Readonly<Record<string, ScenarioStack>>;
  readonly services?: readonly ServiceOptions[];
}

/** Makes a world in which nothing has happened. */
export function createWorld(options: WorldOptions): World {
  const { cluster, domain, given = {}, stacks = {}, services = [] } = options;
  const { nodes = [], managers = 0, ingress = true } = cluster;
  return {
    nodes: [...nodes, ...dedicatedManagers(managers)].map(toWorldNode),
    services: services.map(toWorldService),
    ingress,
    domain,
    labels: readVocabulary(nodes),
    objects: new WorldObjects(given),
    copies: new Set(),
    systems: new Set(nodes.map(({ host }) => host.os)),
    images: new Set(services.map(({ image }) => image)),
    stacks: new Map(Object.entries(stacks)),
    hasManagers: managers > 0 || nodes.some(({ role }) => role === 'manager'),
    servicesMade: 0,
    nodesMade: nodes.length,
  };
}

function toWorldService(options: ServiceOptions): WorldService {
  return { name: options.name, number: 0, options, previous: undefined };
}

/** As a swarm makes them. */
function dedicatedManagers(count: number): readonly NodeOptions[] {
  return Array.from({ length: count }, (_, index): NodeOptions => {
    const hostname = `manager-${index + 1}`;
    return { hostname, role: 'manager', availability: 'drain', host: { os: 'linux' } };
  });
}

/** A node as it joins. */
export function toWorldNode(options: NodeOptions): WorldNode {
  const { hostname: name, role, labels = {} } = options;
  const isManager = role === 'manager';
  return { name, options, labels, isManager, wasManager: isManager, isDown: false, state: 'in' };
}

/** What a number means among some things, or nothing where there are none. */
export function pick<Value>(values: readonly Value[], number: number): Value | undefined {
  return values.length === 0 ? undefined : values[number % values.length];
}

/** How many objects of each kind numbers tell apart. */
const objectsMax = 2;

/** Objects that services refer to: made as soon as one does, and only then. */
export class WorldObjects {
  readonly #given: GivenNames;
  readonly #known: Record<ObjectKind, string[]> = { config: [], secret: [], network: [], spec: [] };
  readonly #removed = new Set<string>();
  readonly #versions = new Set<string>();

  constructor(given: GivenNames) {
    this.#given = given;
  }

  /** The name that a number means; undefined where such an object was removed, or is not to be had. */
  refer(kind: ObjectKind, number: number): string | undefined {
    const given = this.#given[kind];
    if (given !== undefined) return pick(given, number);
    const name = `${kind}-${(number % objectsMax) + 1}`;
    if (this.#removed.has(name)) return undefined;
    if (!this.#known[kind].includes(name)) this.#known[kind].push(name);
    return name;
  }

  /** A name for a new version of a config, which whoever asks makes. */
  addVersion(name: string): string {
    const [, stem = name] = /^(.*)-v\d+$/.exec(name) ?? [];
    let version = 2;
    while (this.#versions.has(`${stem}-v${version}`)) version += 1;
    const added = `${stem}-v${version}`;
    this.#versions.add(added);
    return added;
  }

  /** Takes an object away. */
  remove(name: string): void {
    this.#removed.add(name);
  }

  /** Those of a kind that are to be made at the beginning, in the order in which they were meant. */
  known(kind: ObjectKind): readonly string[] {
    return this.#known[kind];
  }

  /** Those of some kinds that are there now. */
  present(...kinds: readonly ObjectKind[]): readonly string[] {
    const first = kinds.flatMap((kind) => this.#given[kind] ?? this.#known[kind]);
    const names = kinds.includes('config') ? [...first, ...this.#versions] : first;
    return names.filter((name) => !this.#removed.has(name));
  }
}

function readVocabulary(nodes: readonly NodeOptions[]): Vocabulary {
  const node = listLabels(nodes.map(({ labels }) => labels));
  const engine = listLabels(nodes.map(({ host }) => host.engineLabels));
  const names = (labels: readonly LabelValue[]): readonly string[] => [
    ...new Set(labels.map(([name]) => name)),
  ];
  return { node, engine, nodeNames: names(node), engineNames: names(engine) };
}

/** Each label with each of its values once. */
function listLabels(all: readonly (Labels | undefined)[]): readonly LabelValue[] {
  const found = new Map<string, LabelValue>();
  for (const labels of all) {
    if (labels === undefined) continue;
    for (const name of Object.keys(labels)) {
      const value = labelOf(labels, name);
      found.set(`${name}=${value}`, [name, value]);
    }
  }
  return [...found.values()];
}
