import { describe, expect, it } from 'vitest';
import { Kernel } from '../kernel/kernel.ts';
import { createLink, type LinkOptions } from '../link/link.ts';
import type { AgentMessage, DispatcherMessage } from '../link/messages.ts';
import { toId, type NodeId } from '../model/ids.ts';
import { agentDeciders } from './agent-deciders.ts';
import { createAgentState, type SessionState } from './agent-state.ts';
import type { Executor } from './executor.ts';
import { createSession, type Session, type SessionTimer } from './session.ts';

const n1 = toId<NodeId>('n1');

interface World {
  readonly kernel: Kernel;
  readonly session: Session;
  readonly state: SessionState;
  /** What the managers heard, with the instant. */
  readonly heard: readonly string[];
  /** Instants at which a session was opened. */
  readonly openedAt: readonly number[];
  advance(until: number): void;
  /** Brings a message to the agent's end at once. */
  tell(message: Exclude<DispatcherMessage, { kind: 'assignments' | 'status-recorded' }>): void;
}

/** A session whose managers hear everything and answer what `answer` says. */
function createWorld(
  answer: (message: AgentMessage) => DispatcherMessage | undefined = () => undefined,
  options: LinkOptions = {},
): World {
  const kernel = new Kernel({ seed: 1 });
  const link = createLink(kernel, options);
  const cell = kernel.cell('agent', createAgentState());
  const heard: string[] = [];
  const openedAt: number[] = [];
  const executor = { describe: () => ({ hostname: 'A' }) } as unknown as Executor;
  const session = createSession(
    {
      env: kernel,
      link,
      nodeId: n1,
      executor,
      state: cell,
      stopRetryPauseMs: 1_000,
      nodeUpdatePeriodMs: 20_000,
      statusCoalescing: true,
      deciders: agentDeciders,
    },
    () => openedAt.push(kernel.now),
  );
  const tell: World['tell'] = (message) => session.receive(message);
  kernel.register<SessionTimer>('agent:session', ({ event }) => session.handleTimer(event));
  link.attach(n1, {
    receive: (message) => tell(message as Parameters<World['tell']>[0]),
    pathChanged: () => session.pathChanged(),
  });
  link.serve({
    receive(nodeId, message) {
      heard.push(`${kernel.now} ${message.kind} ${message.session}`.trim());
      const reply = answer(message);
      if (reply !== undefined) link.toNode(nodeId, reply);
    },
    silent: () => undefined,
    heard: () => undefined,
  });
  return {
    kernel,
    session,
    state: cell.value.session,
    heard,
    openedAt,
    advance(until) {
      while ((kernel.nextAt ?? Infinity) <= until) kernel.step();
      kernel.moveTo(until);
    },
    tell,
  };
}

function accept(message: AgentMessage): DispatcherMessage | undefined {
  return message.kind === 'register' ? { kind: 'session', session: 's1' } : undefined;
}

const refusal: DispatcherMessage = {
  kind: 'refused',
  session: '',
  code: 'unavailable',
  message: 'no',
};

describe('a session that cannot be opened', () => {
  // SwarmKit: agent/agent.go, run: the bound is 100 ms, then 100 ms + 2 x the last one, at most 8 s.
  it('pauses below a bound that grows with each failure, up to 8 s', () => {
    const { kernel, session, state, tell, advance } = createWorld();
    const bounds: number[] = [];
    const pauses: number[] = [];

    session.connect();
    for (let failure = 0; failure < 9; failure += 1) {
      const { attempt } = state;
      const failedAt = kernel.now;
      tell(refusal);
      bounds.push(state.backoffMs);
      while (state.attempt === attempt) kernel.step();
      pauses.push(kernel.now - failedAt);
      advance(kernel.now);
    }

    expect(bounds).toEqual([100, 300, 700, 1_500, 3_100, 6_300, 8_000, 8_000, 8_000]);
    expect(pauses.every((pause, index) => pause < bounds[index]!)).toBe(true);
    expect(new Set(pauses).size).toBeGreaterThan(5);
  });

  // SwarmKit: agent/session.go, dispatcherRPCTimeout.
  it('is given up 5 s after a registration that nobody answers', () => {
    const { session, state, advance } = createWorld();

    session.connect();
    advance(4_999);
    const before = state.phase;
    advance(5_000);

    expect(before).toBe('registering');
    expect(state.backoffMs).toBe(100);
    expect(['waiting', 'registering']).toContain(state.phase);
  });

  it('begins with the smallest bound again after a success', () => {
    const { session, state, tell } = createWorld();
    session.connect();
    tell(refusal);
    session.connect();
    tell(refusal);
    session.connect();

    tell({ kind: 'session', session: 's1' });
    const whileOpen = state.backoffMs;
    tell(refusal);

    expect(whileOpen).toBe(0);
    expect(state.backoffMs).toBe(100);
  });

  it('stays away once it is closed', () => {
    const { session, heard, advance } = createWorld();
    session.connect();
    advance(0);

    session.close();
    advance(60_000);

    expect(heard).toEqual(['0 register']);
  });
});

describe('a session that is open', () => {
  it('asks for assignments, and says that it is open', () => {
    const { session, state, heard, openedAt, advance } = createWorld(accept);

    session.connect();
    advance(0);

    expect(heard).toEqual(['0 register', '0 assignments s1']);
    expect(openedAt).toEqual([0]);
    expect(state).toMatchObject({ phase: 'open', id: 's1', sequence: 0, timer: 0 });
  });

  it('names its former id when it registers again', () => {
    const { session, heard, advance } = createWorld(accept);
    session.connect();
    advance(10);

    session.renew();
    advance(20_000);

    expect(heard.slice(2)).toEqual(['20000 register s1', '20000 assignments s1']);
  });

  it('renews nothing unless it is open', () => {
    const { session, heard, advance } = createWorld();

    session.renew();
    advance(10);

    expect(heard).toEqual([]);
  });

  it.each([
    { name: 'its own id', session: 's1', phase: 'waiting' },
    { name: 'no id', session: '', phase: 'waiting' },
    { name: 'another id', session: 's0', phase: 'open' },
  ])('is $phase after a refusal that names $name', ({ session: id, phase }) => {
    const { session, state, tell, advance } = createWorld(accept);
    session.connect();
    advance(10);

    tell({ ...refusal, session: id });

    expect(state.phase).toBe(phase);
  });

  it('takes no second answer to one registration', () => {
    const { session, state, tell, advance, openedAt } = createWorld(accept);
    session.connect();
    advance(10);

    tell({ kind: 'session', session: 's2' });

    expect(state.id).toBe('s1');
    expect(openedAt).toHaveLength(1);
  });
});

describe('eager heartbeats', () => {
  function answerBeats(message: AgentMessage): DispatcherMessage | undefined {
    if (message.kind !== 'heartbeat') return accept(message);
    return { kind: 'heartbeat-period', session: 's1', periodMs: 5_000 };
  }

  it('are sent at once, and then whenever the last answer said', () => {
    const { session, heard, advance } = createWorld(answerBeats, { heartbeats: 'eager' });

    session.connect();
    advance(12_000);

    expect(heard.filter((text) => text.includes('heartbeat'))).toEqual([
      '0 heartbeat s1',
      '5000 heartbeat s1',
      '10000 heartbeat s1',
    ]);
  });

  it('end the session when one is not answered for 5 s', () => {
    const { session, state, advance } = createWorld(accept, { heartbeats: 'eager' });
    session.connect();

    advance(4_999);
    const before = state.phase;
    advance(5_000);

    expect(before).toBe('open');
    expect(state.backoffMs).toBe(100);
  });
});
