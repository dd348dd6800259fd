/**
 * The global orchestrator. It watches services, nodes and tasks, and keeps one task of each global
 * service on every node that matches its constraints and is neither down nor drained: it creates
 * tasks with their node, shuts them down, deletes those of deleted nodes, and hands ended tasks to
 * the restart supervisor and changed ones to the update supervisor. It never checks whether a task
 * fits on its node. SwarmKit: manager/orchestrator/global.
 */
import type { Component } from '../../component.ts';
import type { Constraint } from '../../constraint/parse-constraints.ts';
import type { Environment } from '../../kernel/environment.ts';
import type { Node } from '../../model/node.ts';
import type { Service } from '../../model/service.ts';
import { isStateFrom, isTerminalState } from '../../model/task-state.ts';
import type { Task } from '../../model/task.ts';
import { isChangeOf, type Change, type Commit } from '../../store/change.ts';
import type { Store, Tx } from '../../store/store.ts';
import { watch } from '../../store/watch.ts';
import { checkTasks } from '../check-tasks.ts';
import type { RestartSupervisor } from '../restart/restart.ts';
import { removeServiceTasks } from '../service.ts';
import { isGlobal } from '../service-mode.ts';
import { groupTasks, type Slot } from '../slot.ts';
import type { TaskFactory } from '../task-factory.ts';
import { constraintsOf, isInvalidNode, isTaskDirty, isWanted } from '../task.ts';
import type { UpdateSupervisor } from '../update/update.ts';
import {
  decideEndedTask,
  decideGlobal,
  decideGlobalNode,
  type GlobalDecision,
} from './decide-global.ts';

/** Options of {@link createGlobalOrchestrator}. */
export interface GlobalOptions {
  readonly tasks: TaskFactory;
  readonly restarts: RestartSupervisor;
  readonly updates: UpdateSupervisor;
  readonly deciders?: Partial<GlobalDeciders>;
}

/** The pure decisions of the global orchestrator. */
export interface GlobalDeciders {
  /** Which nodes have a task of a service. */
  readonly decideGlobal: typeof decideGlobal;
  /** What becomes of a service on a node that changed. */
  readonly decideGlobalNode: typeof decideGlobalNode;
  /** What becomes of a task that ended. */
  readonly decideEndedTask: typeof decideEndedTask;
  /** Whether no task may stay on a node. */
  readonly decideGlobalNodeLoss: typeof isInvalidNode;
  /** Whether a task differs from its service's spec so that it has to be replaced. */
  readonly decideDirty: typeof isTaskDirty;
}

/** These decisions as SwarmKit makes them. */
export const globalDeciders: GlobalDeciders = {
  decideGlobal,
  decideGlobalNode,
  decideEndedTask,
  decideGlobalNodeLoss: isInvalidNode,
  decideDirty: isTaskDirty,
};

/** Starts the global orchestrator of a leader's term. */
export function createGlobalOrchestrator(
  env: Environment,
  store: Store,
  options: GlobalOptions,
): Component {
  return new Orchestrator(env, store, options);
}

/** A global service with its constraints read. */
interface GlobalService {
  readonly service: Service;
  readonly constraints: readonly Constraint[];
}

class Orchestrator implements Component {
  readonly stop: () => void;
  readonly #store: Store;
  readonly #options: GlobalOptions;
  readonly #deciders: GlobalDeciders;
  /** All global services, oldest first. */
  readonly #services = new Map<string, GlobalService>();
  /** Tasks that the commit at hand shows as ended; empty between commits. */
  readonly #endedTasks = new Set<string>();

  constructor(env: Environment, store: Store, options: GlobalOptions) {
    this.#store = store;
    this.#options = options;
    this.#deciders = { ...globalDeciders, ...options.deciders };
    for (const service of store.list('service')) this.#learn(service);
    this.stop = watch(env, store, 'global', (commit) => this.#handleCommit(commit), {
      concerns: (change) => this.#concerns(change),
    });
    const cell = env.cell('global', { isStarted: false });
    if (!cell.value.isStarted) this.#takeOver(env.now);
    cell.value.isStarted = true;
  }

  /** SwarmKit: global.go, Run, before its loop. */
  #takeOver(now: number): void {
    checkTasks(this.#store, {
      now,
      restarts: this.#options.restarts,
      isRelated: isGlobal,
      fixTask: (tx, task) => {
        if (this.#deciders.decideGlobalNodeLoss(tx.get('node', task.nodeId))) shutDown(tx, task);
        else if (isTerminalState(task.status.state)) this.#endedTasks.add(task.id);
      },
    });
    this.#tick();
    for (const entry of this.#services.values()) this.#reconcileService(entry);
  }

  #concerns(change: Change): boolean {
    if (isChangeOf(change, 'service')) return isGlobal(change.after ?? change.before);
    if (isChangeOf(change, 'node')) return this.#services.size > 0;
    // A network may come with services: woken by it, the orchestrators go before the allocator.
    return isChangeOf(change, 'task') ? hasEndedWanted(change) : change.table === 'network';
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
    if (hasEndedWanted(change)) this.#endedTasks.add(change.id);
  }

  #handleService({ id, before, after }: Change<'service'>): void {
    // Events may be older than the store: the newest spec counts.
    const service = after === undefined ? undefined : this.#store.get('service', id);
    if (service !== undefined) {
      const known = this.#learn(service);
      if (known !== undefined) this.#reconcileService(known);
    } else if (after === undefined && isGlobal(before)) {
      removeServiceTasks(this.#store, id);
      this.#services.delete(id);
      this.#options.restarts.forgetService(id);
      this.#options.tasks.forget(id);
    }
  }

  #handleNode({ id, after }: Change<'node'>): void {
    if (this.#services.size === 0) return;
    if (after === undefined) this.#store.batch(this.#tasksOn(id), deleteTask);
    else if (this.#deciders.decideGlobalNodeLoss(after))
      this.#store.batch(this.#tasksOn(id), shutDown);
    else this.#reconcileNode(id);
  }

  #learn(service: Service): GlobalService | undefined {
    if (!isGlobal(service)) return undefined;
    const entry = { service, constraints: constraintsOf(service.spec.task.placement) };
    this.#services.set(service.id, entry);
    return entry;
  }

  #tasksOn(nodeId: string): readonly Task[] {
    return this.#store
      .find('task', 'node', nodeId)
      .filter((task) => this.#services.has(task.serviceId));
  }

  #reconcileService({ service, constraints }: GlobalService): void {
    const updatable = new Map<string, Slot>();
    const tasks = this.#store.find('task', 'service', service.id);
    for (const [nodeId, slot] of groupTasks(tasks, (task) => task.nodeId)) {
      const tasksToUpdate = this.#options.restarts.updatableTasks(slot, service);
      if (tasksToUpdate.length > 0) updatable.set(nodeId, tasksToUpdate);
    }
    const plan = this.#deciders.decideGlobal({
      constraints,
      nodes: this.#store.list('node'),
      updatable,
    });
    this.#store.batch(plan.decisions, (tx, decision) => this.#apply(tx, service.id, decision));
    if (plan.surviving.length > 0) this.#options.updates.update(service, plan.surviving);
  }

  #reconcileNode(nodeId: string): void {
    const node = this.#store.get('node', nodeId);
    const { decideDirty, decideGlobalNode: decide, decideGlobalNodeLoss } = this.#deciders;
    if (node?.spec.availability !== 'active' || decideGlobalNodeLoss(node)) return;
    const slots = groupTasks(this.#tasksOn(nodeId), (task) => task.serviceId);
    for (const { service, constraints } of this.#services.values()) {
      const slot = this.#options.restarts.updatableTasks(slots.get(service.id) ?? [], service);
      const isDirty = (task: Task): boolean => decideDirty(service, task, node);
      const decisions = decide({ constraints, node, slot, isDirty });
      this.#store.batch(decisions, (tx, decision) => this.#apply(tx, service.id, decision));
    }
  }

  #apply(tx: Tx, serviceId: string, decision: GlobalDecision): void {
    if (decision.kind === 'shut-down') {
      shutDown(tx, decision.task);
      return;
    }
    const service = tx.get('service', serviceId);
    if (service === undefined) return;
    tx.create('task', this.#options.tasks.create(service, { slot: 0, nodeId: decision.nodeId }));
  }

  #tick(): void {
    if (this.#endedTasks.size === 0) return;
    const taskIds = [...this.#endedTasks];
    this.#endedTasks.clear();
    this.#store.batch(taskIds, (tx, taskId) => this.#handleEnded(tx, taskId));
  }

  #handleEnded(tx: Tx, taskId: string): void {
    const task = tx.get('task', taskId);
    if (task === undefined || !isWanted(task)) return;
    const service = tx.get('service', task.serviceId);
    const known = this.#services.get(task.serviceId);
    if (service === undefined || known === undefined) return;
    const node: Node | undefined = tx.get('node', task.nodeId);
    const decision = this.#deciders.decideEndedTask(known.constraints, node);
    if (decision === 'restart') this.#options.restarts.restart(tx, service, task);
    else if (decision === 'shut-down') tx.changeTask(task, { desiredState: 'shutdown' });
  }
}

/** Whether a task has ended that is still wanted. */
function hasEndedWanted({ action, after }: Change<'task'>): boolean {
  if (action !== 'update' || after === undefined) return false;
  return isWanted(after) && isTerminalState(after.status.state);
}

/** SwarmKit: global.go, shutdownTask. */
function shutDown(tx: Tx, { id }: Task): void {
  const task = tx.get('task', id);
  if (task === undefined || isStateFrom(task.desiredState, 'shutdown')) return;
  tx.changeTask(task, { desiredState: 'shutdown' });
}

function deleteTask(tx: Tx, { id }: Task): void {
  tx.delete('task', id);
}
