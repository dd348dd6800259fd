import type { DirectoryOptions } from '../directory/directory-options.ts';
import type { DomainState } from '../directory/directory-state.ts';
import { readDirectory } from '../directory/read-directory.ts';
import { linuxNodes, readNodeOptions, type NodeOptions } from '../engine/hosts.ts';
import type { ControlApiOptions } from '../control-api/control-api.ts';
import { parseDuration } from '../duration/parse-duration.ts';
import type { ChoiceSource } from '../kernel/choice-source.ts';
import type { HostsSettings } from '../hosts.ts';
import type { LeaderTermOptions } from '../leader-term.ts';
import type { LinkOptions } from '../link/link.ts';
import { readBehaviours, type Behaviour } from '../engine/behaviour/behaviour.ts';
import { createRegistry, type Registry, type RegistryOptions } from '../registry/registry.ts';
import {
  checkFunction,
  checkOneOf,
  checkOptions,
  checkRecord,
  invalid,
  type OptionTable,
} from '../options/check-options.ts';
import type { WhatIfOptions } from '../what-if/what-if.ts';
import { keepPlain } from '../options/keep-plain.ts';
import type { ClusterSettings } from './create-cluster.ts';
import { readDeciders, type DeciderOptions } from './decider-options.ts';
import { readInstantEventsMax } from './livelock-guard.ts';
import type { Duration } from './service-options.ts';

/** Options of `createSwarm`. */
export interface SwarmOptions {
  /** Seed of all randomness. Default 1. */
  readonly seed?: number;
  /** Nodes that join at the beginning; see `windowsNodes` and `linuxNodes`. */
  readonly nodes?: readonly NodeOptions[];
  /**
   * Dedicated managers, 1 to 7: drained Linux hosts `manager-1` and so on, which join first. Nodes
   * with the role `manager` are managers as well. Without either, a control plane is there that is no
   * node, and never fails.
   */
  readonly managers?: number;
  /** Active Directory: domains by DNS name, which Windows hosts join by `domain`. Default: none. */
  readonly directory?: DirectoryOptions;
  /** Images that can be pulled, and what the client learns of them. */
  readonly registry?: RegistryOptions;
  /** How containers act; the first entry that matches a task counts. */
  readonly behaviours?: readonly Behaviour[];
  /** Whether the seed decides between equally good nodes. Default `seeded`. */
  readonly ties?: 'seeded' | 'stable';
  /** Order of things due at the same instant. Default `stable`: oldest first. */
  readonly sameInstantOrder?: 'stable' | 'seeded' | ChoiceSource;
  /** Keep the records of the trace, not only its hash. Default false. */
  readonly history?: boolean;
  /** How often agents report. Default 5 s. */
  readonly heartbeatPeriod?: Duration;
  /** How far the time of each report may lie from that. Default 0.5 s. */
  readonly heartbeatEpsilon?: Duration;
  /** Whether healthy heartbeats are worked out where they matter, or sent one by one. Default `lazy`. */
  readonly heartbeats?: 'lazy' | 'eager';
  /** Time a message between node and managers takes. Default 0. */
  readonly latency?: Duration;
  /** How long an agent waits before it stops a running container. Default 1 s. */
  readonly stopRetryPause?: Duration;
  /** How often an agent looks whether its host has changed; 0: at once. Default 20 s. */
  readonly nodeUpdatePeriod?: Duration;
  /** Whether agents report only the latest status of a task. Default true. */
  readonly statusCoalescing?: boolean;
  /** Dead tasks kept per slot, the live one counted. Default 5; negative keeps all. */
  readonly taskHistoryLimit?: number;
  /**
   * Most events of one instant: with more, simulated time is taken to stand still, and whoever advances
   * it gets an error `livelock`. Default 10 million.
   */
  readonly instantEventsMax?: number;
  /** Whether the routing mesh exists. Default true. */
  readonly ingress?: boolean;
  /** Rules that SwarmKit does not have, for comparison. */
  readonly whatIf?: WhatIfOptions;
  /** Deciders to replace by others. */
  readonly deciders?: DeciderOptions;
}

/** Options, checked and sorted by who needs them. */
export interface SwarmSettings {
  readonly seed: number;
  readonly history: boolean;
  readonly order: 'stable' | 'seeded' | ChoiceSource;
  readonly nodes: readonly NodeOptions[];
  readonly directory: readonly DomainState[];
  readonly registry: Registry;
  readonly cluster: ClusterSettings;
  readonly link: LinkOptions;
  readonly hosts: HostsSettings;
  readonly term: LeaderTermOptions;
  readonly controlApi: ControlApiOptions;
  readonly whatIf: WhatIfOptions;
  readonly instantEventsMax: number;
}

/** Checks the options of a swarm. @throws SwarmSimError where one makes no sense. */
export function readSwarmOptions(options: SwarmOptions): SwarmSettings {
  checkOptions<SwarmOptions>('swarm', options, optionTable);
  checkOneOf(options.ties, ['seeded', 'stable'], (value) => `unknown ties '${value}'`);
  checkOneOf(options.heartbeats, ['lazy', 'eager'], (value) => `unknown heartbeats '${value}'`);
  checkOrder(options.sameInstantOrder);
  const { seed = 1, taskHistoryLimit, heartbeatPeriod } = options;
  if (!Number.isSafeInteger(seed)) throw invalid(`seed must be a whole number, not ${seed}`);
  if (taskHistoryLimit !== undefined && !Number.isSafeInteger(taskHistoryLimit)) {
    throw invalid(`task history limit must be a whole number, not ${taskHistoryLimit}`);
  }
  const deciders = readDeciders(options.deciders);
  const { whatIf = {} } = options;
  checkOptions<WhatIfOptions>('whatIf', whatIf, { accountFilter: 'flag' });
  const registry = createRegistry(keepPlain('registry', options.registry));
  const { heartbeats, heartbeatEpsilon, behaviours = [] } = options;
  const { filters } = deciders;
  return {
    seed,
    history: options.history ?? false,
    order: options.sameInstantOrder ?? 'stable',
    nodes: listNodes(options),
    directory: readDomains(options),
    registry,
    cluster: {
      ingress: options.ingress ?? true,
      ...(taskHistoryLimit !== undefined && { taskHistoryLimit }),
      ...(heartbeatPeriod !== undefined && {
        heartbeatPeriodMs: readDuration('heartbeat period', heartbeatPeriod, 1),
      }),
    },
    link: {
      ...(options.latency !== undefined && { latencyMs: readDuration('latency', options.latency) }),
      ...(heartbeats !== undefined && { heartbeats }),
    },
    hosts: {
      registry,
      behaviours: readBehaviours(keepPlain('behaviours', behaviours)),
      agent: readAgentOptions(options, deciders),
      deciders,
    },
    whatIf,
    instantEventsMax: readInstantEventsMax(options.instantEventsMax),
    controlApi: { deciders },
    term: {
      deciders,
      scheduler: { ties: options.ties ?? 'seeded', ...(filters !== undefined && { filters }) },
      dispatcher: {
        ...(heartbeatEpsilon !== undefined && {
          heartbeatEpsilonMs: readDuration('heartbeat epsilon', heartbeatEpsilon),
        }),
      },
    },
  };
}

function checkOrder(order: SwarmOptions['sameInstantOrder']): void {
  if (typeof order === 'string') {
    checkOneOf(order, ['seeded', 'stable'], (value) => `unknown same-instant order '${value}'`);
  } else if (order !== undefined) {
    checkRecord('same-instant order', order);
    checkFunction('same-instant order: choose', order.choose);
  }
}

function readAgentOptions(
  { stopRetryPause, nodeUpdatePeriod, statusCoalescing }: SwarmOptions,
  deciders: DeciderOptions,
): HostsSettings['agent'] {
  return {
    ...(stopRetryPause !== undefined && {
      stopRetryPauseMs: readDuration('stop retry pause', stopRetryPause),
    }),
    ...(nodeUpdatePeriod !== undefined && {
      nodeUpdatePeriodMs: readDuration('node update period', nodeUpdatePeriod),
    }),
    ...(statusCoalescing !== undefined && { statusCoalescing }),
    deciders,
  };
}

const optionTable: OptionTable<SwarmOptions> = {
  seed: 'any',
  nodes: 'list',
  managers: 'any',
  directory: 'record',
  registry: 'record',
  behaviours: 'list',
  ties: 'text',
  sameInstantOrder: 'any',
  history: 'flag',
  heartbeatPeriod: 'any',
  heartbeatEpsilon: 'any',
  heartbeats: 'text',
  latency: 'any',
  stopRetryPause: 'any',
  nodeUpdatePeriod: 'any',
  statusCoalescing: 'flag',
  taskHistoryLimit: 'any',
  instantEventsMax: 'any',
  ingress: 'flag',
  whatIf: 'record',
  deciders: 'record',
};

/** Most managers that `managers` makes; more do not make a swarm any safer. */
const managersMax = 7;

/** The nodes that join at the beginning: the first manager before all others, as it makes the swarm. */
function listNodes({ managers, nodes = [] }: SwarmOptions): readonly NodeOptions[] {
  if (managers === undefined) {
    const first = nodes.find(({ role }) => role === 'manager');
    return first === undefined ? nodes : [first, ...nodes.filter((node) => node !== first)];
  }
  if (!Number.isSafeInteger(managers) || managers < 1 || managers > managersMax) {
    throw invalid(`managers must be 1 to ${managersMax}, not ${managers}`);
  }
  const names = Array.from({ length: managers }, (_, index) => `manager-${index + 1}`);
  return [...linuxNodes(names, { role: 'manager', availability: 'drain' }), ...nodes];
}

/** Groups may have members among the hosts that join at the beginning. */
function readDomains({ directory, nodes = [] }: SwarmOptions): readonly DomainState[] {
  if (directory === undefined) return [];
  const hosts = nodes.map((node) => {
    readNodeOptions(node);
    const { domain } = node.host;
    return { hostname: node.hostname, ...(domain !== undefined && { domain }) };
  });
  return readDirectory(directory, hosts);
}

function readDuration(name: string, duration: Duration, min = 0): number {
  const ms = parseDuration(duration);
  if (ms < min) throw invalid(`${name} must be at least ${min} ms, not ${duration}`);
  return ms;
}
