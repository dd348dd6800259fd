/**
 * The restart supervisor. It replaces tasks for the orchestrators that it is given to, counts the
 * restarts of each slot, and keeps a replacement waiting behind a gate until the delay is over and
 * the old task has stopped. It writes desired states and replacements; it never decides by itself
 * that a task has to be replaced. SwarmKit: manager/orchestrator/restart/restart.go.
 */
import type { Component } from '../../component.ts';
import type { Environment } from '../../kernel/environment.ts';
import { invariant } from '../../kernel/errors.ts';
import type { Service } from '../../model/service.ts';
import { isStateAfter } from '../../model/task-state.ts';
import type { Task } from '../../model/task.ts';
import type { Store, Tx } from '../../store/store.ts';
import { isGlobalJob, isNodeBound } from '../service-mode.ts';
import { slotNameIn, type Slot } from '../slot.ts';
import type { TaskFactory } from '../task-factory.ts';
import { isWanted, type NewTask } from '../task.ts';
import {
  decideRestart,
  recordRestart,
  updatableTasks,
  type RestartHistory,
} from './decide-restart.ts';
import { createGates, startNow, type DelayedStart, type Gates } from './gates.ts';

/** See the head of this file. */
export interface RestartSupervisor extends Component {
  /**
   * Shuts a task down and makes its replacement if the policy allows. A task that is itself still
   * gated is restarted after its gate has opened.
   */
  restart(tx: Tx, service: Service, task: Task): void;
  /** The tasks of a slot that an update has to look at; none if the slot is dead. */
  updatableTasks(slot: Slot, service: Service): Slot;
  /** Counts a replacement that an earlier leader made. */
  countRestart(service: Service, replacement: Task): void;
  /** Starts a task of desired state `ready` once it may. Called within a transaction. */
  delayStart(request: DelayedStart): void;
  /** Starts a task of desired state `ready`. */
  startNow(tx: Tx, taskId: string): void;
  /** Forgets the restarts of a service that is gone. */
  forgetService(serviceId: string): void;
}

/** Options of {@link createRestartSupervisor}. */
export interface RestartSupervisorOptions {
  readonly tasks: TaskFactory;
  readonly decide?: typeof decideRestart;
}

/** Starts the restart supervisor of a leader's term; the orchestrators share one. */
export function createRestartSupervisor(
  env: Environment,
  store: Store,
  options: RestartSupervisorOptions,
): RestartSupervisor {
  return new Supervisor(env, store, options);
}

/** Restarts by service id, then slot name. */
type Histories = Record<string, Record<string, RestartHistory>>;

class Supervisor implements RestartSupervisor {
  readonly startNow: typeof startNow = startNow;
  readonly #env: Environment;
  readonly #store: Store;
  readonly #tasks: TaskFactory;
  readonly #decide: typeof decideRestart;
  readonly #histories: Histories;
  readonly #gates: Gates;

  constructor(env: Environment, store: Store, options: RestartSupervisorOptions) {
    this.#env = env;
    this.#store = store;
    this.#tasks = options.tasks;
    this.#decide = options.decide ?? decideRestart;
    this.#histories = env.cell<Histories>('restart-histories', {}).value;
    this.#gates = createGates(env, store, (taskIds) => this.#restartWaiting(taskIds));
  }

  restart(tx: Tx, service: Service, task: Task): void {
    if (this.#gates.postponeRestart(task.id)) return;
    invariant(
      !isStateAfter(task.desiredState, 'complete'),
      `task ${task.id} was shut down already`,
    );
    tx.changeTask(task, { desiredState: 'shutdown' });

    const node = task.nodeId === '' ? undefined : tx.get('node', task.nodeId);
    const decision = this.#decide({ task, service, node, history: this.#historyOf(service, task) });
    if (decision.kind === 'give-up') return;

    const nodeId = isNodeBound(service) ? task.nodeId : '';
    const replacement = this.#tasks.create(service, { slot: task.slot, nodeId });
    tx.create('task', { ...replacement, desiredState: 'ready' });
    this.#count(service, replacement, this.#env.now);
    const oldTask = decision.waitStop ? task : undefined;
    this.delayStart({ taskId: replacement.id, delayMs: decision.delayMs, oldTask });
  }

  updatableTasks(slot: Slot, service: Service): Slot {
    const first = slot[0];
    return first === undefined
      ? []
      : updatableTasks(slot, service, this.#historyOf(service, first));
  }

  countRestart(service: Service, replacement: Task): void {
    this.#count(service, replacement, replacement.meta.createdAt);
  }

  delayStart(request: DelayedStart): void {
    this.#gates.close(request);
  }

  forgetService(serviceId: string): void {
    delete this.#histories[serviceId];
  }

  stop(): void {
    this.#gates.stop();
  }

  /**
   * Restarts of a global job are counted by node, but looked up by slot: they are never found, and no
   * limit of attempts holds. SwarmKit: restart.go, shouldRestart, instanceTuple.
   */
  #historyOf(service: Service, task: Task): RestartHistory | undefined {
    const name = isGlobalJob(service) ? String(task.slot) : slotNameIn(service, task);
    return this.#histories[task.serviceId]?.[name];
  }

  #count(service: Service, replacement: NewTask, at: number): void {
    if ((replacement.spec.restart?.maxAttempts ?? 0) === 0) return;
    const ofService = (this.#histories[replacement.serviceId] ??= {});
    const name = slotNameIn(service, replacement);
    ofService[name] = recordRestart(ofService[name], replacement, at);
  }

  // SwarmKit: restart.go, waitRestart.
  #restartWaiting(taskIds: readonly string[]): void {
    this.#store.batch(taskIds, (tx, taskId) => {
      const task = tx.get('task', taskId);
      if (task === undefined || !isWanted(task) || task.serviceId === '') return;
      const service = tx.get('service', task.serviceId);
      if (service !== undefined) this.restart(tx, service, task);
    });
  }
}
