/**
 * A node's side of its session. It hears assignments over the link, keeps the tasks, configs and
 * secrets that it was given, drives each task through its states by the executor, and reports what
 * it observes. It never reads the store, and knows of other nodes nothing. SwarmKit: agent.
 */
import type { DispatcherMessage } from '../link/messages.ts';
import type { AssignmentChange, AssignmentPosition, NodeAssignments } from '../model/assignment.ts';
import { emptyRecord } from '../model/empty-record.ts';
import type { TaskStatus } from '../model/task.ts';
import type { AgentContext, AgentState, HeldTask } from './agent-state.ts';
import { readableIds } from './dependencies.ts';
import { noteObjects } from './note-objects.ts';
import { createSession, type Session, type SessionTimer } from './session.ts';
import { createTaskRunner, type TaskRunner, type TaskTimer } from './task-runner.ts';

/** The agent of one node. SwarmKit: agent/agent.go. */
export interface Agent {
  /**
   * Takes its end of the link and, unless it runs already, starts with what is on its disk; not on a
   * node that left.
   */
  start(): void;
  /** It stops without a word; its memory is gone. */
  crash(containers: 'died' | 'survived'): void;
  /** The host starts again; one whose engine runs, or is about to, loses power first. */
  restart(): void;
  /** The engine stops, and the agent with it, and starts again; on a host that is down, nothing. */
  restartEngine(containers: 'died' | 'survived', downForMs: number): void;
  /** It gives up all of its tasks and never comes back. */
  leave(): void;
  /** Its host has changed, which it finds out when it next looks. */
  renew(): void;
  /** A container ends by itself. Returns whether it was running. */
  exitContainer(taskId: string, exitCode: number): boolean;
  /** The probes of a container fail from now on. Returns whether it runs and has a health check. */
  sicken(taskId: string): boolean;
  handleSessionTimer(event: SessionTimer['event']): void;
  handleTaskTimer(timer: TaskTimer): void;
  report(): void;
  holdings(): NodeAssignments;
  /** The last message with assignments that it took in; undefined without a session. */
  lastTaken(): AssignmentPosition | undefined;
  /** Name of a config or secret that it holds; undefined where it holds none of that id. */
  nameOf(kind: 'config' | 'secret', id: string): string | undefined;
  /** Ids of those configs and secrets in its memory that a task is allowed to read. */
  readable(taskId: string): readonly string[];
  statusOf(taskId: string): TaskStatus | undefined;
  isRunning(): boolean;
  hasLeft(): boolean;
}

/** Makes an agent that does not run yet. */
export function createAgent(context: AgentContext): Agent {
  return new NodeAgent(context);
}

class NodeAgent implements Agent {
  readonly #context: AgentContext;
  readonly #session: Session;
  readonly #runner: TaskRunner;
  #detach: () => void = () => undefined;

  constructor(context: AgentContext) {
    this.#context = context;
    this.#session = createSession(context, () => this.#reportAll());
    this.#runner = createTaskRunner(context, (held) => this.#noteChange(held));
  }

  start(): void {
    const { link, nodeId, state } = this.#context;
    this.#cancelStart();
    if (state.value.hasLeft) return;
    this.#detach = link.attach(nodeId, {
      receive: (message) => this.#receive(message),
      pathChanged: () => this.#session.pathChanged(),
    });
    if (state.value.isRunning) return;
    state.value.isRunning = true;
    state.value.startedAt = this.#context.env.now;
    this.#runner.resume();
    this.#session.connect();
  }

  crash(containers: 'died' | 'survived'): void {
    const { executor, state } = this.#context;
    this.#cancelStart();
    if (state.value.isRunning) this.#stop();
    else if (containers === 'survived') return;
    this.#runner.halt(containers);
    this.#change(() => forgetObjects(state.value));
    if (containers === 'died') executor.crash();
  }

  restart(): void {
    const { isRunning, startTimer } = this.#context.state.value;
    if (isRunning || startTimer !== 0) this.crash('died');
    this.start();
  }

  restartEngine(containers: 'died' | 'survived', downForMs: number): void {
    const { env, nodeId, state } = this.#context;
    if (!state.value.isRunning && state.value.startTimer === 0) return;
    this.crash(containers);
    const entry: StartEntry = { kind: 'agent:start', node: nodeId };
    state.value.startTimer = env.schedule({ at: env.now + downForMs, entry });
  }

  // Managers are not told: SwarmKit's agent has no message for it, and the node goes down in time.
  leave(): void {
    const { value } = this.#context.state;
    this.#cancelStart();
    value.hasLeft = true;
    if (!value.isRunning) return;
    this.#assign([], 'complete');
    this.#stop();
  }

  renew(): void {
    this.#session.renew();
  }

  exitContainer(taskId: string, exitCode: number): boolean {
    return this.#runner.exit(taskId, exitCode);
  }

  sicken(taskId: string): boolean {
    return this.#runner.sicken(taskId);
  }

  handleSessionTimer(event: SessionTimer['event']): void {
    this.#session.handleTimer(event);
  }

  handleTaskTimer(timer: TaskTimer): void {
    this.#runner.handleTimer(timer);
  }

  /** Sends the latest status of every task that changed, in one call. */
  report(): void {
    const { link, nodeId, state, statusCoalescing } = this.#context;
    const { session, tasks, unreported } = state.value;
    state.value.unreported = [];
    const updates = [];
    for (const id of unreported) {
      const held = tasks[id];
      if (held?.isUnreported !== true) continue;
      held.isUnreported = false;
      updates.push({ taskId: held.task.id, status: held.status });
    }
    if (session.phase !== 'open' || updates.length === 0) return;
    const confirm = !statusCoalescing;
    link.toManagers(nodeId, { kind: 'status', session: session.id, updates, confirm });
  }

  holdings(): NodeAssignments {
    const { isRunning, tasks, configs, secrets } = this.#context.state.value;
    if (!isRunning) return { tasks: [], configs: [], secrets: [] };
    return {
      tasks: Object.keys(tasks),
      configs: Object.keys(configs),
      secrets: Object.keys(secrets),
    };
  }

  lastTaken(): AssignmentPosition | undefined {
    const { phase, id, sequence } = this.#context.state.value.session;
    return phase === 'open' ? { session: id, sequence } : undefined;
  }

  nameOf(kind: 'config' | 'secret', id: string): string | undefined {
    const { configs, secrets } = this.#context.state.value;
    return (kind === 'config' ? configs : secrets)[id]?.spec.name;
  }

  readable(taskId: string): readonly string[] {
    const { deciders, state } = this.#context;
    const held = state.value.tasks[taskId];
    if (held === undefined || !state.value.isRunning) return [];
    return readableIds(
      state.value,
      deciders.restrictDependencies(() => state.value, held.task),
    );
  }

  statusOf(taskId: string): TaskStatus | undefined {
    return this.#context.state.value.tasks[taskId]?.status;
  }

  isRunning(): boolean {
    return this.#context.state.value.isRunning;
  }

  hasLeft(): boolean {
    return this.#context.state.value.hasLeft;
  }

  #cancelStart(): void {
    const { env, state } = this.#context;
    if (state.value.startTimer !== 0) env.cancel(state.value.startTimer);
    state.value.startTimer = 0;
  }

  #stop(): void {
    const { link, nodeId, state } = this.#context;
    state.value.isRunning = false;
    this.#session.close();
    this.#detach();
    link.reconnect(nodeId);
  }

  #receive(message: DispatcherMessage): void {
    const { session } = this.#context.state.value;
    if (message.kind === 'assignments') {
      if (session.phase === 'open' && message.session === session.id)
        this.#takeAssignments(message);
    } else if (message.kind === 'status-recorded') {
      for (const report of message.updates) this.#runner.recorded(report);
    } else {
      this.#session.receive(message);
    }
  }

  // SwarmKit: agent/session.go, watch: after a gap the stream is asked for anew.
  #takeAssignments(message: DispatcherMessage & { kind: 'assignments' }): void {
    const { link, nodeId, state } = this.#context;
    const { session } = state.value;
    const isGap = message.type === 'incremental' && message.sequence !== session.sequence + 1;
    session.sequence = message.sequence;
    this.#assign(message.changes, message.type);
    if (isGap) link.toManagers(nodeId, { kind: 'assignments', session: session.id });
  }

  /** Secrets and configs come before the tasks that need them. SwarmKit: agent/worker.go. */
  #assign(changes: readonly AssignmentChange[], type: 'complete' | 'incremental'): void {
    const { value } = this.#context.state;
    if (type === 'complete' || changes.some(({ item }) => item !== 'task')) {
      this.#change(() => {
        if (type === 'complete') forgetObjects(value);
        for (const change of changes) takeObject(value, change);
      });
    }
    for (const change of changes) {
      if (change.item === 'task' && change.action === 'update') this.#runner.assign(change.task);
    }
    const { decideRemovals } = this.#context.deciders;
    const held = (): readonly string[] => Object.keys(value.tasks);
    for (const id of decideRemovals({ type, changes, held })) this.#runner.remove(id);
  }

  /** Changes what the agent has in memory, and notes what came and went. */
  #change(change: () => void): void {
    const { env, nodeId, state } = this.#context;
    if (!env.keepsNotes) {
      change();
      return;
    }
    const before = { configs: { ...state.value.configs }, secrets: { ...state.value.secrets } };
    change();
    noteObjects(env, nodeId, before, state.value);
  }

  /** Statuses that change at one instant go in one call. Without a session they wait for the next. */
  #noteChange(held: HeldTask): void {
    const { env, nodeId, state } = this.#context;
    const { session, unreported } = state.value;
    if (session.phase !== 'open' || held.isUnreported) return;
    held.isUnreported = true;
    unreported.push(held.task.id);
    if (unreported.length === 1) {
      const entry: ReportEntry = { kind: 'agent:report', node: nodeId };
      env.schedule({ at: env.now, entry });
    }
  }

  /** A new session is told every status. SwarmKit: agent/worker.go, Report. */
  #reportAll(): void {
    for (const held of Object.values(this.#context.state.value.tasks)) this.#noteChange(held);
  }
}

function forgetObjects(state: AgentState): void {
  state.configs = emptyRecord();
  state.secrets = emptyRecord();
}

function takeObject(state: AgentState, change: AssignmentChange): void {
  if (change.action === 'remove') {
    if (change.item === 'config') delete state.configs[change.id];
    if (change.item === 'secret') delete state.secrets[change.id];
  } else if (change.item === 'config') state.configs[change.config.id] = change.config;
  else if (change.item === 'secret') state.secrets[change.secret.id] = change.secret;
}

/** An engine that was restarted is back. */
export interface StartEntry {
  readonly kind: 'agent:start';
  readonly node: AgentContext['nodeId'];
}

/** The end of an instant in which statuses changed. */
export interface ReportEntry {
  readonly kind: 'agent:report';
  readonly node: AgentContext['nodeId'];
}
