/**
 * One running update: workers take slots one after the other, each waits for the new task to come up
 * and then pauses. SwarmKit: manager/orchestrator/update/updater.go, Updater.
 */
import type { Environment } from '../../kernel/environment.ts';
import type { Service } from '../../model/service.ts';
import { isStateFrom, isTerminalState } from '../../model/task-state.ts';
import type { Task } from '../../model/task.ts';
import { slotNameOf, type Slot } from '../slot.ts';
import { keepTask, replaceTasks, shutDownTasks, type SlotChangeTools } from './change-slot.ts';
import type { UpdateSettings } from './decide-update.ts';
import type { UpdateDeciders } from './update-deciders.ts';
import type { UpdateEntry, UpdateRun, UpdateWorker } from './update-run.ts';
import { startUpdate } from './update-status.ts';

/** What an {@link Updater} works with. */
export interface UpdaterContext {
  readonly env: Environment;
  readonly tools: SlotChangeTools;
  readonly deciders: UpdateDeciders;
  /** Told when an update is over. */
  readonly ended: (run: UpdateRun) => void;
}

/** See the head of this file. */
export class Updater {
  readonly run: UpdateRun;
  readonly #context: UpdaterContext;
  readonly #settings: UpdateSettings;
  /** Position of the slot whose worker waits for a task. */
  readonly #waiting = new Map<string, number>();

  constructor(context: UpdaterContext, run: UpdateRun) {
    this.run = run;
    this.#context = context;
    this.#settings = context.deciders.decideUpdateSettings(run.service);
    for (const [position, { taskId }] of Object.entries(run.workers)) {
      this.#waiting.set(taskId, Number(position));
    }
  }

  /** Has the update begin in an entry of its own, after what goes on now. */
  begin(): void {
    this.run.timer = this.#schedule(0, { step: 'start' });
  }

  /** Forgets everything that is due. The tasks that were made stay. */
  cancel(): void {
    const { timer, workers } = this.run;
    this.#context.env.cancel(timer);
    for (const worker of Object.values(workers)) this.#context.env.cancel(worker.timer);
  }

  /** Runs a step that is due. */
  handleEntry(entry: UpdateEntry): void {
    if (entry.step === 'start') this.#start();
    else if (entry.step === 'replace') this.#replace();
    else if (entry.step === 'complete') this.#finish();
    else {
      this.#freeWorker(entry.position ?? 0);
      this.#advance();
    }
  }

  /** Looks at a task of the service that changed. */
  handleTask(task: Task): void {
    const { run } = this;
    const isOwn = Object.hasOwn(run.upSince, task.id);
    if (isOwn && isTerminalState(task.status.state)) run.endedTasks.push(task.id);
    const position = this.#waiting.get(task.id);
    if (position !== undefined) this.#handleAwaited(task, position);
    if (isOwn || position !== undefined) this.#advance();
  }

  #start(): void {
    const { run } = this;
    const { deciders, env } = this.#context;
    const { updateStatus } = run.service;
    if (updateStatus?.state === 'paused' || updateStatus?.state === 'rollback_paused') {
      this.#end();
      return;
    }
    const dirty = run.slots.filter((slot) => deciders.decideSlotDirty(slot, this.#isDirty));
    if (dirty.length === 0) {
      const isOpen =
        updateStatus?.state === 'updating' || updateStatus?.state === 'rollback_started';
      if (isOpen) this.#write((service) => deciders.decideCompletion(service, env.now));
      this.#end();
      return;
    }
    run.slots = deciders.decideSlotOrder(dirty, this.#drawOrder);
    if (updateStatus !== undefined) {
      this.#replace();
      return;
    }
    this.#write((service) => startUpdate(service, env.now));
    // Its workers come to their first transactions only after orchestrators may have heard of this one.
    run.timer = this.#schedule(0, { step: 'replace' });
  }

  #replace(): void {
    this.run.phase = 'replacing';
    this.#advance();
  }

  /** Goes as far as it can without waiting. */
  #advance(): void {
    const { run } = this;
    if (run.phase === 'replacing') this.#handOutSlots();
    if (run.phase === 'finishing' && run.busyWorkers === 0) {
      if (run.isStopped) {
        this.#end();
        return;
      }
      run.phase = 'monitoring';
      run.timer = this.#schedule(this.#settings.finalMonitorMs, { step: 'complete' });
    }
    if (run.phase === 'monitoring' && this.#readFailures()) this.#finish();
  }

  /** Failures are read here and while monitoring only, as in SwarmKit. */
  #handOutSlots(): void {
    const { run } = this;
    const parallelism =
      this.#settings.parallelism === 0 ? run.slots.length : this.#settings.parallelism;
    while (run.nextSlot < run.slots.length) {
      if (this.#readFailures()) break;
      if (run.busyWorkers >= parallelism) return;
      run.nextSlot += 1;
      this.#changeSlot(run.nextSlot - 1);
    }
    run.phase = 'finishing';
  }

  #changeSlot(position: number): void {
    const { run } = this;
    const { tools, deciders } = this.#context;
    const slot = run.slots[position] ?? [];
    run.busyWorkers += 1;
    const decision = deciders.decideSlot(slot, this.#isDirty);
    if (decision.kind === 'use') {
      const isGated = keepTask(tools, slot, decision.task);
      if (isGated) this.#await(position, { taskId: decision.task.id, isNewTask: false, timer: 0 });
      else this.#pause(position);
      return;
    }
    const { service } = run;
    const taskId = replaceTasks(tools, { service, slot, order: this.#settings.order });
    if (taskId === undefined) {
      this.#pause(position);
      return;
    }
    run.upSince[taskId] = null;
    this.#await(position, { taskId, isNewTask: true, timer: 0 });
  }

  #await(position: number, worker: UpdateWorker): void {
    this.run.workers[position] = worker;
    this.#waiting.set(worker.taskId, position);
  }

  #handleAwaited(task: Task, position: number): void {
    const { run } = this;
    const worker = run.workers[position];
    const isGated = !isStateFrom(task.desiredState, 'running');
    if (worker === undefined || isGated) return;
    if (worker.isNewTask) {
      if (!isStateFrom(task.status.state, 'running')) return;
      run.upSince[task.id] = this.#context.env.now;
      if (this.#settings.order === 'start-first' && task.status.state === 'running') {
        this.#context.tools.store.update((tx) => shutDownTasks(tx, run.slots[position] ?? []));
      }
    }
    this.#waiting.delete(task.id);
    this.#pause(position);
  }

  /** The worker of a slot is done with it, but may have to pause before the next. */
  #pause(position: number): void {
    if (this.#settings.delayMs === 0) {
      this.#freeWorker(position);
      return;
    }
    const timer = this.#schedule(this.#settings.delayMs, { step: 'free-worker', position });
    this.run.workers[position] = { taskId: '', isNewTask: false, timer };
  }

  #freeWorker(position: number): void {
    delete this.run.workers[position];
    this.run.busyWorkers -= 1;
  }

  /** Looks at the tasks that ended. True: a failure has stopped what goes on. */
  #readFailures(): boolean {
    const { run } = this;
    const ended = run.endedTasks;
    if (ended.length === 0) return false;
    const fatal = ended.findIndex((taskId) => this.#readFailure(taskId));
    run.endedTasks = fatal < 0 ? [] : ended.slice(fatal + 1);
    return fatal >= 0;
  }

  #readFailure(taskId: string): boolean {
    const { run } = this;
    const { env, deciders } = this.#context;
    const settings = this.#settings;
    // SwarmKit does not watch for failures at all when they have no consequence.
    if (settings.failureAction === 'continue' || Object.hasOwn(run.failedTasks, taskId))
      return false;
    const upSince = run.upSince[taskId] ?? null;
    if (!deciders.decideIsFailure(upSince, env.now, settings.monitorMs)) return false;
    run.failedTasks[taskId] = true;
    run.failures += 1;
    const decision = deciders.decideFailure({
      settings,
      slots: run.slots.length,
      failures: run.failures,
      taskId,
    });
    if (decision.kind === 'go-on') return false;
    if (decision.kind === 'pause') {
      run.isStopped = decision.isFinal;
      this.#write((service) => deciders.decidePause(service, decision.message));
    } else {
      run.isStopped = true;
      this.#write((service) => deciders.decideRollback(service, decision.message));
    }
    return true;
  }

  #finish(): void {
    const { deciders, env } = this.#context;
    const { isStopped } = this.run;
    if (!isStopped) this.#write((service) => deciders.decideCompletion(service, env.now));
    this.#end();
  }

  #end(): void {
    this.cancel();
    this.#context.ended(this.run);
  }

  #write(change: (service: Service) => Service | undefined): void {
    this.#context.tools.store.update((tx) => {
      const service = tx.get('service', this.run.service.id);
      const changed = service === undefined ? undefined : change(service);
      if (changed !== undefined) tx.update('service', changed);
    });
  }

  readonly #isDirty = (task: Task): boolean => {
    const { deciders, tools } = this.#context;
    return deciders.decideDirty(this.run.service, task, tools.store.get('node', task.nodeId));
  };

  readonly #drawOrder = (slot: Slot): number => {
    const { id, specVersion } = this.run.service;
    const name = slot[0] === undefined ? '' : slotNameOf(slot[0]);
    return this.#context.env.random.bits('update-order', id, specVersion, name);
  };

  #schedule(delayMs: number, due: Pick<UpdateEntry, 'step' | 'position'>): number {
    const { env } = this.#context;
    const { serial, service } = this.run;
    const entry: UpdateEntry = { kind: 'update', serviceId: service.id, serial, ...due };
    return env.schedule({ at: env.now + delayMs, entry });
  }
}
