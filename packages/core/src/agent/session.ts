import type { Entry } from '../kernel/environment.ts';
import type { DispatcherMessage } from '../link/messages.ts';
import {
  dispatcherCallTimeoutMs,
  sessionBackoffMs,
  sessionBackoffMsMax,
} from '../model/defaults.ts';
import type { NodeId } from '../model/ids.ts';
import type { AgentContext, SessionState } from './agent-state.ts';

/** One node's session with the managers: it is opened, kept alive, and rebuilt when it fails. */
export interface Session {
  /** Registers now. */
  connect(): void;
  /** Ends the session and stays away. */
  close(): void;
  /** The host has changed: the next look at it finds that, and the node registers again. */
  renew(): void;
  receive(message: Exclude<DispatcherMessage, AssignmentsOrRecord>): void;
  pathChanged(): void;
  handleTimer(event: SessionTimer['event']): void;
}

/** A timer of a session. */
export interface SessionTimer extends Entry {
  readonly kind: 'agent:session';
  readonly node: NodeId;
  readonly event: 'register' | 'give-up' | 'look' | 'beat' | 'beat-unanswered';
}

type AssignmentsOrRecord = { readonly kind: 'assignments' | 'status-recorded' };

/** SwarmKit: agent/agent.go, run; agent/session.go. */
export function createSession(context: AgentContext, opened: () => void): Session {
  return new RetryingSession(context, opened);
}

class RetryingSession implements Session {
  readonly #context: AgentContext;
  readonly #opened: () => void;

  constructor(context: AgentContext, opened: () => void) {
    this.#context = context;
    this.#opened = opened;
  }

  get #state(): SessionState {
    return this.#context.state.value.session;
  }

  connect(): void {
    const { link, nodeId, executor } = this.#context;
    const state = this.#state;
    state.phase = 'registering';
    state.attempt += 1;
    link.reconnect(nodeId);
    const description = executor.describe();
    link.toManagers(nodeId, { kind: 'register', session: state.id, description });
    state.timer = this.#schedule('give-up', dispatcherCallTimeoutMs);
  }

  close(): void {
    const { env, link, nodeId } = this.#context;
    const state = this.#state;
    for (const timer of [state.timer, state.lookTimer, state.beatTimer, state.patienceTimer]) {
      if (timer !== 0) env.cancel(timer);
    }
    state.timer = 0;
    state.lookTimer = 0;
    state.beatTimer = 0;
    state.patienceTimer = 0;
    state.phase = 'closed';
    state.isEager = false;
    link.stopBeats(nodeId);
  }

  // SwarmKit: agent/agent.go, run (updateNode): the agent compares descriptions periodically.
  renew(): void {
    const { env, nodeUpdatePeriodMs, state } = this.#context;
    if (this.#state.phase === 'closed' || this.#state.lookTimer !== 0) return;
    if (nodeUpdatePeriodMs === 0) {
      this.#look();
      return;
    }
    const sinceLook = (env.now - state.value.startedAt) % nodeUpdatePeriodMs;
    this.#state.lookTimer = this.#schedule('look', nodeUpdatePeriodMs - sinceLook);
  }

  receive(message: Exclude<DispatcherMessage, AssignmentsOrRecord>): void {
    const state = this.#state;
    if (message.kind === 'session') {
      if (state.phase === 'registering') this.#open(message.session);
      return;
    }
    if (message.kind === 'heartbeat-period') {
      const isMine = state.phase === 'open' && message.session === state.id;
      if (isMine && state.isEager) this.#rest(message.periodMs);
      return;
    }
    const isMine = message.session === state.id || message.session === '';
    if (state.phase === 'registering' || (state.phase === 'open' && isMine)) this.#fail();
  }

  pathChanged(): void {
    const { env, link, nodeId } = this.#context;
    const state = this.#state;
    if (state.phase !== 'open') return;
    if (link.isEager(nodeId)) {
      this.#beginBeating();
      return;
    }
    this.#endBeating();
    if (link.isWhole(nodeId)) {
      this.#cancelPatience();
    } else if (state.patienceTimer === 0) {
      const waitMs = Math.max(0, link.nextBeatAt(nodeId) - env.now);
      state.patienceTimer = this.#schedule('beat-unanswered', waitMs + dispatcherCallTimeoutMs);
    }
  }

  handleTimer(event: SessionTimer['event']): void {
    const state = this.#state;
    switch (event) {
      case 'register':
        state.timer = 0;
        this.connect();
        return;
      case 'give-up':
        state.timer = 0;
        this.#fail();
        return;
      case 'look':
        state.lookTimer = 0;
        this.#look();
        return;
      case 'beat':
        state.beatTimer = 0;
        this.#beat();
        return;
      case 'beat-unanswered':
        state.patienceTimer = 0;
        this.#fail();
        return;
    }
  }

  /** While a registration is under way it looks no closer; the next one tells the news anyway. */
  #look(): void {
    const { nodeUpdatePeriodMs } = this.#context;
    if (this.#state.phase === 'registering') {
      const againMs = nodeUpdatePeriodMs === 0 ? dispatcherCallTimeoutMs : nodeUpdatePeriodMs;
      this.#state.lookTimer = this.#schedule('look', againMs);
    }
    if (this.#state.phase !== 'open') return;
    this.close();
    this.connect();
  }

  #open(id: string): void {
    const { env, link, nodeId } = this.#context;
    const state = this.#state;
    env.cancel(state.timer);
    state.timer = 0;
    state.phase = 'open';
    state.id = id;
    state.backoffMs = 0;
    state.sequence = 0;
    link.toManagers(nodeId, { kind: 'assignments', session: id });
    state.isEager = link.isEager(nodeId);
    if (state.isEager) this.#beat();
    else link.startBeats(nodeId, id);
    this.pathChanged();
    this.#opened();
  }

  /** The pause before the next attempt is drawn below a bound that grows with each failure. */
  #fail(): void {
    const { env, nodeId } = this.#context;
    this.close();
    const state = this.#state;
    state.phase = 'waiting';
    state.backoffMs = Math.min(sessionBackoffMs + 2 * state.backoffMs, sessionBackoffMsMax);
    const fraction = env.random.draw('session-backoff', nodeId, state.attempt);
    state.timer = this.#schedule('register', Math.floor(fraction * state.backoffMs));
  }

  /** Messages come late from now on, so each heartbeat is sent. */
  #beginBeating(): void {
    const { env, link, nodeId } = this.#context;
    const state = this.#state;
    if (state.isEager) return;
    state.isEager = true;
    this.#cancelPatience();
    state.beatTimer = this.#schedule('beat', link.stopBeats(nodeId) - env.now);
  }

  /** Heartbeats need not be sent any more. */
  #endBeating(): void {
    const { env, link, nodeId } = this.#context;
    const state = this.#state;
    if (!state.isEager) return;
    state.isEager = false;
    this.#cancelPatience();
    if (state.beatTimer !== 0) env.cancel(state.beatTimer);
    state.beatTimer = 0;
    link.startBeats(nodeId, state.id);
  }

  #cancelPatience(): void {
    const state = this.#state;
    if (state.patienceTimer !== 0) this.#context.env.cancel(state.patienceTimer);
    state.patienceTimer = 0;
  }

  #beat(): void {
    const { link, nodeId } = this.#context;
    const state = this.#state;
    link.toManagers(nodeId, { kind: 'heartbeat', session: state.id });
    state.patienceTimer = this.#schedule('beat-unanswered', dispatcherCallTimeoutMs);
  }

  #rest(periodMs: number): void {
    this.#cancelPatience();
    this.#state.beatTimer = this.#schedule('beat', periodMs);
  }

  #schedule(event: SessionTimer['event'], afterMs: number): number {
    const { env, nodeId } = this.#context;
    const entry: SessionTimer = { kind: 'agent:session', node: nodeId, event };
    return env.schedule({ at: env.now + afterMs, entry });
  }
}
