import type { Entry } from '../kernel/environment.ts';
import type { TaskReport } from '../link/messages.ts';
import type { NodeId } from '../model/ids.ts';
import { isStateFrom, type TaskState } from '../model/task-state.ts';
import type { Task, TaskStatus } from '../model/task.ts';
import {
  createHeldTask,
  type AgentContext,
  type HeldTask,
  type WorkUnderWay,
} from './agent-state.ts';
import {
  awaitsContainer,
  createContainerWatch,
  describeExit,
  type ContainerWatch,
} from './container-watch.ts';
import type { NextStep } from './decide-next-step.ts';
import type { StopOutcome } from './executor.ts';

/** Runs the tasks of one node, each one step at a time. */
export interface TaskRunner {
  /** Takes a task, or a change of what is wanted of it. */
  assign(task: Task): void;
  /** Closes a task and removes its container; nothing is reported. */
  remove(taskId: string): void;
  /** The manager has recorded a status, or knows better. */
  recorded(report: TaskReport): void;
  /** The container of a task ends by itself now. Returns whether one was running. */
  exit(taskId: string, exitCode: number): boolean;
  /** The probes of a container fail from now on. Returns whether it runs and has a health check. */
  sicken(taskId: string): boolean;
  handleTimer(timer: TaskTimer): void;
  /** The agent stops; with the host, its containers die as well. */
  halt(containers: 'died' | 'survived'): void;
  /** The agent starts with the tasks it finds on its disk. */
  resume(): void;
}

/** A timer of a task. */
export interface TaskTimer extends Entry {
  readonly kind: 'agent:task';
  readonly node: NodeId;
  readonly task: string;
  readonly event: 'work-ended' | 'pause-ended' | 'exited' | 'health-changed';
  readonly exitCode: number;
}

/** What Docker gives a container that it finds dead when it starts. */
const lostContainerExitCode = 255;

/** SwarmKit: agent/task.go, run; agent/worker.go. `changed` is told of every new status. */
export function createTaskRunner(
  context: AgentContext,
  changed: (held: HeldTask) => void,
): TaskRunner {
  return new SteppingRunner(context, changed);
}

class SteppingRunner implements TaskRunner {
  readonly #context: AgentContext;
  readonly #changed: (held: HeldTask) => void;
  readonly #watch: ContainerWatch;

  constructor(context: AgentContext, changed: (held: HeldTask) => void) {
    this.#context = context;
    this.#changed = changed;
    this.#watch = createContainerWatch(context, (held, ...rest) => this.#schedule(held, ...rest));
  }

  get #tasks(): Record<string, HeldTask> {
    return this.#context.state.value.tasks;
  }

  assign(task: Task): void {
    const held = this.#tasks[task.id];
    if (held === undefined) {
      const fresh = createHeldTask(task);
      this.#tasks[task.id] = fresh;
      this.#advance(fresh);
      return;
    }
    if (!this.#context.deciders.decideTakeover(held.task, task)) return;
    held.task = task;
    this.#interrupt(held);
  }

  remove(taskId: string): void {
    const held = this.#tasks[taskId];
    if (held === undefined) return;
    this.#cancelTimer(held);
    this.#watch.forget(held);
    this.#context.executor.remove(taskId);
    delete this.#tasks[taskId];
  }

  recorded({ taskId, status }: TaskReport): void {
    const held = this.#tasks[taskId];
    if (held?.isUnrecorded !== true || held.status.state !== status.state) return;
    held.isUnrecorded = false;
    if (status.state === 'running') this.#watch.awaitExit(held);
    this.#advance(held);
  }

  exit(taskId: string, exitCode: number): boolean {
    const held = this.#tasks[taskId];
    if (held?.container !== 'running') return false;
    this.#watch.end(held, exitCode);
    if (this.#context.state.value.isRunning) this.#advance(held);
    return true;
  }

  sicken(taskId: string): boolean {
    const held = this.#tasks[taskId];
    if (held?.container !== 'running') return false;
    if (this.#context.executor.health?.sicken(taskId) !== true) return false;
    this.#watch.lookAgain(held);
    return true;
  }

  handleTimer({ task, event, exitCode }: TaskTimer): void {
    const held = this.#tasks[task];
    if (held === undefined) return;
    if (event === 'exited') {
      held.exitTimer = 0;
      this.exit(task, exitCode);
      return;
    }
    if (event === 'health-changed') {
      this.#watch.changeHealth(held);
      this.#advance(held);
      return;
    }
    held.timer = 0;
    held.isPaused = false;
    if (event === 'work-ended') this.#finishWork(held);
    this.#advance(held);
  }

  halt(containers: 'died' | 'survived'): void {
    for (const held of Object.values(this.#tasks)) {
      this.#cancelTimer(held);
      held.work = null;
      held.isUnreported = false;
      held.awaitsHealth = false;
      if (containers === 'survived') continue;
      this.#watch.forget(held);
      if (held.container !== 'running' && held.status.state !== 'starting') continue;
      held.container = 'ended';
      held.exitCode = lostContainerExitCode;
    }
  }

  resume(): void {
    this.#context.executor.health?.recover();
    for (const held of Object.values(this.#tasks)) {
      this.#watch.lookAgain(held);
      this.#advance(held);
    }
  }

  /** Takes steps until one takes time, or has to be recorded first. */
  #advance(held: HeldTask): void {
    const { decideNextStep } = this.#context.deciders;
    while (held.timer === 0 && !held.isUnrecorded) {
      const step = decideNextStep(held.status.state, held.task.desiredState);
      if (step.kind === 'none') return;
      if (step.kind === 'move') this.#setStatus(held, step.state, step.message, '');
      else if (held.container === 'running' && awaitsContainer(held, step.work)) return;
      else this.#work(held, step);
    }
  }

  /**
   * An update cancels the operation under way, and after that the agent pauses, unless one more
   * update comes. The engine goes on with what it does, and a stop is never cancelled.
   * SwarmKit: agent/task.go, run (ErrTaskRetry).
   */
  #interrupt(held: HeldTask): void {
    const { env, stopRetryPauseMs } = this.#context;
    if (held.timer !== 0 && held.work?.kind === 'stop') return;
    const isRunning = held.status.state === 'running' || held.awaitsHealth;
    const isWaiting = isRunning && !held.isUnrecorded;
    // A start that is tried again finds the container started. SwarmKit: ErrTaskStarted.
    held.awaitsHealth = false;
    const isCancelled = !held.isPaused && (held.timer !== 0 || isWaiting);
    this.#cancelTimer(held);
    if (isCancelled && stopRetryPauseMs > 0) {
      held.isPaused = true;
      held.timer = this.#schedule(held, 'pause-ended', env.now + stopRetryPauseMs);
    } else {
      this.#advance(held);
    }
  }

  #work(held: HeldTask, step: NextStep & { kind: 'work' }): void {
    const { env } = this.#context;
    if (step.work === 'wait') {
      this.#finishWaiting(held, step);
      return;
    }
    // SwarmKit: agent/exec/errors.go, ErrTaskStarted.
    if (step.work === 'start' && held.container !== 'none') {
      this.#finishStarting(held, step);
      return;
    }
    if (held.work?.kind !== step.work) held.work = this.#beginWork(held, step.work);
    held.timer = this.#schedule(held, 'work-ended', Math.max(env.now, held.work.endsAt));
  }

  #beginWork(held: HeldTask, kind: WorkUnderWay['kind']): WorkUnderWay {
    const { deciders, env, executor, state } = this.#context;
    const { task } = held;
    const dependencies = deciders.restrictDependencies(() => state.value, task);
    if (kind === 'start') {
      const { durationMs, error = '', exit = null } = executor.start(task, dependencies);
      return { kind, endsAt: env.now + durationMs, error, exit, exitCode: 0 };
    }
    const outcome: StopOutcome =
      kind === 'stop' ? executor.stop(task) : executor.prepare(task, dependencies);
    const { durationMs, error = '', exitCode = 0 } = outcome;
    return { kind, endsAt: env.now + durationMs, error, exit: null, exitCode };
  }

  #finishWork(held: HeldTask): void {
    const { work } = held;
    held.work = null;
    if (work === null) return;
    if (work.error !== '') {
      this.#fail(held, work.error);
    } else if (work.kind === 'prepare') {
      this.#setStatus(held, 'ready', 'prepared', '');
    } else if (work.kind === 'start') {
      this.#watch.begin(held, work.exit);
      if (!held.awaitsHealth) this.#setStatus(held, 'running', 'started', '');
    } else {
      if (held.container === 'running') this.#watch.end(held, work.exitCode);
      this.#setStatus(held, 'shutdown', 'shutdown', '');
    }
  }

  // moby: daemon/cluster/executor/container/controller.go, Start: one that ends well is started.
  #finishStarting(held: HeldTask, step: NextStep & { kind: 'work' }): void {
    const isLost = held.awaitsHealth && held.exitCode !== 0;
    held.awaitsHealth = false;
    if (isLost) this.#fail(held, describeExit(held));
    else this.#setStatus(held, step.state, step.message, '');
  }

  #finishWaiting(held: HeldTask, step: NextStep & { kind: 'work' }): void {
    if (held.container === 'none') {
      this.#fail(held, `No such container: ${held.status.container?.containerId ?? ''}`);
    } else if (held.exitCode !== 0) {
      this.#fail(held, describeExit(held));
    } else {
      this.#setStatus(held, step.state, step.message, '');
    }
  }

  #fail(held: HeldTask, error: string): void {
    const state = this.#context.deciders.decideFailedState(held.status.state);
    this.#setStatus(held, state, held.status.message, error);
  }

  #setStatus(held: HeldTask, state: TaskState, message: string, err: string): void {
    const { env, statusCoalescing } = this.#context;
    const container = isStateFrom(state, 'starting') ? this.#describeContainer(held) : undefined;
    const at = env.now;
    held.status =
      container === undefined
        ? { state, at, message, err }
        : { state, at, message, err, container };
    held.isUnrecorded = !statusCoalescing;
    this.#changed(held);
  }

  #describeContainer(held: HeldTask): TaskStatus['container'] {
    const container = this.#context.executor.containerOf(held.task.id);
    const { exitCode } = held;
    if (container === undefined) return held.status.container;
    return { containerId: container.containerId, pid: container.pid, exitCode };
  }

  #schedule(held: HeldTask, event: TaskTimer['event'], at: number, exitCode = 0): number {
    const { env, nodeId } = this.#context;
    const { id } = held.task;
    const entry: TaskTimer = { kind: 'agent:task', node: nodeId, task: id, event, exitCode };
    return env.schedule({ at, entry });
  }

  #cancelTimer(held: HeldTask): void {
    if (held.timer !== 0) this.#context.env.cancel(held.timer);
    held.timer = 0;
    held.isPaused = false;
  }
}
