/**
 * The restart supervisor. It replaces tasks for the orchestrators that it is given to, counts the
 * restarts of each slot, and keeps a replacement waiting behind a gate until the delay is over and
 * the old task has stopped. It writes desired states and replacements; it never decides by itself
 * that a task has to be replaced. SwarmKit: manager/orchestrator/restart/restart.go.
 */
import type { Component } from '../../component.ts';
import type { Environment } from '../../kernel/environment.ts';
import { invariant } from '../../kernel/errors.ts';
import { emptyRecord } from '../../model/empty-record.ts';
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
  shouldRestart,
  updatableTasks,
  type RestartHistory,
} from './decide-restart.ts';
import { decideGate } from './decide-gate.ts';
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
  readonly deciders?: Partial<RestartDeciders>;
}

/** The pure decisions of the restart supervisor. */
export interface RestartDeciders {
  /** What follows when a task ended or has to leave its node. */
  readonly decideRestart: typeof decideRestart;
  /** Whether the policy of a task still allows a restart. */
  readonly decideMayRestart: typeof shouldRestart;
  /** How a restart counts against the limit of its slot. */
  readonly decideHistory: typeof recordRestart;
  /** Which tasks of a slot an update has to look at; none of a dead slot. */
  readonly decideUpdatable: typeof updatableTasks;
  /** Whether a replacement that waits may start. */
  readonly decideGate: typeof decideGate;
}

/** These decisions as SwarmKit makes them. */
export const restartDeciders: RestartDeciders = {
  decideRestart,
  decideMayRestart: shouldRestart,
  decideHistory: recordRestart,
  decideUpdatable: updatableTasks,
  decideGate,
};

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
  readonly #deciders: RestartDeciders;
  readonly #histories: Histories;
  readonly #gates: Gates;

  constructor(env: Environment, store: Store, options: RestartSupervisorOptions) {
    this.#env = env;
    this.#store = store;
    this.#tasks = options.tasks;
    this.#deciders = { ...restartDeciders, ...options.deciders };
    this.#histories = env.cell<Histories>('restart-histories', emptyRecord()).value;
    this.#gates = createGates(env, store, {
      decideGate: this.#deciders.decideGate,
      restart: (taskIds) => this.#restartWaiting(taskIds),
    });
  }

  restart(tx: Tx, service: Service, task: Task): void {
    if (this.#gates.postponeRestart(task.id)) return;
    invariant(
      !isStateAfter(task.desiredState, 'complete'),
      `task ${task.id} was shut down already`,
    );
    tx.changeTask(task, { desiredState: 'shutdown' });

    const node = tx.get('node', task.nodeId);
    const { decideRestart: decide, decideMayRestart } = this.#deciders;
    const history = this.#historyOf(service, task);
    const decision = decide({ task, service, node, history }, decideMayRestart);
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
    if (first === undefined) return [];
    const { decideUpdatable, decideMayRestart } = this.#deciders;
    return decideUpdatable(slot, service, this.#historyOf(service, first), decideMayRestart);
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
    ofService[name] = this.#deciders.decideHistory(ofService[name], replacement, at);
  }

  // SwarmKit: restart.go, waitRestart.
  #restartWaiting(taskIds: readonly string[]): void {
    this.#store.batch(taskIds, (tx, taskId) => {
      const task = tx.get('task', taskId);
      if (task === undefined || !isWanted(task)) return;
      const service = tx.get('service', task.serviceId);
      if (service !== undefined) this.restart(tx, service, task);
    });
  }
}
