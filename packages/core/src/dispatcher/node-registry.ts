import type { Cell, Entry, Environment, TimerId } from '../kernel/environment.ts';
import type { RegistrationRecord } from './decide-registration.ts';
import { decidePatience } from './decide-liveness.ts';
import { emptyRecord } from '../model/empty-record.ts';
import type { NodeId } from '../model/ids.ts';

/** A node that may be heard, or was and is awaited. */
export interface RegisteredNode extends RegistrationRecord {
  /** The empty text while the node is unknown. */
  readonly session: string;
  /** What is recorded when it is not heard in time. */
  readonly failure: string;
}

/** Which nodes have a session, until when silence is allowed, and which are down. */
export interface NodeRegistry {
  get(nodeId: NodeId): RegisteredNode | undefined;
  put(nodeId: NodeId, node: RegisteredNode): void;
  /** Counts an attempt without touching the rest. */
  note(nodeId: NodeId, record: RegistrationRecord): void;
  remove(nodeId: NodeId): void;
  /** Lets a registered node fail at an instant, instead of any other; undefined: not at all. */
  failAt(nodeId: NodeId, at: number | undefined): void;
  /** Starts the time after which a down node's tasks are given up. */
  markDown(nodeId: NodeId): void;
  unmarkDown(nodeId: NodeId): void;
}

/** What {@link createNodeRegistry} goes by and calls back. */
export interface NodeRegistryOptions {
  /** How long a node may be down, in ms. @defaultValue {@link decidePatience} */
  readonly decidePatience?: typeof decidePatience;
  /** The node was not heard in time. */
  failed(nodeId: NodeId, node: RegisteredNode): void;
  /** The node has been down for 24 h. */
  abandoned(nodeId: NodeId): void;
}

interface RegistryState {
  readonly nodes: Record<string, RegisteredNode & { readonly timer: TimerId }>;
  /** Timers of down nodes. */
  readonly down: Record<string, TimerId>;
}

interface NodeEntry extends Entry {
  readonly kind: 'dispatcher:node-failed' | 'dispatcher:node-abandoned';
  readonly node: NodeId;
}

/** SwarmKit: manager/dispatcher/nodes.go, nodeStore. */
export function createNodeRegistry(env: Environment, options: NodeRegistryOptions): NodeRegistry {
  const { decidePatience: patience = decidePatience } = options;
  const cell: Cell<RegistryState> = env.cell('dispatcher:nodes', {
    nodes: emptyRecord(),
    down: emptyRecord(),
  });

  function cancel(timer: TimerId | undefined): void {
    if (timer !== undefined && timer !== 0) env.cancel(timer);
  }

  env.register<NodeEntry>('dispatcher:node-failed', ({ node }) => {
    const registered = cell.value.nodes[node];
    delete cell.value.nodes[node];
    if (registered !== undefined) options.failed(node, registered);
  });

  env.register<NodeEntry>('dispatcher:node-abandoned', ({ node }) => {
    delete cell.value.down[node];
    options.abandoned(node);
  });

  return {
    get: (nodeId) => cell.value.nodes[nodeId],

    put(nodeId, node) {
      const { nodes } = cell.value;
      cancel(nodes[nodeId]?.timer);
      nodes[nodeId] = { timer: 0, ...node };
    },

    note(nodeId, { registeredAt, attempts }) {
      const { nodes } = cell.value;
      const node = nodes[nodeId];
      if (node !== undefined) nodes[nodeId] = { ...node, registeredAt, attempts };
    },

    remove(nodeId) {
      cancel(cell.value.nodes[nodeId]?.timer);
      delete cell.value.nodes[nodeId];
    },

    failAt(nodeId, at) {
      const { nodes } = cell.value;
      const node = nodes[nodeId];
      if (node === undefined) return;
      cancel(node.timer);
      const entry: NodeEntry = { kind: 'dispatcher:node-failed', node: nodeId };
      const timer = at === undefined ? 0 : env.schedule({ at: Math.max(at, env.now), entry });
      nodes[nodeId] = { ...node, timer };
    },

    markDown(nodeId) {
      cancel(cell.value.down[nodeId]);
      const entry: NodeEntry = { kind: 'dispatcher:node-abandoned', node: nodeId };
      cell.value.down[nodeId] = env.schedule({ at: env.now + patience(), entry });
    },

    unmarkDown(nodeId) {
      cancel(cell.value.down[nodeId]);
      delete cell.value.down[nodeId];
    },
  };
}
