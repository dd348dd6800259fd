/**
 * The update supervisor. It replaces, slot by slot, the tasks that differ from their service's spec,
 * for the orchestrators that it is given to. It watches tasks to know when the next slot may follow
 * and whether too many fail; it writes tasks and the status of the update, and rolls a service back.
 * It never chooses the number of slots. SwarmKit: manager/orchestrator/update/updater.go, Supervisor.
 */
import type { Component } from '../../component.ts';
import type { Environment } from '../../kernel/environment.ts';
import type { Service } from '../../model/service.ts';
import { isChangeOf, type Change, type Commit } from '../../store/change.ts';
import type { Store } from '../../store/store.ts';
import { watch } from '../../store/watch.ts';
import { deepEqual } from '../deep-equal.ts';
import type { RestartSupervisor } from '../restart/restart.ts';
import type { Slot } from '../slot.ts';
import type { TaskFactory } from '../task-factory.ts';
import { updateDeciders, type UpdateDeciders } from './update-deciders.ts';
import { newUpdateRun, type UpdateEntry, type UpdateRun } from './update-run.ts';
import { Updater, type UpdaterContext } from './updater.ts';

/** See the head of this file. */
export interface UpdateSupervisor extends Component {
  /**
   * Brings slots of a service to its spec, in the background. A running update to the same spec goes
   * on; one to another spec gives way.
   */
  update(service: Service, slots: readonly Slot[]): void;
}

/** Options of {@link createUpdateSupervisor}. */
export interface UpdateSupervisorOptions {
  readonly tasks: TaskFactory;
  readonly restarts: RestartSupervisor;
  readonly deciders?: Partial<UpdateDeciders>;
}

/** Starts the update supervisor of a leader's term; the orchestrators share one. */
export function createUpdateSupervisor(
  env: Environment,
  store: Store,
  options: UpdateSupervisorOptions,
): UpdateSupervisor {
  return new Supervisor(env, store, options);
}

interface UpdateState {
  lastSerial: number;
  /** By service id. */
  readonly runs: Record<string, UpdateRun>;
}

class Supervisor implements UpdateSupervisor {
  readonly stop: () => void;
  readonly #context: UpdaterContext;
  readonly #state: UpdateState;
  /** By service id. */
  readonly #updaters = new Map<string, Updater>();

  constructor(env: Environment, store: Store, options: UpdateSupervisorOptions) {
    const { tasks, restarts } = options;
    this.#context = {
      env,
      tools: { store, tasks, restarts },
      deciders: { ...updateDeciders, ...options.deciders },
      ended: ({ service }) => this.#forget(service.id),
    };
    this.#state = env.cell<UpdateState>('updates', { lastSerial: 0, runs: {} }).value;
    for (const run of Object.values(this.#state.runs)) this.#adopt(run);
    env.register<UpdateEntry>('update', (entry) => this.#handleEntry(entry));
    this.stop = watch(env, store, 'update', (commit) => this.#handleCommit(commit), {
      concerns: (change) => this.#updaters.size > 0 && isFollowed(change),
    });
  }

  update(service: Service, slots: readonly Slot[]): void {
    const running = this.#updaters.get(service.id);
    if (running !== undefined) {
      if (deepEqual(service.spec, running.run.service.spec)) return;
      running.cancel();
    }
    this.#state.lastSerial += 1;
    const run = newUpdateRun(this.#state.lastSerial, service, slots);
    this.#state.runs[service.id] = run;
    this.#adopt(run).begin();
  }

  #adopt(run: UpdateRun): Updater {
    const updater = new Updater(this.#context, run);
    this.#updaters.set(run.service.id, updater);
    return updater;
  }

  #forget(serviceId: string): void {
    this.#updaters.delete(serviceId);
    delete this.#state.runs[serviceId];
  }

  #handleEntry(entry: UpdateEntry): void {
    const updater = this.#updaters.get(entry.serviceId);
    if (updater?.run.serial === entry.serial) updater.handleEntry(entry);
  }

  #handleCommit(commit: Commit): void {
    if (this.#updaters.size === 0) return;
    for (const change of commit.changes) {
      if (isChangeOf(change, 'task') && change.action === 'update' && change.after !== undefined) {
        this.#updaters.get(change.after.serviceId)?.handleTask(change.after);
      } else if (change.table === 'service' && change.action === 'delete') {
        this.#updaters.get(change.id)?.cancel();
        this.#forget(change.id);
      }
    }
  }
}

function isFollowed({ table, action }: Change): boolean {
  return (table === 'task' && action === 'update') || (table === 'service' && action === 'delete');
}
