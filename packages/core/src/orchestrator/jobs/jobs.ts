/**
 * The jobs orchestrator. It watches services and tasks, and has each job run as often, or on as many
 * nodes, as its spec says: it creates tasks that are wanted to complete, hands those that failed to the
 * restart supervisor, and asks for the removal of what is left of earlier runs. It watches no nodes, and
 * never chooses one. SwarmKit: manager/orchestrator/jobs.
 */
import type { Component } from '../../component.ts';
import type { Environment } from '../../kernel/environment.ts';
import type { Service } from '../../model/service.ts';
import { isStateAfter, isStateFrom, isTerminalState } from '../../model/task-state.ts';
import type { Task } from '../../model/task.ts';
import { isChangeOf, type Change, type Commit } from '../../store/change.ts';
import type { Store, Tx } from '../../store/store.ts';
import { watch } from '../../store/watch.ts';
import { checkTasks } from '../check-tasks.ts';
import type { RestartSupervisor } from '../restart/restart.ts';
import { removeServiceTasks } from '../service.ts';
import { isGlobalJob, isJob, isReplicatedJob, jobIterationOf } from '../service-mode.ts';
import type { TaskFactory } from '../task-factory.ts';
import { constraintsOf, isInvalidNode } from '../task.ts';
import { decideGlobalJob } from './decide-global-job.ts';
import { decideReplicatedJob } from './decide-replicated-job.ts';
import type { JobDecision } from './job-decision.ts';

/** Options of {@link createJobsOrchestrator}. */
export interface JobsOptions {
  readonly tasks: TaskFactory;
  readonly restarts: RestartSupervisor;
  readonly deciders?: Partial<JobsDeciders>;
}

/** The pure decisions of the jobs orchestrator. */
export interface JobsDeciders {
  /** Which tasks a job of a number of completions gets. */
  readonly decideReplicatedJob: typeof decideReplicatedJob;
  /** Which nodes run a job that runs once on every node. */
  readonly decideGlobalJob: typeof decideGlobalJob;
}

/** These decisions as SwarmKit makes them. */
export const jobsDeciders: JobsDeciders = { decideReplicatedJob, decideGlobalJob };

/** Starts the jobs orchestrator of a leader's term. */
export function createJobsOrchestrator(
  env: Environment,
  store: Store,
  options: JobsOptions,
): Component {
  return new Orchestrator(env, store, options);
}

class Orchestrator implements Component {
  // Deviation: SwarmKit never stops it when a leader becomes a follower, so that one who leads again
  // has two of them, which create tasks in competition (manager/manager.go, becomeFollower).
  readonly stop: () => void;
  readonly #store: Store;
  readonly #options: JobsOptions;
  readonly #deciders: JobsDeciders;
  /** By job: the state of the store that there was nothing to do about, within the commit at hand. */
  readonly #settledAt = new Map<string, number>();

  constructor(env: Environment, store: Store, options: JobsOptions) {
    this.#store = store;
    this.#options = options;
    this.#deciders = { ...jobsDeciders, ...options.deciders };
    this.stop = watch(env, store, 'jobs', (commit) => this.#handleCommit(commit), { concerns });
    const cell = env.cell('jobs', { isStarted: false });
    if (!cell.value.isStarted) this.#takeOver(env.now);
    cell.value.isStarted = true;
  }

  /** SwarmKit: jobs/orchestrator.go, init. Failed tasks are found by the first reconciliation. */
  #takeOver(now: number): void {
    const { restarts } = this.#options;
    const services = this.#store.list('service');
    checkTasks(this.#store, {
      now,
      restarts,
      isRelated: isReplicatedJob,
      fixTask: () => undefined,
    });
    checkTasks(this.#store, { now, restarts, isRelated: isGlobalJob, fixTask: leaveInvalidNode });
    for (const service of services) if (isJob(service)) this.#reconcile(service.id);
  }

  /** Each event by itself: one that follows sees what was done about those before it. */
  #handleCommit(commit: Commit): void {
    this.#settledAt.clear();
    for (const change of commit.changes) {
      if (isChangeOf(change, 'task')) this.#handleTask(change);
      else if (isChangeOf(change, 'service')) this.#handleService(change);
    }
  }

  #handleTask(change: Change<'task'>): void {
    const serviceId = change.after?.serviceId;
    if (serviceId === undefined || !hasEndedWanted(change)) return;
    if (isJob(this.#store.get('service', serviceId))) this.#reconcile(serviceId);
  }

  #handleService({ id, before, after }: Change<'service'>): void {
    if (isJob(after)) this.#reconcile(id);
    else if (after === undefined && isJob(before)) {
      removeServiceTasks(this.#store, id);
      this.#options.restarts.forgetService(id);
      this.#options.tasks.forget(id);
    }
  }

  #reconcile(serviceId: string): void {
    const { version } = this.#store;
    if (this.#settledAt.get(serviceId) === version) return;
    const service = this.#store.get('service', serviceId);
    if (service === undefined) return;
    this.#store.batch(this.#decide(service), (tx, decision) => this.#apply(tx, service, decision));
    if (this.#store.version === version) this.#settledAt.set(serviceId, version);
  }

  #decide(service: Service): readonly JobDecision[] {
    const tasks = this.#store.find('task', 'service', service.id);
    const iteration = jobIterationOf(service);
    const { mode, task } = service.spec;
    if (mode?.kind === 'replicated-job') {
      const { maxConcurrent, totalCompletions } = mode;
      const snapshot = { maxConcurrent, totalCompletions, iteration, tasks };
      return this.#deciders.decideReplicatedJob(snapshot);
    }
    const nodes = this.#store.list('node');
    const constraints = constraintsOf(task.placement);
    return this.#deciders.decideGlobalJob({ constraints, nodes, iteration, tasks });
  }

  #apply(tx: Tx, service: Service, decision: JobDecision): void {
    if (decision.kind === 'create') {
      const task = this.#options.tasks.create(service, decision);
      tx.create('task', { ...task, desiredState: 'complete' });
      return;
    }
    const task = tx.get('task', decision.task.id);
    if (task === undefined) return;
    if (decision.kind === 'restart') {
      if (isStateAfter(task.desiredState, 'complete')) return;
      this.#options.restarts.restart(tx, service, task);
    } else if (decision.kind === 'remove') {
      if (task.desiredState !== 'remove') tx.changeTask(task, { desiredState: 'remove' });
    } else shutDown(tx, task);
  }
}

/** SwarmKit: jobs/global/reconciler.go, FixTask. */
function leaveInvalidNode(tx: Tx, task: Task): void {
  if (isInvalidNode(tx.get('node', task.nodeId))) shutDown(tx, task);
}

function shutDown(tx: Tx, task: Task): void {
  if (!isStateFrom(task.desiredState, 'shutdown'))
    tx.changeTask(task, { desiredState: 'shutdown' });
}

function concerns(change: Change): boolean {
  if (isChangeOf(change, 'task')) return hasEndedWanted(change);
  if (isChangeOf(change, 'service')) return isJob(change.after ?? change.before);
  // A network may come with services: woken by it, the orchestrators go before the allocator.
  return change.table === 'network';
}

/** Whether a task has ended that was wanted until then. */
function hasEndedWanted({ action, after }: Change<'task'>): boolean {
  if (action !== 'update' || after === undefined) return false;
  return isTerminalState(after.status.state) && !isStateAfter(after.desiredState, 'complete');
}
