/**
 * The managers' side of every node's session. It watches tasks, nodes and the cluster; it sends each
 * node the tasks assigned to it with the configs and secrets they reference, and writes what nodes
 * report: the observed state of tasks and the state of nodes. It never writes a desired state, never
 * chooses a node, and never decides what follows from a failure. SwarmKit: manager/dispatcher.
 */
import type { Component } from '../component.ts';
import type { Environment } from '../kernel/environment.ts';
import { choosePeriod, type Beat, type BeatTiming } from '../link/beats.ts';
import type { Link } from '../link/link.ts';
import type { AgentMessage, RefusalCode } from '../link/messages.ts';
import type { AssignmentPosition, NodeAssignments } from '../model/assignment.ts';
import { heartbeatEpsilonMs, heartbeatPeriodMs } from '../model/defaults.ts';
import { toId, type NodeId } from '../model/ids.ts';
import type { NodeDescription } from '../model/node.ts';
import type { Task } from '../model/task.ts';
import type { Change, Commit } from '../store/change.ts';
import type { Store } from '../store/store.ts';
import { watch } from '../store/watch.ts';
import { createAssignmentStreams, type AssignmentStreams } from './assignment-streams.ts';
import { dispatcherDeciders, type DispatcherDeciders } from './dispatcher-deciders.ts';
import { createNodeRegistry, type NodeRegistry, type RegisteredNode } from './node-registry.ts';
import { createStatusBatch, type ReportCall, type StatusBatch } from './status-batch.ts';

/** Options of {@link createDispatcher}. */
export interface DispatcherOptions {
  /** Overrides the cluster's heartbeat period, in ms. */
  readonly heartbeatPeriodMs?: number;
  /** How far each answer's period may lie from it, in ms. @defaultValue 500 */
  readonly heartbeatEpsilonMs?: number;
  readonly deciders?: Partial<DispatcherDeciders>;
}

/** The dispatcher of one leader term. */
export interface Dispatcher extends Component {
  /** What is assigned to a node, as its session sees it; undefined for a node without one. */
  assignmentsOf(nodeId: NodeId): NodeAssignments | undefined;
  /** The last message with assignments to a node; undefined without a session, and while there is more to send. */
  lastSent(nodeId: NodeId): AssignmentPosition | undefined;
  /** A task of that set, as the node's session saw it last. */
  assignedTask(nodeId: NodeId, taskId: string): Task | undefined;
}

/** Starts the dispatcher of a leader term. Nodes that were not down become unknown. */
export function createDispatcher(
  env: Environment,
  store: Store,
  link: Link,
  options: DispatcherOptions = {},
): Dispatcher {
  return new SessionDispatcher(env, store, link, options);
}

/** A registration that waits until the node is recorded as ready. */
interface Registration {
  readonly nodeId: NodeId;
  /** The session it goes on with; the empty text opens a new one. */
  readonly session: string;
  /** The connection that it came by, and by which its answer goes. */
  readonly connection: number;
}

class SessionDispatcher implements Dispatcher {
  readonly #env: Environment;
  readonly #store: Store;
  readonly #link: Link;
  readonly #options: DispatcherOptions;
  readonly #deciders: DispatcherDeciders;
  readonly #streams: AssignmentStreams;
  readonly #batch: StatusBatch;
  readonly #registry: NodeRegistry;
  readonly #registrations: { value: Registration[] };
  readonly #ends: (() => void)[];
  #timing: BeatTiming;

  constructor(env: Environment, store: Store, link: Link, options: DispatcherOptions) {
    this.#env = env;
    this.#store = store;
    this.#link = link;
    this.#options = options;
    this.#deciders = { ...dispatcherDeciders, ...options.deciders };
    const { decideAssignments, decideNodeStatus, decidePatience, decideStatus } = this.#deciders;
    this.#timing = this.#readTiming();
    this.#registrations = env.cell<Registration[]>('dispatcher:registrations', []);
    this.#streams = createAssignmentStreams(env, store, {
      decideAssignments,
      send: (nodeId, message) => link.toNode(nodeId, message),
    });
    this.#batch = createStatusBatch(env, store, {
      decideNodeStatus,
      decideStatus,
      recorded: (awaited) => this.#finishBatch(awaited),
    });
    this.#registry = createNodeRegistry(env, {
      decidePatience,
      failed: (nodeId, node) => this.#markDown(nodeId, node),
      abandoned: (nodeId) => this.#orphanTasks(nodeId),
    });
    link.setBeatTiming(this.#timing);
    this.#markNodesUnknown();
    this.#ends = [
      link.serve({
        receive: (nodeId, message) => this.#receive(nodeId, message),
        silent: (nodeId, lastBeat) => this.#handleSilence(nodeId, lastBeat),
        heard: (nodeId, session) => this.#handleSound(nodeId, session),
      }),
      watch(env, store, 'dispatcher', (commit) => this.#handleCommit(commit), {
        concerns: (change) => this.#streams.isFollowing(change) || isFollowed(change),
      }),
    ];
  }

  stop(): void {
    for (const end of this.#ends.splice(0)) end();
  }

  assignmentsOf(nodeId: NodeId): NodeAssignments | undefined {
    return this.#streams.assignmentsOf(nodeId);
  }

  lastSent(nodeId: NodeId): AssignmentPosition | undefined {
    return this.#streams.lastSent(nodeId);
  }

  assignedTask(nodeId: NodeId, taskId: string): Task | undefined {
    return this.#streams.assignedTask(nodeId, taskId);
  }

  #receive(nodeId: NodeId, message: AgentMessage): void {
    if (message.kind === 'register') {
      this.#register(nodeId, message.session, message.description);
      return;
    }
    if (!this.#checkSession(nodeId, message.session)) return;
    switch (message.kind) {
      case 'assignments':
        this.#streams.open(nodeId, message.session);
        return;
      case 'heartbeat':
        this.#answerHeartbeat(nodeId, message.session);
        return;
      case 'status':
        this.#takeReports(nodeId, message);
        return;
    }
  }

  // SwarmKit: manager/dispatcher/dispatcher.go, Session and register.
  #register(nodeId: NodeId, session: string, description: NodeDescription): void {
    const known = this.#registry.get(nodeId);
    const isSame = session !== '' && known?.session === session;
    if (known !== undefined && !isSame) {
      const decision = this.#deciders.decideRegistration(known, this.#env.now);
      this.#registry.note(nodeId, decision);
      if (!decision.isAllowed) {
        const text = `node ${nodeId} exceeded rate limit count of registrations`;
        this.#refuse(nodeId, session, 'unavailable', text);
        return;
      }
    }
    if (this.#store.get('node', nodeId) === undefined) {
      this.#refuse(nodeId, session, 'unknown', 'node not found');
      return;
    }
    this.#registry.unmarkDown(nodeId);
    this.#batch.addNode({ nodeId, state: 'ready', message: '', description });
    const connection = this.#link.connectionOf(nodeId);
    this.#registrations.value.push({ nodeId, session: isSame ? session : '', connection });
  }

  /** Lets those go on who waited for the batch that is now in the store. */
  #finishBatch(awaited: readonly ReportCall[]): void {
    const waiting = this.#registrations.value;
    this.#registrations.value = [];
    for (const registration of waiting) this.#openSession(registration);
    for (const { nodeId, reports: updates } of awaited) {
      const session = this.#registry.get(nodeId)?.session;
      if (session === undefined || session === '') continue;
      this.#link.toNode(nodeId, { kind: 'status-recorded', session, updates });
    }
  }

  #openSession(registration: Registration): void {
    const { nodeId, session: former } = registration;
    if (former !== '') {
      if (this.#checkSession(nodeId, former)) this.#answer(registration, former);
      return;
    }
    const known = this.#registry.get(nodeId);
    const session = this.#env.ids.mint('session', nodeId);
    const registeredAt = known?.registeredAt ?? this.#env.now;
    const attempts = known?.attempts ?? 0;
    this.#streams.close(nodeId);
    const failure = 'heartbeat failure';
    this.#registry.put(nodeId, { session, registeredAt, attempts, failure });
    this.#registry.failAt(nodeId, this.#env.now + this.#graceMs(session, false));
    this.#answer(registration, session);
  }

  /** A node that has connected anew meanwhile hears nothing of it: the stream it asked on is closed. */
  #answer({ nodeId, connection }: Registration, session: string): void {
    if (this.#link.connectionOf(nodeId) !== connection) return;
    this.#link.toNode(nodeId, { kind: 'session', session });
  }

  // SwarmKit: manager/dispatcher/dispatcher.go, UpdateTaskStatus.
  #takeReports(nodeId: NodeId, message: AgentMessage & { kind: 'status' }): void {
    for (const { taskId } of message.updates) {
      // What was assigned to the node stays its own.
      if (this.#streams.assignedTask(nodeId, taskId) !== undefined) continue;
      const task = this.#store.get('task', taskId);
      if (task === undefined || task.nodeId === nodeId) continue;
      const text = 'cannot update a task not assigned this node';
      this.#refuse(nodeId, message.session, 'permission-denied', text);
      return;
    }
    this.#batch.addReports(nodeId, message.updates, message.confirm);
  }

  #checkSession(nodeId: NodeId, session: string): boolean {
    const known = this.#registry.get(nodeId);
    if (known === undefined) this.#refuse(nodeId, session, 'not-found', 'node not registered');
    else if (known.session === '' || known.session !== session) {
      this.#refuse(nodeId, session, 'invalid-argument', 'session invalid');
    } else return true;
    return false;
  }

  #refuse(nodeId: NodeId, session: string, code: RefusalCode, message: string): void {
    this.#link.toNode(nodeId, { kind: 'refused', session, code, message });
  }

  #answerHeartbeat(nodeId: NodeId, session: string): void {
    const fraction = this.#env.random.draw('heartbeat-period', session, this.#env.now);
    const periodMs = choosePeriod(this.#timing, fraction);
    this.#registry.failAt(nodeId, this.#env.now + this.#deciders.decideGrace(periodMs, false));
    this.#link.toNode(nodeId, { kind: 'heartbeat-period', session, periodMs });
  }

  #handleSilence(nodeId: NodeId, lastBeat: Beat): void {
    if (this.#registry.get(nodeId)?.session !== lastBeat.session) return;
    const graceMs = this.#deciders.decideGrace(lastBeat.periodMs, false);
    this.#registry.failAt(nodeId, lastBeat.at + graceMs);
  }

  #handleSound(nodeId: NodeId, session: string): void {
    if (this.#checkSession(nodeId, session)) this.#registry.failAt(nodeId, undefined);
  }

  // SwarmKit: manager/dispatcher/dispatcher.go, markNodeNotReady.
  #markDown(nodeId: NodeId, { session, failure }: RegisteredNode): void {
    this.#streams.close(nodeId);
    if (this.#store.get('node', nodeId) === undefined) return;
    this.#registry.markDown(nodeId);
    this.#batch.addNode({ nodeId, state: 'down', message: failure });
    if (session !== '') this.#refuse(nodeId, session, 'not-found', 'node not registered');
  }

  // SwarmKit: manager/dispatcher/dispatcher.go, moveTasksToOrphaned.
  #orphanTasks(nodeId: NodeId): void {
    const lost = this.#deciders.decideOrphans(this.#store.find('task', 'node', nodeId));
    this.#store.batch(lost, (tx, task) => {
      tx.changeTask(task, { status: { ...task.status, state: 'orphaned' } });
    });
  }

  // SwarmKit: manager/dispatcher/dispatcher.go, markNodesUnknown.
  #markNodesUnknown(): void {
    const message = 'Node moved to "unknown" state due to leadership change in cluster';
    const failure = 'heartbeat failure for node in "unknown" state';
    this.#store.batch(this.#store.list('node'), (tx, node) => {
      if (node.status.state === 'down') {
        this.#registry.markDown(node.id);
        return;
      }
      const graceMs = this.#graceMs(node.id, true);
      this.#registry.put(node.id, { session: '', registeredAt: 0, attempts: 0, failure });
      this.#registry.failAt(node.id, this.#env.now + graceMs);
      tx.update('node', { ...node, status: { ...node.status, state: 'unknown', message } });
    });
  }

  #graceMs(key: string, isUnknown: boolean): number {
    const fraction = this.#env.random.draw('heartbeat-grace', key, this.#env.now);
    return this.#deciders.decideGrace(choosePeriod(this.#timing, fraction), isUnknown);
  }

  #handleCommit(commit: Commit): void {
    this.#streams.handleCommit(commit);
    for (const { table, action, id } of commit.changes) {
      if (table === 'cluster') this.#refreshTiming();
      if (table !== 'node' || action !== 'delete') continue;
      const nodeId = toId<NodeId>(id);
      this.#registry.remove(nodeId);
      this.#registry.unmarkDown(nodeId);
      this.#streams.close(nodeId);
    }
  }

  #refreshTiming(): void {
    const timing = this.#readTiming();
    if (timing.periodMs === this.#timing.periodMs) return;
    this.#timing = timing;
    this.#link.setBeatTiming(timing);
  }

  #readTiming(): BeatTiming {
    const configured = this.#store.list('cluster')[0]?.spec.dispatcher.heartbeatPeriodMs ?? 0;
    const fallback = configured > 0 ? configured : heartbeatPeriodMs;
    return {
      periodMs: this.#options.heartbeatPeriodMs ?? fallback,
      epsilonMs: this.#options.heartbeatEpsilonMs ?? heartbeatEpsilonMs,
    };
  }
}

function isFollowed({ table, action }: Change): boolean {
  return table === 'cluster' || (table === 'node' && action === 'delete');
}
