/**
 * The nodes as the scheduler sees them, and what is booked on them. Numbers that every check of
 * every group reads stand in columns, one slot per node; nothing is allocated per visit.
 * SwarmKit: manager/scheduler/{nodeset,nodeinfo}.go.
 */
import { claimResources, reclaimResources } from '../generic-resource/claim.ts';
import {
  consumeResources,
  copyResources,
  type ResourceItem,
} from '../generic-resource/resource-list.ts';
import type { NodeId, ServiceId, TaskId } from '../model/ids.ts';
import type { Node } from '../model/node.ts';
import type { GenericResource, Resources } from '../model/resources.ts';
import type { Task } from '../model/task.ts';
import { ChangeLog } from './change-log.ts';
import { hostPortsOf } from './host-ports.ts';
import { SlotMemo } from './slot-memo.ts';
import { isWanted, type TrackedTask } from './tracked-task.ts';

/** Tasks of one service that count on each slot. */
export type ServiceCounts = ReadonlyMap<number, number>;

interface GenericBook {
  available: ResourceItem[];
  /** What the node declares; absent where it declares nothing at all. */
  declared: ResourceItem[] | undefined;
  readonly held: Map<TaskId, readonly GenericResource[]>;
}

/** See the head of this file. */
export class NodeSet {
  /** Which slots changed, so that an index over them can follow. */
  readonly changes: ChangeLog = new ChangeLog();
  /** Results of checks that depend on the node's record alone. */
  readonly memo: SlotMemo = new SlotMemo();

  /** 1 where the node takes new tasks. */
  ready: Uint8Array = new Uint8Array(0);
  /** CPU that is not booked, in billionths; may be negative. */
  nanoCpus: Float64Array = new Float64Array(0);
  /** Memory that is not booked, in bytes; may be negative. */
  memoryBytes: Float64Array = new Float64Array(0);
  /** Tasks that count, of all services. */
  activeTasks: Int32Array = new Int32Array(0);
  /** Number of the node's record: 0 for a free slot, a new one whenever a node joins. */
  instances: Int32Array = new Int32Array(0);
  /** Number of the node's last change; differs for every version of every node. */
  revisions: Int32Array = new Int32Array(0);
  /** Where the node stands among equals. */
  ties: Float64Array = new Float64Array(0);

  readonly #tieOf: (nodeId: NodeId) => number;
  readonly #isCounted: typeof isWanted;
  readonly #nodes: (Node | undefined)[] = [];
  readonly #slots = new Map<NodeId, number>();
  readonly #freeSlots: number[] = [];
  readonly #generic: (GenericBook | undefined)[] = [];
  readonly #hostPorts: (Set<number> | undefined)[] = [];
  readonly #serviceCounts = new Map<ServiceId | '', Map<number, number>>();
  #lastCounts: { serviceId: ServiceId | ''; counts: Map<number, number> } | undefined;
  #bookedCpus: Float64Array = new Float64Array(0);
  #bookedMemory: Float64Array = new Float64Array(0);
  #lastInstance = 0;
  #lastRevision = 0;

  /** `isCounted`: whether a task counts among the tasks of its node. */
  constructor(tieOf: (nodeId: NodeId) => number, isCounted: typeof isWanted = isWanted) {
    this.#tieOf = tieOf;
    this.#isCounted = isCounted;
  }

  /** Nodes in the set. */
  get size(): number {
    return this.#slots.size;
  }

  /** Slots there are room for; an index with fewer is out of date. */
  get capacity(): number {
    return this.ready.length;
  }

  /** All slots in use are below it. */
  get span(): number {
    return this.#nodes.length;
  }

  /** Slots in use, oldest node first. */
  slots(): Iterable<number> {
    return this.#slots.values();
  }

  slotOf(nodeId: NodeId | ''): number | undefined {
    return nodeId === '' ? undefined : this.#slots.get(nodeId);
  }

  nodeAt(slot: number): Node | undefined {
    return this.#nodes[slot];
  }

  /** Counts of a service; follows later bookings. */
  countsOf(serviceId: ServiceId | ''): ServiceCounts {
    return this.#countsOf(serviceId);
  }

  genericAt(slot: number): readonly ResourceItem[] {
    return this.#generic[slot]?.available ?? noItems;
  }

  hostPortsAt(slot: number): ReadonlySet<number> {
    return this.#hostPorts[slot] ?? noPorts;
  }

  /** Adds a node, or takes over its new version. SwarmKit: scheduler.go, createOrUpdateNode. */
  put(node: Node): void {
    const slot = this.#slots.get(node.id) ?? this.#add(node.id);
    this.#nodes[slot] = node;
    this.#lastRevision += 1;
    this.revisions[slot] = this.#lastRevision;
    // SwarmKit: manager/scheduler/filter.go, ReadyFilter.
    const takesTasks = node.status.state === 'ready' && node.spec.availability === 'active';
    this.ready[slot] = takesTasks ? 1 : 0;
    this.#declare(slot, node.description?.resources);
    this.changes.add(slot);
  }

  /** Removes a node. What was booked on it is forgotten. */
  remove(nodeId: NodeId): void {
    const slot = this.#slots.get(nodeId);
    if (slot === undefined) return;
    this.#slots.delete(nodeId);
    this.#freeSlots.push(slot);
    this.#nodes[slot] = undefined;
    this.#generic[slot] = undefined;
    this.#hostPorts[slot] = undefined;
    this.instances[slot] = 0;
    this.revisions[slot] = 0;
    this.activeTasks[slot] = 0;
    this.#bookedCpus[slot] = 0;
    this.#bookedMemory[slot] = 0;
    for (const counts of this.#serviceCounts.values()) counts.delete(slot);
    this.changes.add(slot);
  }

  isBookedOn(tracked: TrackedTask, slot: number): boolean {
    return tracked.bookedOn !== 0 && tracked.bookedOn === this.instances[slot];
  }

  /** Books a task on a node, which claims its generic resources. SwarmKit: nodeinfo.go, addTask. */
  book(tracked: TrackedTask, slot: number): void {
    const { task } = tracked;
    tracked.bookedOn = this.instances[slot] ?? 0;
    tracked.isActive = this.#isCounted(task);
    const reserved = task.spec.resources?.reservations;
    if (reserved !== undefined) this.#bookAmounts(slot, reserved, 1);
    const claims = this.#claim(slot, task, reserved?.generic);
    if (claims.length > 0 || tracked.claims.length > 0) tracked.claims = claims;
    for (const port of hostPortsOf(task)) this.#usePort(slot, port);
    if (tracked.isActive) this.#count(task.serviceId, slot, 1);
    this.changes.add(slot);
  }

  /** Follows a booked task that the cluster began, or ceased, to want. */
  rebook(tracked: TrackedTask, slot: number): void {
    const isActive = this.#isCounted(tracked.task);
    if (isActive === tracked.isActive) return;
    tracked.isActive = isActive;
    this.#count(tracked.task.serviceId, slot, isActive ? 1 : -1);
    if (tracked.claims.length > 0) this.#generic[slot]?.held.set(tracked.task.id, tracked.claims);
    this.changes.add(slot);
  }

  /** Gives back what a task holds. SwarmKit: manager/scheduler/nodeinfo.go, removeTask. */
  release(tracked: TrackedTask, slot: number): void {
    const { task } = tracked;
    tracked.bookedOn = 0;
    if (tracked.isActive) this.#count(task.serviceId, slot, -1);
    // The port becomes free even where another task of the node was given it as well.
    for (const port of hostPortsOf(task)) this.#hostPorts[slot]?.delete(port);
    const reserved = task.spec.resources?.reservations;
    if (reserved !== undefined) this.#bookAmounts(slot, reserved, -1);
    const book = this.#generic[slot];
    book?.held.delete(task.id);
    if (book?.declared !== undefined) {
      reclaimResources(book.available, tracked.claims, book.declared);
    }
    this.changes.add(slot);
  }

  #add(nodeId: NodeId): number {
    const slot = this.#freeSlots.pop() ?? this.#nodes.length;
    if (slot >= this.capacity) this.#grow(Math.max(16, 2 * this.capacity));
    this.#slots.set(nodeId, slot);
    this.#lastInstance += 1;
    this.instances[slot] = this.#lastInstance;
    this.ties[slot] = this.#tieOf(nodeId);
    return slot;
  }

  /** What is free is what the node declares without what is booked; nothing if it declares nothing. */
  #declare(slot: number, declared: Resources | undefined): void {
    const isKnown = declared !== undefined;
    this.nanoCpus[slot] = isKnown ? declared.nanoCpus - (this.#bookedCpus[slot] ?? 0) : 0;
    this.memoryBytes[slot] = isKnown ? declared.memoryBytes - (this.#bookedMemory[slot] ?? 0) : 0;

    const held = this.#generic[slot]?.held;
    if (declared?.generic === undefined && held === undefined) return;
    const available = copyResources(declared?.generic);
    for (const claims of held?.values() ?? []) consumeResources(available, claims);
    this.#generic[slot] = {
      available,
      declared: declared?.generic === undefined ? undefined : copyResources(declared.generic),
      held: held ?? new Map(),
    };
  }

  #bookAmounts(slot: number, reserved: Resources, sign: 1 | -1): void {
    const cpus = sign * reserved.nanoCpus;
    const memory = sign * reserved.memoryBytes;
    this.nanoCpus[slot] = (this.nanoCpus[slot] ?? 0) - cpus;
    this.memoryBytes[slot] = (this.memoryBytes[slot] ?? 0) - memory;
    this.#bookedCpus[slot] = (this.#bookedCpus[slot] ?? 0) + cpus;
    this.#bookedMemory[slot] = (this.#bookedMemory[slot] ?? 0) + memory;
  }

  #claim(
    slot: number,
    task: Task,
    reserved: readonly GenericResource[] | undefined,
  ): readonly GenericResource[] {
    const book = this.#generic[slot];
    if (book === undefined || reserved === undefined || reserved.length === 0) return noItems;
    const claims = claimResources(book.available, reserved);
    book.held.set(task.id, claims);
    return claims;
  }

  #usePort(slot: number, port: number): void {
    const ports = this.#hostPorts[slot];
    if (ports === undefined) this.#hostPorts[slot] = new Set([port]);
    else ports.add(port);
  }

  #count(serviceId: ServiceId | '', slot: number, step: 1 | -1): void {
    this.activeTasks[slot] = (this.activeTasks[slot] ?? 0) + step;
    const counts = this.#countsOf(serviceId);
    const count = (counts.get(slot) ?? 0) + step;
    if (count === 0) counts.delete(slot);
    else counts.set(slot, count);
  }

  #countsOf(serviceId: ServiceId | ''): Map<number, number> {
    // Tasks of one service are mostly booked one after the other.
    if (this.#lastCounts?.serviceId === serviceId) return this.#lastCounts.counts;
    let counts = this.#serviceCounts.get(serviceId);
    if (counts === undefined) {
      counts = new Map();
      this.#serviceCounts.set(serviceId, counts);
    }
    this.#lastCounts = { serviceId, counts };
    return counts;
  }

  #grow(capacity: number): void {
    this.ready = extend(this.ready, new Uint8Array(capacity));
    this.nanoCpus = extend(this.nanoCpus, new Float64Array(capacity));
    this.memoryBytes = extend(this.memoryBytes, new Float64Array(capacity));
    this.activeTasks = extend(this.activeTasks, new Int32Array(capacity));
    this.instances = extend(this.instances, new Int32Array(capacity));
    this.revisions = extend(this.revisions, new Int32Array(capacity));
    this.ties = extend(this.ties, new Float64Array(capacity));
    this.#bookedCpus = extend(this.#bookedCpus, new Float64Array(capacity));
    this.#bookedMemory = extend(this.#bookedMemory, new Float64Array(capacity));
  }
}

const noItems: readonly [] = [];
const noPorts: ReadonlySet<number> = new Set();

function extend<Column extends Uint8Array | Int32Array | Float64Array>(
  from: Column,
  to: Column,
): Column {
  to.set(from);
  return to;
}
