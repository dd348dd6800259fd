import type { Cell, Environment, TimerId } from '../kernel/environment.ts';
import type { Link } from '../link/link.ts';
import type { Config } from '../model/config.ts';
import type { NodeId } from '../model/ids.ts';
import type { Secret } from '../model/secret.ts';
import type { Task, TaskStatus } from '../model/task.ts';
import type { RestrictDependencies } from './dependencies.ts';
import type { DecideNextStep } from './decide-next-step.ts';
import type { Executor } from './executor.ts';

/** What an agent knows, as plain data. */
export interface AgentState {
  /** False while the host, or only the agent, is down. */
  isRunning: boolean;
  /** When it last started; it looks at its host at whole periods from then on. */
  startedAt: number;
  readonly session: SessionState;
  /** Tasks and their states are written to disk and outlive the agent; the rest is memory. */
  tasks: Record<string, HeldTask>;
  configs: Record<string, Config>;
  secrets: Record<string, Secret>;
  /** Ids of tasks whose state changed since the last report. */
  unreported: string[];
}

/** The agent's side of its session. */
export interface SessionState {
  phase: 'closed' | 'waiting' | 'registering' | 'open';
  /** The present or the former session; the empty text for none. */
  id: string;
  /** Counts registrations. */
  attempt: number;
  /** The bound of the pause after the last failure, in ms; 0 after a success. */
  backoffMs: number;
  /** The next registration, or the end of the patience with the one under way. */
  timer: TimerId;
  /** The next look at the host; 0 unless the host has changed. */
  lookTimer: TimerId;
  /** The next heartbeat, in eager mode. */
  beatTimer: TimerId;
  /** The end of the patience with a heartbeat that is not answered. */
  patienceTimer: TimerId;
  /** Number of the last assignments message. */
  sequence: number;
}

/** A task on its node. */
export interface HeldTask {
  task: Task;
  status: TaskStatus;
  /** What the engine does for it, or did when it was interrupted. */
  work: WorkUnderWay | null;
  /** The end of the work, or of a pause; 0 when nothing is awaited. */
  timer: TimerId;
  /** Whether `timer` ends a pause after an interruption. */
  isPaused: boolean;
  /** The container's own end; 0 when it runs until it is stopped. */
  exitTimer: TimerId;
  container: 'none' | 'running' | 'ended';
  exitCode: number;
  /** Whether it waits until the manager has recorded its status. */
  isUnrecorded: boolean;
  isUnreported: boolean;
}

/** Work of the engine. It is not undone when the agent turns to something else. */
export interface WorkUnderWay {
  readonly kind: 'prepare' | 'start' | 'stop';
  readonly endsAt: number;
  /** Why it fails; the empty text where it succeeds. */
  readonly error: string;
  readonly exit: { readonly afterMs: number; readonly exitCode: number } | null;
}

/** What the parts of one agent share. */
export interface AgentContext {
  readonly env: Environment;
  readonly link: Link;
  readonly nodeId: NodeId;
  readonly executor: Executor;
  readonly state: Cell<AgentState>;
  readonly stopRetryPauseMs: number;
  readonly nodeUpdatePeriodMs: number;
  readonly statusCoalescing: boolean;
  readonly decideNextStep: DecideNextStep;
  readonly restrictDependencies: RestrictDependencies;
}

/** An agent that knows nothing and does not run. */
export function createAgentState(): AgentState {
  return {
    isRunning: false,
    startedAt: 0,
    session: {
      phase: 'closed',
      id: '',
      attempt: 0,
      backoffMs: 0,
      timer: 0,
      lookTimer: 0,
      beatTimer: 0,
      patienceTimer: 0,
      sequence: 0,
    },
    tasks: emptyRecord(),
    configs: emptyRecord(),
    secrets: emptyRecord(),
    unreported: [],
  };
}

/** A record without a prototype: ids given from outside may be any text. */
export function emptyRecord<Value>(): Record<string, Value> {
  return Object.create(null) as Record<string, Value>;
}
