/**
 * A deliberately naive model of a swarm: what a person who read the manual keeps in mind. It knows names
 * and what was asked for, no ids, no tasks, no instants; it never says which node among equals. It shares no
 * function with core, so that one mistake is not made twice.
 */
import type { Labels, NodeAvailability, NodeOptions, ServiceOptions } from '@swarmsim/core';

/** What the model knows. It is changed by the commands that run. */
export interface SwarmModel {
  /** Names of configs and secrets, with their labels, in order of creation. */
  readonly configs: Map<string, ModelObject>;
  readonly secrets: Map<string, ModelObject>;
  readonly networks: Set<string>;
  readonly services: Map<string, ModelService>;
  readonly nodes: Map<string, ModelNode>;
  readonly directory: ModelDirectory;
  /** Scopes of which pulls fail; where there are any, tasks may come and go for ever. */
  failingPulls: ModelPullScope[];
  /** Faults that are planned, and when they are over at the latest. */
  planned: ModelPlan[];
  /** Names of all services that ever were: tasks of them may be left, on hosts that are down for long. */
  readonly pastServices: Set<string>;
  /** Networks that live tasks may be attached to although no service is. */
  readonly usedNetworks: Set<string>;
  /** How often what happened, by what it is: so that a property sees that its premises occurred. */
  readonly tally: Map<string, number>;
  /** Whether nothing happened since the swarm last came to rest. */
  isAtRest: boolean;
}

/** A config or secret. */
export interface ModelObject {
  readonly text: string;
  labels: Labels;
}

/** A service, as it is asked for. */
export interface ModelService {
  readonly name: string;
  options: ServiceOptions;
  /** What it was before the last update; what a rollback goes to. */
  previous: ServiceOptions | undefined;
  /** Everything it ever was: an update may stop half-way, so tasks may be of any of them. */
  readonly versions: ServiceOptions[];
  /** Highest version that its spec ever had; a rollback goes back to one before. */
  newestVersion: number;
  /** Something happened after which tasks that ended need not be replaced. */
  isDisturbed: boolean;
  /** Job tasks of the present run are all complete, and stay so. */
  isFinished: boolean;
}

/** A node, as the managers have it, and its host. */
export interface ModelNode {
  readonly name: string;
  labels: Labels;
  availability: NodeAvailability;
  /** The wanted role. */
  role: 'worker' | 'manager';
  cpus: number;
  host: 'up' | 'down' | 'left';
  /** `poor`: messages are lost, or go one way only, so that nobody knows what the managers think. */
  path: 'whole' | 'cut' | 'poor';
  /** Whether managers have had the time to find out what became of the host. */
  isKnown: boolean;
  /** Instant until which nobody knows what its host does: its engine restarts, or a fault is planned. */
  unsureUntil: number;
  /** Ids of the tasks that were there when the node was paused; no others come. */
  hadWhenPaused: readonly string[] | undefined;
  /** Ids of tasks whose containers ran when the path was cut; they run on. */
  ranWhenCut: readonly string[];
  /** Credential specs that somebody copied to the host, as `place/name`. */
  readonly copies: Set<string>;
}

/** Active Directory, as far as edits may be refused. */
export interface ModelDirectory {
  readonly domain: string;
  readonly accounts: Set<string>;
  /** Hosts that ever joined; they keep their accounts. */
  readonly hosts: Set<string>;
  readonly group: string;
  readonly server: string;
}

/** Which pulls. */
export interface ModelPullScope {
  readonly node?: string;
  readonly image?: string;
}

/** A planned fault. */
export interface ModelPlan {
  readonly node: string;
  readonly isPartition: boolean;
  /** Instants, in ms since the simulation began. */
  readonly at: number;
  readonly overAt: number;
}

/** What the model may look at in the swarm, of the node or service of an operation: what nobody could foresee. */
export interface Observation {
  /** Instant at which the operation was done. */
  readonly now: number;
  /** Before it was done: ids of the tasks whose containers run on a node. */
  readonly running: readonly string[];
  /** After it was done: ids of all tasks of that node. */
  readonly assigned: readonly string[];
  /** After it was done: version of the spec of the service that it is about, or 0. */
  readonly specVersion: number;
}

/** What is there before the first command. */
export interface SwarmModelOptions {
  readonly nodes: readonly NodeOptions[];
  readonly domain: string;
  readonly group: string;
  readonly server: string;
}

/** Makes the model of a swarm that has just these nodes, and nothing else yet. */
export function createSwarmModel(options: SwarmModelOptions): SwarmModel {
  const { domain, group, server } = options;
  return {
    configs: new Map(),
    secrets: new Map(),
    networks: new Set(),
    services: new Map(),
    nodes: new Map(options.nodes.map((node) => [node.hostname, toModelNode(node)])),
    directory: {
      domain,
      group,
      server,
      accounts: new Set(),
      hosts: new Set(options.nodes.map(({ hostname }) => hostname)),
    },
    failingPulls: [],
    planned: [],
    pastServices: new Set(),
    usedNetworks: new Set(),
    tally: new Map(),
    isAtRest: true,
  };
}

/** A node that has just joined. */
export function toModelNode(node: NodeOptions): ModelNode {
  return {
    name: node.hostname,
    labels: node.labels ?? {},
    availability: node.availability ?? 'active',
    role: node.role ?? 'worker',
    cpus: node.host.cpus ?? 4,
    host: 'up',
    path: 'whole',
    isKnown: false,
    unsureUntil: 0,
    hadWhenPaused: undefined,
    ranWhenCut: [],
    copies: new Set(),
  };
}

/** Counts that something happened. */
export function count(model: SwarmModel, what: string): void {
  model.tally.set(what, (model.tally.get(what) ?? 0) + 1);
}

/** Whether a service is a job. */
export function isJob({ mode }: ServiceOptions): boolean {
  return mode === 'replicated-job' || mode === 'global-job';
}

/** Whether a service has a task on every node. */
export function isGlobal({ mode }: ServiceOptions): boolean {
  return mode === 'global' || mode === 'global-job';
}

/** Name of the config that a service has for its credential spec. */
export function credentialSpecOf({ credentialSpec }: ServiceOptions): string | undefined {
  return credentialSpec?.startsWith('config://') ? credentialSpec.slice(9) : undefined;
}

/** Names of the configs or secrets that become files of a service's containers. */
export function filesOf(options: ServiceOptions, kind: 'configs' | 'secrets'): readonly string[] {
  return (options[kind] ?? []).map((one) => (typeof one === 'string' ? one : one.source));
}

/** Names of all configs that a service refers to. */
export function configsOf(options: ServiceOptions): readonly string[] {
  const credentialSpec = credentialSpecOf(options);
  return [
    ...filesOf(options, 'configs'),
    ...(credentialSpec === undefined ? [] : [credentialSpec]),
  ];
}

/** Whether a node has the labels that a service asks for; only `==` on labels of nodes is understood. */
export function fits(node: ModelNode, { constraints = [] }: ServiceOptions): boolean {
  return constraints.every((constraint) => {
    const [name = '', value] = constraint.replace('node.labels.', '').split('==');
    return (node.labels[name] ?? '') === value;
  });
}

/** Whether tasks that ended are always replaced. */
export function isAlwaysReplaced({ restart }: ServiceOptions): boolean {
  return (restart?.condition ?? 'any') === 'any' && (restart?.maxAttempts ?? 0) === 0;
}

/** After this, tasks that ended need not be there again: said of services that do not replace them all. */
export function disturb(model: SwarmModel): void {
  for (const service of model.services.values()) disturbService(service);
}

/**
 * A service whose tasks start now may see some on hosts that are not what managers take them for, or that
 * get no image.
 */
export function startTasks(model: SwarmModel, service: ModelService): void {
  const isCalm = [...model.nodes.values()].every(({ isKnown }) => isKnown);
  if (!isCalm || model.failingPulls.length > 0) disturbService(service);
}

/** As {@link disturb}, of one service. */
export function disturbService(service: ModelService): void {
  const isLasting = service.versions.every(isAlwaysReplaced);
  if (isJob(service.options) ? !service.isFinished : !isLasting) service.isDisturbed = true;
}
