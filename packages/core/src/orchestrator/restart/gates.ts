/**
 * Gates of replacements: a new task stays at desired `ready` until its delay is over and the old task
 * has stopped. SwarmKit: manager/orchestrator/restart/restart.go, DelayStart.
 */
import type { Component } from '../../component.ts';
import type { Entry, Environment } from '../../kernel/environment.ts';
import { oldTaskTimeoutMs } from '../../model/defaults.ts';
import { emptyRecord } from '../../model/empty-record.ts';
import { isStateFrom, isTerminalState } from '../../model/task-state.ts';
import type { Task } from '../../model/task.ts';
import { isChangeOf, type Change, type Commit } from '../../store/change.ts';
import type { Store, Tx } from '../../store/store.ts';
import { watch } from '../../store/watch.ts';
import type { decideGate } from './decide-gate.ts';
import { createGateIndex, type Gate, type GateIndex } from './gate-index.ts';

/** See the head of this file. */
export interface Gates extends Component {
  /** Closes a gate in front of a task; one that it has already is replaced. */
  close(request: DelayedStart): void;
  /** Has a gated task restarted once its gate is open. False: the task has no gate. */
  postponeRestart(taskId: string): boolean;
}

/** A task that waits, and what it waits for. */
export interface DelayedStart {
  readonly taskId: string;
  readonly delayMs: number;
  /** The task to be stopped first, as it was when that was decided. */
  readonly oldTask?: Task | undefined;
}

interface GateTimer extends Entry {
  readonly kind: 'restart-gate';
  readonly taskId: string;
}

/** What gates go by. */
export interface GatesOptions {
  /** Whether a gate opens. */
  readonly decideGate: typeof decideGate;
  /** Gets the tasks whose postponed restart is due. */
  readonly restart: (taskIds: readonly string[]) => void;
}

/** Makes the gates. */
export function createGates(env: Environment, store: Store, options: GatesOptions): Gates {
  return new GateKeeper(env, store, options);
}

/** Lets a task of desired state `ready` start; a job's is to end. SwarmKit: restart.go, StartNow. */
export function startNow(tx: Tx, taskId: string): void {
  const task = tx.get('task', taskId);
  if (task === undefined || isStateFrom(task.desiredState, 'running')) return;
  tx.changeTask(task, { desiredState: task.jobIteration === undefined ? 'running' : 'complete' });
}

class GateKeeper implements Gates {
  readonly stop: () => void;
  readonly #env: Environment;
  readonly #store: Store;
  readonly #options: GatesOptions;
  readonly #gates: Record<string, Gate>;
  readonly #waiting: GateIndex;

  constructor(env: Environment, store: Store, options: GatesOptions) {
    this.#env = env;
    this.#store = store;
    this.#options = options;
    this.#gates = env.cell<Record<string, Gate>>('restart-gates', emptyRecord()).value;
    this.#waiting = createGateIndex(this.#gates);
    env.register<GateTimer>('restart-gate', ({ taskId }) => this.#handleTimer(taskId));
    this.stop = watch(env, store, 'restart-gates', (commit) => this.#handleCommit(commit), {
      concerns: (change) => isDeletedTask(change) || isStoppedTask(change) || isLostNode(change),
    });
  }

  close(request: DelayedStart): void {
    const { taskId, delayMs, oldTask } = request;
    const { now } = this.#env;
    const replaced = this.#cancel(taskId);
    const gate: Gate = {
      oldTaskId: oldTask?.id ?? '',
      oldNodeId: oldTask?.nodeId ?? '',
      timeoutAt: now + oldTaskTimeoutMs,
      isDelayOver: delayMs <= 0,
      isOldTaskStopped: oldTask === undefined || this.#hasStopped(oldTask),
      isRestartDue: replaced?.isRestartDue ?? false,
      timer: 0,
    };
    this.#gates[taskId] = gate;
    this.#waiting.add(taskId, gate);
    const isWaitingForStop = gate.isDelayOver && !this.#options.decideGate(gate, now);
    this.#setTimer(taskId, gate, isWaitingForStop ? gate.timeoutAt : now + delayMs);
  }

  postponeRestart(taskId: string): boolean {
    const gate = this.#gates[taskId];
    if (gate === undefined) return false;
    gate.isRestartDue = true;
    return true;
  }

  #hasStopped(oldTask: Task): boolean {
    const { status } = this.#store.get('task', oldTask.id) ?? oldTask;
    return isTerminalState(status.state);
  }

  #setTimer(taskId: string, gate: Gate, at: number): void {
    const entry: GateTimer = { kind: 'restart-gate', taskId };
    gate.timer = this.#env.schedule({ at: Math.max(at, this.#env.now), entry });
  }

  #handleTimer(taskId: string): void {
    const gate = this.#gates[taskId];
    if (gate === undefined) return;
    gate.isDelayOver = true;
    if (this.#options.decideGate(gate, this.#env.now)) this.#open([taskId]);
    else if (this.#env.now < gate.timeoutAt) this.#setTimer(taskId, gate, gate.timeoutAt);
  }

  #handleCommit(commit: Commit): void {
    if (this.#waiting.isEmpty()) return;
    const opening: string[] = [];
    for (const change of commit.changes) {
      if (isDeletedTask(change)) this.#cancel(change.id);
      else if (isStoppedTask(change)) this.#passOn(this.#waiting.onTask(change.id), opening);
      else if (isLostNode(change)) this.#passOn(this.#waiting.onNode(change.id), opening);
    }
    if (opening.length > 0) this.#open(opening);
  }

  /** The old tasks of these gates count as stopped. */
  #passOn(taskIds: readonly string[], opening: string[]): void {
    for (const taskId of taskIds) {
      const gate = this.#gates[taskId];
      if (gate === undefined || gate.isOldTaskStopped) continue;
      gate.isOldTaskStopped = true;
      if (!this.#options.decideGate(gate, this.#env.now)) continue;
      this.#env.cancel(gate.timer);
      opening.push(taskId);
    }
  }

  #open(taskIds: readonly string[]): void {
    const restartsDue = taskIds.filter((taskId) => this.#remove(taskId)?.isRestartDue);
    this.#store.batch(taskIds, startNow);
    if (restartsDue.length > 0) this.#options.restart(restartsDue);
  }

  #cancel(taskId: string): Gate | undefined {
    const gate = this.#remove(taskId);
    if (gate !== undefined) this.#env.cancel(gate.timer);
    return gate;
  }

  #remove(taskId: string): Gate | undefined {
    const gate = this.#gates[taskId];
    if (gate === undefined) return undefined;
    delete this.#gates[taskId];
    this.#waiting.remove(taskId, gate);
    return gate;
  }
}

function isDeletedTask(change: Change): boolean {
  return change.table === 'task' && change.action === 'delete';
}

function isStoppedTask(change: Change): boolean {
  if (!isChangeOf(change, 'task') || change.action !== 'update') return false;
  return change.after !== undefined && isTerminalState(change.after.status.state);
}

function isLostNode(change: Change): boolean {
  if (!isChangeOf(change, 'node') || change.action === 'create') return false;
  return change.after === undefined || change.after.status.state === 'down';
}
