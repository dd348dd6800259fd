/** Follows every task, service and node of a swarm from commit to commit, in the recordings' words. */
import {
  isTerminalState,
  taskStateRank,
  type Commit,
  type Node,
  type Service,
} from '@swarmsim/core';
import type { Task, TaskState } from '@swarmsim/core';

/** The life of one task so far. */
export interface TaskRecord {
  readonly id: string;
  readonly service: string;
  /** Number of the slot; for global services the node. */
  readonly slot: string;
  readonly image: string;
  /** Run of the job it belongs to; absent for services. */
  readonly iteration: number | undefined;
  readonly observed: string[];
  readonly desired: string[];
  task: Task;
  isDeleted: boolean;
}

/** The life of one service so far. */
export interface ServiceRecord {
  readonly name: string;
  /** The object as it is; absent once it was removed. */
  service: Service | undefined;
  readonly statuses: Set<string>;
  readonly updateStatuses: string[];
}

/** See the head of this file. */
export class Records {
  /** In order of creation. */
  readonly tasks: Map<string, TaskRecord> = new Map();
  readonly services: Map<string, ServiceRecord> = new Map();
  readonly nodeStatuses: Map<string, string[]> = new Map();
  /** Name of the node that joins now; its record has no description yet. */
  joining = '';
  readonly #names = new Map<string, string>();
  readonly #nodeNames = new Map<string, string>();

  /** Takes over what a transaction changed. */
  follow({ changes }: Commit): void {
    for (const { table, before, after } of changes) {
      if (table === 'task') this.#followTask(before as Task | undefined, after as Task | undefined);
      else if (table === 'service') this.#followService(before as Service, after as Service);
      else if (table === 'node') this.#followNode(before as Node, after as Node);
      else if ((table === 'config' || table === 'secret') && after !== undefined) {
        this.#names.set(after.id, `${table}:${(after as Service).spec.name}`);
      }
    }
  }

  /** Name of a node; empty for none. */
  nodeName(id: string): string {
    return this.#nodeNames.get(id) ?? '';
  }

  /** Puts names for the random ids in a message. */
  withNames(message: string): string {
    return message.replaceAll(/[0-9a-z]{25}/g, (id) => {
      const task = this.tasks.get(id);
      if (task !== undefined) return `<a task of ${task.service}>`;
      const service = this.services.get(id);
      if (service !== undefined) return `<service:${service.name}>`;
      const node = this.#nodeNames.get(id);
      if (node !== undefined) return `<node:${node}>`;
      const name = this.#names.get(id);
      return name === undefined ? id : `<${name}>`;
    });
  }

  tasksOf(service: string): readonly TaskRecord[] {
    return [...this.tasks.values()].filter((record) => record.service === service);
  }

  #followTask(before: Task | undefined, after: Task | undefined): void {
    if (after === undefined) {
      const record = this.tasks.get(before?.id ?? '');
      if (record !== undefined) record.isDeleted = true;
      return;
    }
    let record = this.tasks.get(after.id);
    if (record === undefined) {
      record = this.#newRecord(after);
      this.tasks.set(after.id, record);
    }
    record.task = after;
    pushChanged(record.observed, stateName(after.status.state));
    pushChanged(record.desired, stateName(after.desiredState));
    const { state, message, err } = after.status;
    const text = `${stateName(state)} | ${message} | ${err}`;
    this.services.get(after.serviceId)?.statuses.add(this.withNames(text));
  }

  #newRecord(task: Task): TaskRecord {
    const service = this.services.get(task.serviceId);
    const isGlobal = service?.service?.spec.mode?.kind.startsWith('global') ?? false;
    const { runtime } = task.spec;
    const image = runtime?.kind === 'container' ? runtime.image : '';
    return {
      id: task.id,
      service: service?.name ?? '',
      slot: isGlobal ? this.nodeName(task.nodeId) : String(task.slot),
      image,
      iteration: task.jobIteration,
      observed: [],
      desired: [],
      task,
      isDeleted: false,
    };
  }

  #followService(before: Service | undefined, after: Service | undefined): void {
    const id = (after ?? before)?.id ?? '';
    let record = this.services.get(id);
    if (record === undefined) {
      record = {
        name: after?.spec.name ?? '',
        service: undefined,
        statuses: new Set(),
        updateStatuses: [],
      };
      this.services.set(id, record);
    }
    record.service = after;
    if (before === undefined || after === undefined) return;
    pushChanged(record.updateStatuses, this.updateStatus(after) ?? 'none');
  }

  /** State and message of an update; absent where there is none. */
  updateStatus({ updateStatus }: Service): string | undefined {
    if (updateStatus === undefined) return undefined;
    return `${updateStatus.state.toUpperCase()}: ${this.withNames(updateStatus.message)}`;
  }

  #followNode(before: Node | undefined, after: Node | undefined): void {
    const id = (after ?? before)?.id ?? '';
    if (before === undefined) this.#nodeNames.set(id, this.joining);
    const name = this.nodeName(id);
    let statuses = this.nodeStatuses.get(name);
    if (statuses === undefined) this.nodeStatuses.set(name, (statuses = []));
    if (after === undefined) {
      pushChanged(statuses, 'deleted');
      return;
    }
    const { message } = after.status;
    pushChanged(statuses, nodeState(after) + (message === '' ? '' : ` (${message})`));
  }
}

/** State and availability of a node. */
export function nodeState({ status, spec }: Node): string {
  return `${status.state.toUpperCase()}/${spec.availability.toUpperCase()}`;
}

export function stateName(state: TaskState): string {
  return state.toUpperCase();
}

/** Whether a task is wanted and has not ended. */
export function isLive({ task, isDeleted }: TaskRecord): boolean {
  const isWanted = taskStateRank(task.desiredState) <= taskStateRank('complete');
  return !isDeleted && isWanted && !isTerminalState(task.status.state);
}

export function isRunning({ task, isDeleted }: TaskRecord): boolean {
  return !isDeleted && task.status.state === 'running';
}

function pushChanged(list: string[], value: string): void {
  if (list.at(-1) !== value) list.push(value);
}
