/**
 * What became of a service over time, read from the commits of a run: it watches nothing, keeps
 * nothing, and writes nothing.
 */
import type { Node } from '../model/node.ts';
import type { Service, UpdateStatus } from '../model/service.ts';
import { isStateAfter, isTerminalState, type TaskState } from '../model/task-state.ts';
import type { Task } from '../model/task.ts';
import { isChangeOf, type Commit } from '../store/change.ts';

/** A service over time, as the managers recorded it. Instants and durations are in simulated ms. */
export interface ServiceReport {
  readonly service: string;
  /** Until when the report goes. */
  readonly at: number;
  /** How many tasks ran, at each instant at which that changed. */
  readonly running: readonly RunningCount[];
  /** The life of each slot; of global services, of each node. */
  readonly slots: readonly SlotReport[];
  /** Tasks that replaced an earlier one of their slot. */
  readonly restarts: number;
  /** How tasks ended, with their numbers. */
  readonly endings: Readonly<Partial<Record<TaskState, number>>>;
  /** States that updates and rollbacks went through. */
  readonly updates: readonly UpdateStep[];
  /** Running tasks that have the present spec, and all that run. */
  readonly progress: { readonly updated: number; readonly running: number };
}

/** See {@link ServiceReport.running}. */
export interface RunningCount {
  readonly at: number;
  readonly tasks: number;
}

/** One slot over time. */
export interface SlotReport {
  /** Number of the replica; for a global service the name of the node. */
  readonly slot: string;
  /** Tasks it had. */
  readonly tasks: number;
  /** From the first task's creation until it ran; absent if none ever ran. */
  readonly startupMs?: number;
  /** Time without a running task, after the first one ran and while the slot was wanted. */
  readonly downtimeMs: number;
  /** Longest stretch of it. */
  readonly longestDowntimeMs: number;
  /** Its newest task: where it is and how it stands. */
  readonly last: {
    readonly taskId: string;
    /** Host name; empty for none. */
    readonly node: string;
    readonly state: TaskState;
    readonly err: string;
  };
}

/** A state of an update. */
export interface UpdateStep {
  readonly at: number;
  readonly state: UpdateStatus['state'];
  readonly message: string;
}

/** Reads the report of a service from all commits so far, oldest first. */
export function readServiceReport(
  service: Service,
  commits: Iterable<Commit>,
  now: number,
): ServiceReport {
  const reader = new ReportReader(service);
  for (const commit of commits) reader.follow(commit);
  return reader.report(now);
}

interface SlotLife {
  readonly slot: string;
  readonly createdAt: number;
  readonly tasks: Map<string, Task>;
  taskCount: number;
  last: Task;
  ranAt: number | undefined;
  downSince: number | undefined;
  downtimeMs: number;
  longestMs: number;
}

class ReportReader {
  readonly #service: Service;
  readonly #slots = new Map<string, SlotLife>();
  readonly #nodes = new Map<string, Node>();
  readonly #running: RunningCount[] = [];
  readonly #updates: UpdateStep[] = [];
  readonly #endings: Partial<Record<TaskState, number>> = {};
  #restarts = 0;

  constructor(service: Service) {
    this.#service = service;
  }

  follow({ at, changes }: Commit): void {
    let isTouched = false;
    for (const change of changes) {
      if (isChangeOf(change, 'node')) {
        if (change.after !== undefined) this.#nodes.set(change.id, change.after);
        isTouched = true;
      } else if (isChangeOf(change, 'task')) {
        const task = change.after ?? change.before;
        if (task?.serviceId !== this.#service.id) continue;
        this.#followTask(task, change, at);
        isTouched = true;
      } else if (isChangeOf(change, 'service') && change.id === this.#service.id) {
        this.#followUpdate(change.before?.updateStatus, change.after?.updateStatus, at);
      }
    }
    if (isTouched) this.#measure(at);
  }

  report(now: number): ServiceReport {
    const { spec, specVersion } = this.#service;
    const slots = [...this.#slots.values()];
    const running = slots.flatMap((life) => this.#runningIn(life));
    return {
      service: spec.name,
      at: now,
      running: this.#running,
      slots: slots.map((life) => this.#describe(life, now)),
      restarts: this.#restarts,
      endings: this.#endings,
      updates: this.#updates,
      progress: {
        updated: running.filter((task) => task.specVersion === specVersion).length,
        running: running.length,
      },
    };
  }

  #followTask(
    task: Task,
    { before, after }: { readonly before: Task | undefined; readonly after: Task | undefined },
    at: number,
  ): void {
    const key = task.slot === 0 && task.jobIteration === undefined ? task.nodeId : `${task.slot}`;
    let life = this.#slots.get(key);
    if (life === undefined) {
      life = newLife(key, task, at);
      this.#slots.set(key, life);
    }
    if (after === undefined) {
      life.tasks.delete(task.id);
      return;
    }
    if (before === undefined) {
      if (life.taskCount > 0) this.#restarts += 1;
      life.taskCount += 1;
      life.last = task;
    }
    if (life.last.id === task.id) life.last = task;
    life.tasks.set(task.id, task);
    const { state } = task.status;
    if (isTerminalState(state) && before?.status.state !== state) {
      this.#endings[state] = (this.#endings[state] ?? 0) + 1;
    }
  }

  #followUpdate(
    before: UpdateStatus | undefined,
    after: UpdateStatus | undefined,
    at: number,
  ): void {
    if (after === undefined || after.state === before?.state) return;
    this.#updates.push({ at, state: after.state, message: after.message });
  }

  /** Counts what runs now, and notes where a slot stopped or began to run. */
  #measure(at: number): void {
    let count = 0;
    for (const life of this.#slots.values()) {
      const running = this.#runningIn(life).length;
      count += running;
      if (running > 0) {
        life.ranAt ??= at;
        endDowntime(life, at);
      } else if (!isWanted(life)) {
        endDowntime(life, at);
      } else if (life.ranAt !== undefined) {
        life.downSince ??= at;
      }
    }
    if (count === (this.#running.at(-1)?.tasks ?? 0)) return;
    if (this.#running.at(-1)?.at === at) this.#running.pop();
    this.#running.push({ at, tasks: count });
  }

  /** A task on a lost node is recorded as running, but nobody knows. */
  #runningIn(life: SlotLife): readonly Task[] {
    return [...life.tasks.values()].filter(
      ({ status, nodeId }) =>
        status.state === 'running' && this.#nodes.get(nodeId)?.status.state !== 'down',
    );
  }

  #describe(life: SlotLife, now: number): SlotReport {
    const { slot, taskCount, createdAt, ranAt, last } = life;
    const node = this.#nodes.get(last.nodeId)?.description?.hostname ?? last.nodeId;
    const open = life.downSince === undefined ? 0 : now - life.downSince;
    const isGlobal = slot === last.nodeId;
    return {
      slot: isGlobal ? node : slot,
      tasks: taskCount,
      ...(ranAt !== undefined && { startupMs: ranAt - createdAt }),
      downtimeMs: life.downtimeMs + open,
      longestDowntimeMs: Math.max(life.longestMs, open),
      last: { taskId: last.id, node, state: last.status.state, err: last.status.err },
    };
  }
}

function newLife(slot: string, task: Task, at: number): SlotLife {
  return {
    slot,
    createdAt: at,
    tasks: new Map(),
    taskCount: 0,
    last: task,
    ranAt: undefined,
    downSince: undefined,
    downtimeMs: 0,
    longestMs: 0,
  };
}

/** A slot is wanted until its tasks are to be removed, or the last one completed. */
function isWanted({ tasks, last }: SlotLife): boolean {
  if (last.status.state === 'complete') return false;
  return tasks.has(last.id) && !isStateAfter(last.desiredState, 'shutdown');
}

function endDowntime(life: SlotLife, at: number): void {
  if (life.downSince === undefined) return;
  const stretch = at - life.downSince;
  life.downtimeMs += stretch;
  life.longestMs = Math.max(life.longestMs, stretch);
  life.downSince = undefined;
}
