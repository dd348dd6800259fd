/**
 * The allocator. It watches services, tasks and networks; it gives services their published ports and
 * their networks, and moves new tasks whose service has all it needs to `pending`. It never chooses a
 * node and never refuses anything: what cannot be allocated stays as it is and is tried again when
 * something was freed. SwarmKit: manager/allocator/network.go.
 */
import type { Component } from '../component.ts';
import type { Environment } from '../kernel/environment.ts';
import type { TaskChange } from '../model/copy-task.ts';
import { emptyRecord } from '../model/empty-record.ts';
import type { Network } from '../model/network.ts';
import type { Service } from '../model/service.ts';
import { isTerminalState } from '../model/task-state.ts';
import type { Task, TaskStatus } from '../model/task.ts';
import { isChangeOf, type Change, type Commit } from '../store/change.ts';
import type { Store } from '../store/store.ts';
import { watch } from '../store/watch.ts';
import { allocatorDeciders, type AllocatorDeciders } from './allocator-deciders.ts';
import { areVirtualIpsAllocated, type NetworkSnapshot } from './decide-addresses.ts';
import { areHostPortsOutdated, portsOf, withHostPorts } from './decide-ports.ts';
import { createPortSpaces, type PortSpaces } from './port-space.ts';
import { allocateService, freePorts } from './service-allocation.ts';

/** Options of {@link createAllocator}. */
export interface AllocatorOptions {
  readonly deciders?: Partial<AllocatorDeciders>;
}

/** Starts the allocator of a leader's term. */
export function createAllocator(
  env: Environment,
  store: Store,
  options: AllocatorOptions = {},
): Component {
  return new Allocator(env, store, options);
}

// SwarmKit: manager/allocator/network.go, retryInterval.
const retryIntervalMs = 300_000;
// Moby: daemon/libnetwork/cnmallocator/networkallocator.go, resolveDriver.
const defaultDriver = 'overlay';

interface AllocatorState {
  isStarted: boolean;
  readonly ports: PortSpaces;
  /** Services with virtual addresses that this leader knows, by id. */
  readonly knownServices: Record<string, true>;
  /** Services that found no port, by id, as the attempt left them. */
  readonly unallocatedServices: Record<string, Service>;
  /** Tasks that wait for their service, by id. */
  readonly unallocatedTasks: Record<string, true>;
  lastRetryAt: number;
  /** Something was freed since the last retry. */
  hasFreed: boolean;
}

class Allocator implements Component {
  readonly stop: () => void;
  readonly #env: Environment;
  readonly #store: Store;
  readonly #deciders: AllocatorDeciders;
  readonly #state: AllocatorState;
  /** New tasks of the commit at hand; empty between commits. */
  readonly #pendingTasks = new Set<string>();
  #ingressId: string | undefined;

  constructor(env: Environment, store: Store, options: AllocatorOptions) {
    this.#env = env;
    this.#store = store;
    this.#deciders = { ...allocatorDeciders, ...options.deciders };
    this.#state = env.cell<AllocatorState>('allocator', {
      isStarted: false,
      ports: createPortSpaces(),
      knownServices: emptyRecord(),
      unallocatedServices: emptyRecord(),
      unallocatedTasks: emptyRecord(),
      lastRetryAt: env.now,
      hasFreed: false,
    }).value;
    this.#ingressId = store.list('network').find(isAllocatedIngress)?.id;
    this.stop = watch(env, store, 'allocator', (commit) => this.#handleCommit(commit), {
      concerns: (change) => this.#concerns(change),
    });
    if (!this.#state.isStarted) this.#takeOver();
    this.#state.isStarted = true;
  }

  /**
   * What has been allocated comes first, so that nothing else gets it. SwarmKit: doNetworkInit.
   * Deviation: tasks that have been allocated are not written again.
   */
  #takeOver(): void {
    for (const network of this.#store.list('network')) this.#allocateNetwork(network);
    const services = this.#store
      .list('service')
      .filter((service) => !this.#isAllocated(service, true));
    const isRestored = (service: Service): boolean =>
      (service.endpoint?.virtualIps ?? []).length > 0;
    for (const service of services) if (isRestored(service)) this.#allocateService(service);
    for (const service of services) if (!isRestored(service)) this.#allocateService(service);
    for (const task of this.#store.list('task')) {
      if (task.status.state === 'new') this.#pendingTasks.add(task.id);
    }
    this.#endCommit();
  }

  #concerns(change: Change): boolean {
    const state = this.#state;
    if (this.#env.now - state.lastRetryAt > retryIntervalMs) return true;
    if (change.table === 'service' || change.table === 'network') return true;
    if (change.table === 'node') return change.action === 'delete';
    if (!isChangeOf(change, 'task')) return false;
    if (change.after?.status.state === 'new') return true;
    return Object.hasOwn(state.unallocatedTasks, change.id) || hasFreedNetworks(change);
  }

  #handleCommit(commit: Commit): void {
    for (const change of commit.changes) {
      if (isChangeOf(change, 'task')) this.#handleTask(change);
      else if (isChangeOf(change, 'service')) this.#handleService(change);
      else if (isChangeOf(change, 'network')) this.#handleNetwork(change);
      else if (change.table === 'node' && change.action === 'delete') this.#state.hasFreed = true;
    }
    this.#endCommit();
  }

  #handleTask(change: Change<'task'>): void {
    const { id, after } = change;
    if (after?.status.state === 'new') {
      this.#pendingTasks.add(id);
      return;
    }
    delete this.#state.unallocatedTasks[id];
    if (hasFreedNetworks(change)) this.#state.hasFreed = true;
  }

  #handleService({ id, before, after }: Change<'service'>): void {
    if (after === undefined) {
      if (before !== undefined)
        freePorts(this.#state.unallocatedServices[id] ?? before, this.#state.ports);
      delete this.#state.knownServices[id];
      delete this.#state.unallocatedServices[id];
      this.#state.hasFreed = true;
      return;
    }
    // Events may be older than the store; allocating twice would lose a port.
    const service = this.#store.get('service', id);
    if (service === undefined) return;
    if (!this.#isAllocated(service)) this.#allocateService(service);
    else if (areHostPortsOutdated(portsOf(service))) {
      this.#commitService({ ...service, endpoint: withHostPorts(portsOf(service)) });
    }
  }

  #handleNetwork({ id, action }: Change<'network'>): void {
    if (action === 'delete') {
      if (this.#ingressId === id) this.#ingressId = undefined;
      this.#state.hasFreed = true;
      return;
    }
    const network = this.#store.get('network', id);
    if (action === 'create' && network !== undefined) this.#allocateNetwork(network);
  }

  /** SwarmKit: network.go, doNetworkAlloc, at the end of each commit. */
  #endCommit(): void {
    const state = this.#state;
    this.#allocateTasks([...this.#pendingTasks]);
    if (this.#env.now - state.lastRetryAt > retryIntervalMs || state.hasFreed) {
      for (const service of Object.values(state.unallocatedServices)) {
        if (!this.#isAllocated(service)) this.#allocateService(service);
      }
      this.#allocateTasks(Object.keys(state.unallocatedTasks));
      state.lastRetryAt = this.#env.now;
      state.hasFreed = false;
    }
    for (const taskId of this.#pendingTasks) state.unallocatedTasks[taskId] = true;
    this.#pendingTasks.clear();
  }

  #isAllocated(service: Service, isTakeOver = false): boolean {
    const isKnown = Object.hasOwn(this.#state.knownServices, service.id);
    if (!areVirtualIpsAllocated(service, this.#networks, isKnown)) return false;
    const ports = portsOf(service);
    const count = (ports.wanted?.ports ?? []).length + (ports.allocated?.ports ?? []).length;
    return count === 0 || this.#deciders.decidePortsAllocated(ports, isTakeOver);
  }

  #allocateService(service: Service): void {
    const state = this.#state;
    const { decidePorts: portsToTake } = this.#deciders;
    const result = allocateService(service, state.ports, this.#networks, portsToTake);
    // Without an ingress network SwarmKit does not even remember the service.
    if (result.kind === 'no-ingress') return;
    if (result.kind === 'short') {
      state.unallocatedServices[service.id] = result.service;
      return;
    }
    delete state.unallocatedServices[service.id];
    if ((result.service.endpoint?.virtualIps ?? []).length > 0)
      state.knownServices[service.id] = true;
    else delete state.knownServices[service.id];
    if (result.hasFreed) state.hasFreed = true;
    this.#commitService(result.service);
  }

  /** Writes the endpoint on top of whatever the service is now. */
  #commitService(allocated: Service): void {
    this.#store.update((tx) => {
      const service = tx.get('service', allocated.id);
      if (service === undefined || allocated.endpoint === undefined) return;
      tx.update('service', { ...service, endpoint: allocated.endpoint });
    });
  }

  #allocateNetwork(network: Network): void {
    const isIngress = network.spec.ingress === true;
    if (isIngress && this.#ingressId !== undefined && this.#ingressId !== network.id) return;
    if (isIngress) this.#ingressId = network.id;
    if (network.driverState !== undefined) return;
    const name = network.spec.driver?.name ?? '';
    const driverState = { name: name === '' ? defaultDriver : name };
    this.#store.update((tx) => {
      const current = tx.get('network', network.id);
      if (current !== undefined) tx.update('network', { ...current, driverState });
    });
  }

  #allocateTasks(taskIds: readonly string[]): void {
    if (taskIds.length === 0) return;
    const round: AllocationRound = {
      networks: this.#networks,
      ready: new Map(),
      status: {
        state: 'pending',
        at: this.#env.now,
        message: 'pending task scheduling',
        err: '',
      },
    };
    this.#store.batch(taskIds, (tx, taskId) => {
      const task = tx.get('task', taskId);
      const outcome = task?.status.state === 'new' ? this.#allocateTask(task, round) : 'forget';
      if (outcome === 'wait') return;
      this.#pendingTasks.delete(taskId);
      delete this.#state.unallocatedTasks[taskId];
      if (task !== undefined && outcome !== 'forget') tx.changeTask(task, outcome);
    });
  }

  /** Gives the task its networks and endpoint. SwarmKit: network.go, allocateTask. */
  #allocateTask(
    task: Task,
    { networks, ready, status }: AllocationRound,
  ): TaskChange | 'wait' | 'forget' {
    const { serviceId } = task;
    const service = serviceId === '' ? undefined : this.#store.get('service', serviceId);
    if (service === undefined && serviceId !== '') return 'forget';
    if (service !== undefined) {
      const isReady = ready.get(service.id) ?? this.#isAllocated(service);
      ready.set(service.id, isReady);
      if (!isReady) return 'wait';
    }
    const attachments = this.#deciders.decideTaskNetworks(task, service, networks);
    if (attachments === undefined) return 'wait';
    return {
      status,
      ...(service?.endpoint !== undefined && { endpoint: service.endpoint }),
      ...(attachments.length > 0 && { networks: attachments }),
    };
  }

  get #networks(): NetworkSnapshot {
    return {
      ingressId: this.#ingressId,
      networkOf: (id) => this.#store.get('network', id),
    };
  }
}

/** What is the same for all tasks that are allocated together. */
interface AllocationRound {
  readonly networks: NetworkSnapshot;
  /** Whether a service has all it needs, by id. */
  readonly ready: Map<string, boolean>;
  readonly status: TaskStatus;
}

/** Only addresses are freed when a task ends: ports belong to the service. */
function hasFreedNetworks({ before, after }: Change<'task'>): boolean {
  const hasEnded = after === undefined || isTerminalState(after.status.state);
  const wasOn = before !== undefined && !isTerminalState(before.status.state);
  return hasEnded && wasOn && ((after ?? before).networks ?? []).length > 0;
}

function isAllocatedIngress(network: Network): boolean {
  return network.spec.ingress === true && network.driverState !== undefined;
}
