/** Replays one recorded scenario with the scheduler alone, as the recordings were made. */
import type { Node, NodeId, Service, ServiceId, Task, TaskId, TaskState } from '@swarmsim/core';
import { fromDockerNode, fromDockerServiceSpec } from '@swarmsim/core/docker-format';
import {
  createScheduler,
  createStream,
  Kernel,
  Store,
  toId,
  type RandomStream,
  type Tx,
} from '@swarmsim/core/parts';
import type {
  RecordedNode,
  RecordedService,
  Scenario,
  Step,
  TaskSelection,
} from './scheduler-format.ts';

/** In one of so many replays the nodes and existing tasks are there before the scheduler starts. */
const lateStartPeriod = 6;

/** What is there after the last step. */
export interface ReplayResult {
  readonly store: Store;
  /** Name of every node that there was, by id. */
  readonly nodeNames: ReadonlyMap<string, string>;
}

/** Replays a scenario under a seed, which breaks ties and orders what arrives together. */
export function replayScenario(scenario: Scenario, seed: number): ReplayResult {
  const kernel = new Kernel({ seed });
  const store = new Store(kernel);
  const cluster = new RecordedCluster(scenario, kernel);
  const steps = [...scenario.steps];
  const change = (write: (tx: Tx) => void): void => {
    kernel.perform({ kind: 'test:step' }, () => store.update(write));
    while (kernel.step());
  };

  if (seed % lateStartPeriod === 0) {
    change((tx) => cluster.addNodes(tx));
    while (steps[0]?.op === 'existing-tasks') {
      const step = steps.shift() as Step;
      change((tx) => cluster.run(tx, step));
    }
    createScheduler(kernel, store);
    while (kernel.step());
  } else {
    createScheduler(kernel, store);
    change((tx) => cluster.addNodes(tx));
  }
  for (const step of steps) change((tx) => cluster.run(tx, step));
  return { store, nodeNames: cluster.nodeNames };
}

/** Translates steps into changes of the store. */
class RecordedCluster {
  readonly nodeNames = new Map<string, string>();
  readonly #scenario: Scenario;
  readonly #kernel: Kernel;
  readonly #stream: RandomStream;
  readonly #nodeIds = new Map<string, NodeId>();
  readonly #serviceIds = new Map<string, ServiceId>();
  #slots = 0;

  constructor(scenario: Scenario, kernel: Kernel) {
    this.#scenario = scenario;
    this.#kernel = kernel;
    this.#stream = createStream(kernel.random.bits('replay'));
  }

  addNodes(tx: Tx): void {
    for (const node of this.#shuffled(this.#scenario.nodes)) this.#addNode(tx, node);
  }

  run(tx: Tx, step: Step): void {
    switch (step.op) {
      case 'existing-tasks':
        this.#addExistingTasks(tx, step.service, step.tasksPerNode);
        return;
      case 'create-service': {
        const service = this.#createService(tx, step.service);
        const { mode } = service.spec;
        const replicas = mode?.kind === 'replicated' ? mode.replicas : 0;
        this.#addPendingTasks(tx, service, step.taskNodes ?? replicas);
        return;
      }
      case 'add-tasks':
        this.#addPendingTasks(
          tx,
          this.#service(tx, step.serviceName),
          step.taskNodes ?? step.count ?? 0,
        );
        return;
      case 'update-service':
        this.#updateService(tx, step.service);
        return;
      case 'remove-service':
        this.#removeService(tx, step.serviceName);
        return;
      case 'finish-tasks':
        for (const task of this.#select(tx, step)) {
          const status = { ...task.status, state: step.state as TaskState };
          tx.changeTask(task, { status });
        }
        return;
      case 'set-desired-state': {
        const desiredState = step.desiredState as TaskState;
        for (const task of this.#select(tx, step, desiredState)) {
          tx.changeTask(task, { desiredState });
        }
        return;
      }
      case 'add-node':
        this.#addNode(tx, step.node);
        return;
      case 'update-node': {
        const node = fromDockerNode(step.node);
        tx.update('node', { ...node, meta: (tx.get('node', node.id) as Node).meta });
        return;
      }
      case 'remove-node':
        tx.delete('node', this.#nodeId(step.nodeName));
    }
  }

  #addNode(tx: Tx, recorded: RecordedNode): void {
    const node = fromDockerNode(recorded);
    this.nodeNames.set(node.id, recorded.name);
    this.#nodeIds.set(recorded.name, node.id);
    tx.create('node', node);
  }

  #nodeId(name: string): NodeId {
    const id = this.#nodeIds.get(name);
    if (id === undefined) throw new Error(`${this.#scenario.name}: unknown node ${name}`);
    return id;
  }

  #service(tx: Tx, name: string): Service {
    const service = tx.get('service', this.#serviceIds.get(name) ?? '');
    if (service === undefined) throw new Error(`${this.#scenario.name}: unknown service ${name}`);
    return service;
  }

  #createService(tx: Tx, recorded: RecordedService): Service {
    const spec = fromDockerServiceSpec(recorded);
    const id = toId<ServiceId>(this.#kernel.ids.mint('service', recorded.Name));
    this.#serviceIds.set(recorded.Name, id);
    return tx.create('service', { id, spec, specVersion: 0 });
  }

  #updateService(tx: Tx, recorded: RecordedService): void {
    const service = this.#service(tx, recorded.Name);
    const spec = fromDockerServiceSpec(recorded);
    tx.update('service', { ...service, spec, specVersion: service.meta.version });
  }

  #removeService(tx: Tx, name: string): void {
    const { id } = this.#service(tx, name);
    for (const task of this.#shuffled(tx.find('task', 'service', id))) tx.delete('task', task.id);
    tx.delete('service', id);
    this.#serviceIds.delete(name);
  }

  #addExistingTasks(
    tx: Tx,
    recorded: RecordedService,
    tasksPerNode: Readonly<Record<string, number>>,
  ): void {
    const isKnown = this.#serviceIds.has(recorded.Name);
    const service = isKnown ? this.#service(tx, recorded.Name) : this.#createService(tx, recorded);
    for (const [nodeName, count] of this.#shuffled(Object.entries(tasksPerNode))) {
      for (let made = 0; made < count; made += 1) {
        this.#createTask(tx, service, { nodeId: this.#nodeId(nodeName), state: 'running' });
      }
    }
  }

  /** Tasks are given by the nodes they are bound to, or by their number. */
  #addPendingTasks(tx: Tx, service: Service, wanted: readonly string[] | number): void {
    if (typeof wanted === 'number') {
      for (let made = 0; made < wanted; made += 1) {
        this.#createTask(tx, service, { nodeId: '', state: 'pending' });
      }
      return;
    }
    for (const nodeName of this.#shuffled(wanted)) {
      this.#createTask(tx, service, { nodeId: this.#nodeId(nodeName), state: 'pending' });
    }
  }

  #createTask(
    tx: Tx,
    service: Service,
    place: { readonly nodeId: NodeId | ''; readonly state: TaskState },
  ): void {
    const { task: spec, endpoint, name, mode } = service.spec;
    this.#slots += 1;
    tx.create('task', {
      id: toId<TaskId>(this.#kernel.ids.mint('task', service.id, this.#slots)),
      spec,
      specVersion: service.specVersion,
      serviceId: service.id,
      serviceName: name,
      slot: mode?.kind === 'global' ? 0 : this.#slots,
      nodeId: place.nodeId,
      incarnation: 0,
      status: { state: place.state, at: this.#kernel.now, message: '', err: '' },
      desiredState: 'running',
      networks: (spec.networks ?? []).map(({ target }) => ({
        networkId: toId(target),
        driver: this.#driverOf(target),
      })),
      ...(endpoint?.ports === undefined
        ? {}
        : { endpoint: { spec: endpoint, ports: endpoint.ports } }),
    });
  }

  #driverOf(network: string): string {
    return this.#scenario.networks?.find(({ Name: name }) => name === network)?.Driver ?? '';
  }

  /** Tasks that are assigned or running, and not told to reach `desiredState` already. */
  #select(tx: Tx, selection: TaskSelection, desiredState?: TaskState): readonly Task[] {
    const { serviceName, nodeName } = selection;
    const serviceId = serviceName === undefined ? undefined : this.#serviceIds.get(serviceName);
    const nodeId = nodeName === undefined ? undefined : this.#nodeId(nodeName);
    const matching = tx
      .list('task')
      .filter(
        (task) =>
          isOnNode(task) &&
          (serviceName === undefined || task.serviceId === serviceId) &&
          (nodeId === undefined || task.nodeId === nodeId) &&
          task.desiredState !== desiredState,
      );
    return this.#shuffled(matching).slice(0, selection.count ?? matching.length);
  }

  #shuffled<Item>(items: readonly Item[]): readonly Item[] {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last -= 1) {
      const other = this.#stream.intBelow(last + 1);
      [shuffled[last], shuffled[other]] = [shuffled[other] as Item, shuffled[last] as Item];
    }
    return shuffled;
  }
}

/** Whether a task is assigned or running, as far as the scheduler knows. */
export function isOnNode(task: Task): boolean {
  return task.status.state === 'assigned' || task.status.state === 'running';
}
