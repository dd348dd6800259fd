/**
 * The machines of a swarm: for each node a record in the store, an engine, and an agent between the
 * engine and the link. It makes and ends them; what they do is theirs.
 */
import { createAgents, type AgentsOptions } from './agent/agents.ts';
import type { DeciderOptions } from './client/decider-options.ts';
import type { HostPresence } from './client/leave-swarm.ts';
import type { HostQueries } from './client/nodes-api.ts';
import type { HostChange } from './engine/host-change.ts';
import type { Directory } from './directory/directory.ts';
import { defaultSite } from './directory/read-directory.ts';
import type { Behaviour } from './engine/behaviour/behaviour.ts';
import { createEngine, type ContainerView, type Engine } from './engine/engine.ts';
import type { HostDescription } from './engine/host-description.ts';
import { readNodeOptions, type NodeOptions } from './engine/hosts.ts';
import type { CredentialSpecCopy } from './engine/host-credential-specs.ts';
import { createPullFaults } from './engine/pull-faults.ts';
import {
  applyFault,
  checkFaultTarget,
  type FaultTargets,
  type StruckFault,
} from './faults/faults.ts';
import type { AccessResult } from './identity/describe-access.ts';
import { gatherProbeFacts, gatherStartFacts } from './identity/gather-probe-facts.ts';
import {
  createIdentityProbe,
  type ContainerIdentity,
  type ProbeFacts,
} from './identity/identity.ts';
import { SwarmSimError } from './kernel/errors.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { Link } from './link/link.ts';
import type { AssignmentPosition } from './model/assignment.ts';
import { toId, type NodeId } from './model/ids.ts';
import type { Node } from './model/node.ts';
import { keepPlain } from './options/keep-plain.ts';
import type { Registry } from './registry/registry.ts';
import type { Store } from './store/store.ts';

/** What machines stand among: where they find managers, and where accounts. */
export interface HostsSurroundings {
  readonly store: Store;
  readonly link: Link;
  readonly directory: Directory;
}

/** What all machines share. */
export interface HostsSettings {
  readonly registry: Registry;
  readonly behaviours: readonly Behaviour[];
  readonly agent: AgentsOptions;
  readonly deciders?: DeciderOptions;
}

/** See the head of this file. */
export interface Hosts extends HostQueries {
  /** A machine joins the swarm and registers. */
  join(options: NodeOptions): Node;
  /** What a machine has changes while it runs; its agent finds out. */
  changeHost(nodeId: NodeId, change: HostChange): void;
  /** Where a machine stands: `down` is one whose engine does not run now. */
  presenceOf(nodeId: NodeId): HostPresence;
  /** A machine is in the swarm no more: its agent gives up its tasks, and never comes back. */
  leave(nodeId: NodeId): void;
  /** Whoever administers a machine copies a credential spec to it. */
  writeCredentialSpec(nodeId: NodeId, copy: CredentialSpecCopy): void;
  /** Whoever administers a machine deletes a copy. */
  deleteCredentialSpec(nodeId: NodeId, copy: Omit<CredentialSpecCopy, 'text'>): void;
  /** Refuses a fault that cannot strike now. @throws SwarmSimError. */
  checkFault(fault: StruckFault): void;
  /** A machine as it is now; undefined where there is none. */
  hostOf(nodeId: NodeId): HostDescription | undefined;
  applyFault(fault: StruckFault): void;
  /** What a container sees; undefined where the node has none for that task. */
  containerOf(nodeId: NodeId, taskId: string): ContainerView | undefined;
  /** Who a container is at this moment. @throws SwarmSimError `failed-precondition`. */
  identityOf(nodeId: NodeId, taskId: string): ContainerIdentity;
  /**
   * What a server of the directory says to a container.
   *
   * @throws SwarmSimError `failed-precondition`, `not-found` or `ambiguous`.
   */
  accessOf(nodeId: NodeId, taskId: string, server: string): AccessResult;
  /** The last message with assignments that a machine took in; undefined without a session. */
  lastTaken(nodeId: NodeId): AssignmentPosition | undefined;
  /** Ids of those configs and secrets on a node that a task of it is allowed to read. */
  readable(nodeId: NodeId, taskId: string): readonly string[];
}

/** Makes the machines' registry. */
export function createHosts(
  kernel: Kernel,
  { store, link, directory }: HostsSurroundings,
  settings: HostsSettings,
): Hosts {
  const { agent, registry, behaviours, deciders = {} } = settings;
  const agents = createAgents(kernel, link, agent);
  const engines = new Map<NodeId, Engine>();
  const pulls = createPullFaults(kernel);
  const probe = createIdentityProbe(directory, deciders.decideIdentity);
  const targets: FaultTargets = {
    agents,
    link,
    directory,
    pulls,
    engines: { ignoreStop: (nodeId, taskId) => engines.get(nodeId)?.ignoreStop(taskId) ?? false },
  };

  function engineOf(nodeId: NodeId): Engine {
    const engine = engines.get(nodeId);
    if (engine === undefined) throw new SwarmSimError('not-found', `node ${nodeId} has no host`);
    return engine;
  }

  /** The engine of a machine that can be reached to copy something to it. */
  function machineOf(nodeId: NodeId): Engine {
    const engine = engineOf(nodeId);
    // Who has left the swarm is a machine all the same.
    if (agents.isRunning(nodeId) || agents.hasLeft(nodeId)) return engine;
    throw new SwarmSimError('failed-precondition', `the host of node ${nodeId} is down`);
  }

  function factsOf(nodeId: NodeId, taskId: string): ProbeFacts {
    const engine = engineOf(nodeId);
    const container = engine.view(taskId);
    if (container === undefined) {
      throw new SwarmSimError('failed-precondition', `the container of task ${taskId} is gone`);
    }
    const containers = engine.containers();
    const portableCredentials = engine.portableCredentialsOf(taskId);
    return gatherProbeFacts(container, {
      nodeId,
      host: engine.host,
      containers,
      ...(portableCredentials !== undefined && { portableCredentials }),
    });
  }

  return {
    join(options) {
      const host = readNodeOptions(options);
      const { hostname } = options;
      const { domain, site = defaultSite } = host;
      const joining = { hostname, ...(domain !== undefined && { domain }) };
      directory.checkHost(joining);
      const node = createNode(store, toId(kernel.ids.mint('node', hostname)), options);
      const engine = createEngine(kernel, {
        nodeId: node.id,
        hostname,
        host,
        registry,
        behaviours,
        pullFaults: pulls,
        canAuthenticate({ container, ...place }) {
          const facts = gatherStartFacts(container, { nodeId: node.id, ...place });
          return probe.identify(facts).account !== undefined;
        },
        deciders,
      });
      engines.set(node.id, engine);
      directory.addHost({ nodeId: node.id, ...joining, site });
      agents.add(node.id, engine);
      return node;
    },
    changeHost(nodeId, change) {
      engineOf(nodeId).changeHost(change);
      agents.renew(nodeId);
    },
    writeCredentialSpec: (nodeId, copy) => machineOf(nodeId).writeCredentialSpec(copy),
    deleteCredentialSpec: (nodeId, copy) => machineOf(nodeId).deleteCredentialSpec(copy),
    credentialSpecs: (nodeId) => engines.get(nodeId)?.credentialSpecs() ?? [],
    events: (nodeId) => engines.get(nodeId)?.events() ?? [],
    presenceOf(nodeId) {
      if (agents.hasLeft(nodeId)) return 'left';
      return agents.isRunning(nodeId) ? 'running' : 'down';
    },
    leave: (nodeId) => agents.leave(nodeId),
    hostOf: (nodeId) => engines.get(nodeId)?.host,
    checkFault: (fault) => checkFaultTarget(fault, targets),
    applyFault: (fault) => applyFault(fault, targets),
    containerOf: (nodeId, taskId) => engines.get(nodeId)?.view(taskId),
    identityOf: (nodeId, taskId) => probe.identify(factsOf(nodeId, taskId)),
    accessOf: (nodeId, taskId, server) => probe.access(factsOf(nodeId, taskId), server),
    readable: (nodeId, taskId) => agents.readable(nodeId, taskId),
    lastTaken: (nodeId) => agents.lastTaken(nodeId),
    holdings: (nodeId) => agents.holdings(nodeId),
    isReachable: (nodeId) => agents.isRunning(nodeId) && link.isWhole(nodeId),
    nameOf: (nodeId, kind, id) => agents.nameOf(nodeId, kind, id) ?? id,
  };
}

/** A node is accepted before it ever registers. SwarmKit: ca/server.go, issueNodeCertificate. */
function createNode(store: Store, id: NodeId, options: NodeOptions): Node {
  const { role = 'worker', availability = 'active', labels, host } = options;
  return store.update((tx) =>
    tx.create('node', {
      id,
      role,
      spec: keepPlain('spec', { role, availability, ...(labels !== undefined && { labels }) }),
      status: { state: 'unknown', message: '', addr: host.addr ?? '' },
    }),
  );
}
