/**
 * The replicated orchestrator. It watches services, tasks and nodes, and keeps as many slots of each
 * replicated service alive as the spec says: it creates tasks, asks for their removal, deletes the
 * records of dead slots, and hands ended tasks to the restart supervisor and changed slots to the
 * update supervisor. It never chooses a node. SwarmKit: manager/orchestrator/replicated.
 */
import type { Component } from '../../component.ts';
import type { Environment } from '../../kernel/environment.ts';
import type { Node } from '../../model/node.ts';
import type { Service } from '../../model/service.ts';
import type { Task } from '../../model/task.ts';
import { isStateFrom } from '../../model/task-state.ts';
import { isChangeOf, type Change, type Commit } from '../../store/change.ts';
import type { Store, Tx } from '../../store/store.ts';
import { watch } from '../../store/watch.ts';
import { checkTasks } from '../check-tasks.ts';
import type { RestartSupervisor } from '../restart/restart.ts';
import { removeServiceTasks } from '../service.ts';
import { isReplicated } from '../service-mode.ts';
import { groupTasks, type Slot } from '../slot.ts';
import type { TaskFactory } from '../task-factory.ts';
import { isInvalidNode, isWanted } from '../task.ts';
import type { UpdateSupervisor } from '../update/update.ts';
import { decideReplicated, needsRestart, type ReplicatedDecision } from './decide-replicated.ts';

/** Options of {@link createReplicatedOrchestrator}. */
export interface ReplicatedOptions {
  readonly tasks: TaskFactory;
  readonly restarts: RestartSupervisor;
  readonly updates: UpdateSupervisor;
  readonly deciders?: Partial<ReplicatedDeciders>;
}

/** The pure decisions of the replicated orchestrator. */
export interface ReplicatedDeciders {
  /** How many slots a service gets, and which go. */
  readonly decideReplicated: typeof decideReplicated;
  /** Whether a task has to be restarted. */
  readonly decideNeedsRestart: typeof needsRestart;
  /** Whether no task may stay on a node. */
  readonly decideReplicatedNodeLoss: typeof isInvalidNode;
}

/** These decisions as SwarmKit makes them. */
export const replicatedDeciders: ReplicatedDeciders = {
  decideReplicated,
  decideNeedsRestart: needsRestart,
  decideReplicatedNodeLoss: isInvalidNode,
};

/** Starts the replicated orchestrator of a leader's term. */
export function createReplicatedOrchestrator(
  env: Environment,
  store: Store,
  options: ReplicatedOptions,
): Component {
  return new Orchestrator(env, store, options);
}

class Orchestrator implements Component {
  readonly stop: () => void;
  readonly #store: Store;
  readonly #tasks: TaskFactory;
  readonly #restarts: RestartSupervisor;
  readonly #updates: UpdateSupervisor;
  readonly #deciders: ReplicatedDeciders;
  /** What the commit at hand asks for; empty between commits. */
  readonly #servicesDue = new Set<string>();
  readonly #restartsDue = new Set<string>();
  readonly #nodeOf = (nodeId: string): Node | undefined => this.#store.get('node', nodeId);

  constructor(env: Environment, store: Store, options: ReplicatedOptions) {
    this.#store = store;
    this.#tasks = options.tasks;
    this.#restarts = options.restarts;
    this.#updates = options.updates;
    this.#deciders = { ...replicatedDeciders, ...options.deciders };
    this.stop = watch(env, store, 'replicated', (commit) => this.#handleCommit(commit), {
      concerns: (change) => this.#concerns(change),
    });
    const cell = env.cell('replicated', { isStarted: false });
    if (!cell.value.isStarted) this.#takeOver(env.now);
    cell.value.isStarted = true;
  }

  /** SwarmKit: replicated.go, Run, before its loop. */
  #takeOver(now: number): void {
    checkTasks(this.#store, {
      now,
      restarts: this.#restarts,
      isRelated: isReplicated,
      fixTask: (_tx, task) => this.#checkTask(task),
    });
    for (const { id } of this.#store.list('service')) this.#servicesDue.add(id);
    this.#tick();
  }

  #concerns(change: Change): boolean {
    if (isChangeOf(change, 'service')) return isReplicated(change.after ?? change.before);
    if (isChangeOf(change, 'node')) return this.#deciders.decideReplicatedNodeLoss(change.after);
    // A network may come with services: woken by it, the orchestrators go before the allocator.
    if (!isChangeOf(change, 'task')) return change.table === 'network';
    if (change.after === undefined) return change.before !== undefined && isWanted(change.before);
    return this.#deciders.decideNeedsRestart(change.after, this.#nodeOf);
  }

  #handleCommit(commit: Commit): void {
    for (const change of commit.changes) {
      if (isChangeOf(change, 'task')) this.#handleTask(change);
      else if (isChangeOf(change, 'service')) this.#handleService(change);
      else if (isChangeOf(change, 'node')) this.#handleNode(change);
    }
    this.#tick();
  }

  #handleTask(change: Change<'task'>): void {
    const { before, after } = change;
    if (after !== undefined) this.#checkTask(after);
    else if (before !== undefined && isWanted(before)) this.#servicesDue.add(before.serviceId);
  }

  #checkTask(task: Task): void {
    if (this.#deciders.decideNeedsRestart(task, this.#nodeOf)) this.#restartsDue.add(task.id);
  }

  #handleService(change: Change<'service'>): void {
    const { id, before, after } = change;
    if (after !== undefined) {
      this.#servicesDue.add(id);
    } else if (isReplicated(before)) {
      removeServiceTasks(this.#store, id);
      this.#restarts.forgetService(id);
      this.#tasks.forget(id);
      this.#servicesDue.delete(id);
    }
  }

  #handleNode(change: Change<'node'>): void {
    if (!this.#deciders.decideReplicatedNodeLoss(change.after)) return;
    for (const task of this.#store.find('task', 'node', change.id)) {
      this.#restartsDue.add(task.id);
    }
  }

  /**
   * Tasks come first, so that services are reconciled with what became of them. What is not, or no
   * longer, of a replicated service is passed over.
   */
  #tick(): void {
    if (this.#restartsDue.size > 0) {
      this.#store.batch(take(this.#restartsDue), (tx, taskId) => this.#restartTask(tx, taskId));
    }
    if (this.#servicesDue.size > 0) {
      for (const serviceId of take(this.#servicesDue)) this.#reconcile(serviceId);
    }
  }

  #restartTask(tx: Tx, taskId: string): void {
    const task = tx.get('task', taskId);
    if (task === undefined || !isWanted(task)) return;
    const service = tx.get('service', task.serviceId);
    if (isReplicated(service)) this.#restarts.restart(tx, service, task);
  }

  #reconcile(serviceId: string): void {
    const service = this.#store.get('service', serviceId);
    if (service?.spec.mode?.kind !== 'replicated') return;
    const { replicas } = service.spec.mode;
    const updatable = new Map<number, Slot>();
    const dead = new Map<number, Slot>();
    const tasks = this.#store.find('task', 'service', serviceId);
    for (const [number, slot] of groupTasks(tasks, (task) => task.slot)) {
      const tasksToUpdate = this.#restarts.updatableTasks(slot, service);
      if (tasksToUpdate.length > 0) updatable.set(number, tasksToUpdate);
      else dead.set(number, slot);
    }

    const plan = this.#deciders.decideReplicated({ replicas, updatable, dead });
    this.#updates.update(service, plan.surviving);
    this.#store.batch(plan.decisions, (tx, decision) => this.#apply(tx, service, decision));
  }

  #apply(tx: Tx, service: Service, decision: ReplicatedDecision): void {
    if (decision.kind === 'create') {
      tx.create('task', this.#tasks.create(service, { slot: decision.slot, nodeId: '' }));
      return;
    }
    const task = tx.get('task', decision.task.id);
    if (task === undefined) return;
    if (decision.kind === 'delete') tx.delete('task', task.id);
    else if (!isStateFrom(task.desiredState, 'remove')) {
      tx.changeTask(task, { desiredState: 'remove' });
    }
  }
}

function take(ids: Set<string>): readonly string[] {
  const taken = [...ids];
  ids.clear();
  return taken;
}
