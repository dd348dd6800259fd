import type { Cell, Environment, TimerId } from '../kernel/environment.ts';
import type { Link } from '../link/link.ts';
import type { Config } from '../model/config.ts';
import { emptyRecord } from '../model/empty-record.ts';
import type { NodeId } from '../model/ids.ts';
import type { Secret } from '../model/secret.ts';
import type { Task, TaskStatus } from '../model/task.ts';
import type { AgentDeciders } from './agent-deciders.ts';
import type { Executor } from './executor.ts';

/** What an agent knows, as plain data. */
export interface AgentState {
  /** False while the host, or only the agent, is down. */
  isRunning: boolean;
  /** Whether its node left the swarm: it never runs again. */
  hasLeft: boolean;
  /** When it last started; it looks at its host at whole periods from then on. */
  startedAt: number;
  /** The end of a restart of the engine that is under way; 0 for none. */
  startTimer: TimerId;
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
  /** Whether it sends each heartbeat itself. */
  isEager: boolean;
  /** The next heartbeat, where it sends them. */
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
  /** How the container will end by itself, until the time to that runs; null where it does not. */
  exit: WorkUnderWay['exit'];
  /** The container's own end; 0 when it runs until it is stopped. */
  exitTimer: TimerId;
  /** The next change of the container's health; 0 for none. */
  healthTimer: TimerId;
  /** Whether the start is not over before the container is healthy. */
  awaitsHealth: boolean;
  /** Why it was stopped without being asked to; the empty text where nothing is known. */
  exitCause: string;
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
  /** Exit code of a container that is stopped. */
  readonly exitCode: number;
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
  readonly deciders: AgentDeciders;
}

/** An agent that knows nothing and does not run. */
export function createAgentState(): AgentState {
  return {
    isRunning: false,
    hasLeft: false,
    startedAt: 0,
    startTimer: 0,
    session: {
      phase: 'closed',
      id: '',
      attempt: 0,
      backoffMs: 0,
      timer: 0,
      lookTimer: 0,
      isEager: false,
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

/** SwarmKit: agent/worker.go, reconcileTaskState: an unknown task begins where the manager has it. */
export function createHeldTask(task: Task): HeldTask {
  return {
    task,
    status: observedStatus(task.status),
    work: null,
    timer: 0,
    isPaused: false,
    exit: null,
    exitTimer: 0,
    healthTimer: 0,
    awaitsHealth: false,
    exitCause: '',
    container: 'none',
    exitCode: 0,
    isUnrecorded: false,
    isUnreported: false,
  };
}

/** A status as its node would have observed it. */
function observedStatus(status: TaskStatus): TaskStatus {
  if (status.appliedAt === undefined) return status;
  const { appliedAt: _, ...observed } = status;
  return observed;
}
