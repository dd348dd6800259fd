/**
 * What the scheduler knows of the cluster: the nodes with what is booked on them, and the tasks that
 * wait. It is fed with the store's changes one by one and may lag behind the store.
 * SwarmKit: manager/scheduler/scheduler.go, Scheduler.
 */
import type { NodeId, TaskId } from '../model/ids.ts';
import type { Node } from '../model/node.ts';
import { isStateAfter, isStateFrom, isTerminalState } from '../model/task-state.ts';
import type { Task } from '../model/task.ts';
import type { ReadTx } from '../store/store.ts';
import { forgetNode, recordFailure, type FailureRecord } from './failure-window.ts';
import type { NodeSet } from './node-set.ts';
import { retrackTask, trackTask, type TrackedTask } from './tracked-task.ts';

/** See the head of this file. */
export class ClusterView {
  readonly nodes: NodeSet;
  readonly failures: FailureRecord;
  /** Tasks that came with a node and wait for it to be confirmed. */
  readonly pendingPreassigned: Map<TaskId, TrackedTask> = new Map();
  readonly #clock: { readonly now: number };
  readonly #tasks = new Map<TaskId, TrackedTask>();
  #queue: TrackedTask[] = [];

  constructor(nodes: NodeSet, failures: FailureRecord, clock: { readonly now: number }) {
    this.nodes = nodes;
    this.failures = failures;
    this.#clock = clock;
  }

  /** Whether any failure is remembered at all. */
  get hasFailures(): boolean {
    for (const _ in this.failures) return true;
    return false;
  }

  /** The task as it is followed, if it is. */
  trackedTask(id: TaskId): TrackedTask | undefined {
    return this.#tasks.get(id);
  }

  /** Tasks that are booked on the node in a slot. */
  bookedOn(slot: number): readonly TrackedTask[] {
    return [...this.#tasks.values()].filter((tracked) => this.nodes.isBookedOn(tracked, slot));
  }

  /** Reads everything that is there at the start. SwarmKit: scheduler.go, setupTasksList. */
  load(store: ReadTx): void {
    for (const node of store.list('node')) this.nodes.put(node);
    for (const task of store.list('task')) {
      if (!usesResources(task)) continue;
      const isPending = task.status.state === 'pending';
      // The service was updated, scaled down or removed before the task was assigned.
      if (isPending && isStateAfter(task.desiredState, 'complete')) continue;
      const tracked = this.#track(task);
      if (task.nodeId === '') this.enqueue(tracked);
      else if (isPending) this.#awaitConfirmation(tracked);
      else this.#book(tracked);
    }
  }

  /** @returns whether waiting tasks are to be looked at. SwarmKit: scheduler.go, createTask. */
  createTask(task: Task): boolean {
    if (!usesResources(task)) return false;
    const tracked = this.#track(task);
    if (task.nodeId === '') {
      this.enqueue(tracked);
      return true;
    }
    if (task.status.state === 'pending') this.#awaitConfirmation(tracked);
    else this.#bookArrived(tracked);
    return false;
  }

  /** @returns whether waiting tasks are to be looked at. SwarmKit: scheduler.go, updateTask. */
  updateTask(task: Task): boolean {
    if (!isStateFrom(task.status.state, 'pending')) return false;
    const tracked = this.#tasks.get(task.id);
    if (isTerminalState(task.status.state)) {
      if (tracked === undefined) return false;
      this.#endTask(tracked, task);
      return true;
    }
    if (task.nodeId === '') {
      this.enqueue(this.#replace(tracked, task));
      return true;
    }
    if (task.status.state === 'pending') {
      this.#awaitConfirmation(this.#replace(tracked, task));
      return false;
    }
    if (tracked === undefined) {
      this.#bookArrived(this.#track(task));
      return false;
    }
    retrackTask(tracked, task);
    const slot = this.nodes.slotOf(task.nodeId);
    if (slot === undefined) return false;
    if (this.nodes.isBookedOn(tracked, slot)) this.nodes.rebook(tracked, slot);
    else this.#bookArrived(tracked);
    return false;
  }

  /** @returns whether waiting tasks are to be looked at. SwarmKit: scheduler.go, deleteTask. */
  deleteTask(task: Task): boolean {
    const tracked = this.#tasks.get(task.id);
    if (tracked === undefined) return false;
    retrackTask(tracked, task);
    return this.forget(tracked);
  }

  /** SwarmKit: manager/scheduler/scheduler.go, createOrUpdateNode. */
  putNode(node: Node): void {
    this.nodes.put(node);
  }

  /** What was booked on the node is forgotten, and so are its failures. */
  removeNode(nodeId: NodeId): void {
    this.nodes.remove(nodeId);
    forgetNode(this.failures, nodeId);
  }

  /** Follows a task no longer; if it waits, it goes on waiting. @returns whether it freed a node. */
  forget(tracked: TrackedTask): boolean {
    const { task } = tracked;
    this.#tasks.delete(task.id);
    this.pendingPreassigned.delete(task.id);
    tracked.isPreassigned = false;
    return this.release(tracked, task.nodeId);
  }

  /** Gives back what is booked for a task on a node. @returns whether anything was. */
  release(tracked: TrackedTask, nodeId: NodeId | ''): boolean {
    const slot = this.nodes.slotOf(nodeId);
    if (slot === undefined || !this.nodes.isBookedOn(tracked, slot)) return false;
    this.nodes.release(tracked, slot);
    return true;
  }

  /** Follows a task from a version on. */
  follow(tracked: TrackedTask, task: Task): void {
    retrackTask(tracked, task);
    this.#tasks.set(task.id, tracked);
  }

  enqueue(tracked: TrackedTask): void {
    if (tracked.isQueued) return;
    tracked.isQueued = true;
    this.#queue.push(tracked);
  }

  /** Empties the queue of waiting tasks. */
  takeQueue(): readonly TrackedTask[] {
    const queue = this.#queue;
    this.#queue = [];
    for (const tracked of queue) tracked.isQueued = false;
    return queue;
  }

  #track(task: Task): TrackedTask {
    const tracked = trackTask(task);
    this.#tasks.set(task.id, tracked);
    return tracked;
  }

  #replace(tracked: TrackedTask | undefined, task: Task): TrackedTask {
    if (tracked === undefined) return this.#track(task);
    this.forget(tracked);
    this.follow(tracked, task);
    return tracked;
  }

  #awaitConfirmation(tracked: TrackedTask): void {
    tracked.isPreassigned = true;
    this.pendingPreassigned.set(tracked.task.id, tracked);
  }

  #book(tracked: TrackedTask): void {
    const slot = this.nodes.slotOf(tracked.task.nodeId);
    if (slot !== undefined) this.nodes.book(tracked, slot);
  }

  #bookArrived(tracked: TrackedTask): void {
    this.#book(tracked);
    tracked.ownsClaims = tracked.bookedOn !== 0 && tracked.claims.length > 0;
  }

  /** SwarmKit counts failures of the tasks that it placed itself, not of preassigned ones. */
  #endTask(tracked: TrackedTask, task: Task): void {
    const { state } = task.status;
    const hasFailed = state === 'failed' || state === 'rejected';
    if (hasFailed && !tracked.isPreassigned && this.nodes.slotOf(task.nodeId) !== undefined) {
      recordFailure(this.failures, task, this.#clock.now);
    }
    this.forget(tracked);
  }
}

/** Tasks below pending wait for the allocator; ended ones hold nothing. */
function usesResources(task: Task): boolean {
  return isStateFrom(task.status.state, 'pending') && !isTerminalState(task.status.state);
}
