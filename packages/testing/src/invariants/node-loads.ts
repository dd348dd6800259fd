/**
 * What the tasks of each node take of it, as the scheduler reckons: a task counts from ASSIGNED until it
 * ended, whatever is wanted of it; among the tasks that spreading counts it is only while it is to run.
 * SwarmKit: manager/scheduler/nodeinfo.go, addTask and removeTask.
 */
import type { Task } from '@swarmsim/core';
import { hasEnded, isFrom, isToRun } from './task-states.ts';

/** What is taken of one node. */
export interface NodeLoad {
  readonly nanoCpus: number;
  readonly memoryBytes: number;
  /** Tasks that are to run, of all services. */
  readonly tasks: number;
  /** Those of one service. */
  tasksOf(serviceId: string): number;
  /** How many tasks publish a port, such as `80/tcp`, on the node itself. */
  usersOf(port: string): number;
}

/** Loads that follow the tasks. */
export interface NodeLoads {
  /** Takes in a change of a task. */
  follow(before: Task | undefined, after: Task | undefined): void;
  of(nodeId: string): NodeLoad;
}

class Book implements NodeLoad {
  nanoCpus = 0;
  memoryBytes = 0;
  tasks = 0;
  readonly services = new Map<string, number>();
  readonly ports = new Map<string, number>();

  tasksOf(serviceId: string): number {
    return this.services.get(serviceId) ?? 0;
  }

  usersOf(port: string): number {
    return this.ports.get(port) ?? 0;
  }
}

const empty: NodeLoad = new Book();

/** Loads of no tasks. */
export function createNodeLoads(): NodeLoads {
  const books = new Map<string, Book>();

  function bookOf(nodeId: string): Book {
    let book = books.get(nodeId);
    if (book === undefined) {
      book = new Book();
      books.set(nodeId, book);
    }
    return book;
  }

  function add(task: Task, sign: 1 | -1): void {
    const book = bookOf(task.nodeId);
    const reserved = task.spec.resources?.reservations;
    if (reserved !== undefined) {
      book.nanoCpus += sign * reserved.nanoCpus;
      book.memoryBytes += sign * reserved.memoryBytes;
    }
    for (const port of hostPorts(task)) addTo(book.ports, port, sign);
    if (!isToRun(task)) return;
    book.tasks += sign;
    addTo(book.services, task.serviceId, sign);
  }

  return {
    follow(before, after) {
      const was = before !== undefined && isOnNode(before);
      const is = after !== undefined && isOnNode(after);
      if (was && is && before.nodeId === after.nodeId && isToRun(before) === isToRun(after)) return;
      if (was) add(before, -1);
      if (is) add(after, 1);
    },
    of: (nodeId) => books.get(nodeId) ?? empty,
  };
}

/** The load of a node without one of its tasks. */
export function without(load: NodeLoad, task: Task): NodeLoad {
  const reserved = task.spec.resources?.reservations;
  const ports = hostPorts(task);
  const own = isToRun(task) ? 1 : 0;
  return {
    nanoCpus: load.nanoCpus - (reserved?.nanoCpus ?? 0),
    memoryBytes: load.memoryBytes - (reserved?.memoryBytes ?? 0),
    tasks: load.tasks - own,
    tasksOf: (id) => load.tasksOf(id) - (id === task.serviceId ? own : 0),
    usersOf: (port) => load.usersOf(port) - ports.filter((other) => other === port).length,
  };
}

/** Whether a task takes up room on its node. */
export function isOnNode(task: Task): boolean {
  return task.nodeId !== '' && isFrom(task.status.state, 'assigned') && !hasEnded(task);
}

/** Ports that a task takes on its node itself. One that the node chooses is none. */
export function hostPorts({ endpoint }: Task): readonly string[] {
  const ports = endpoint?.ports;
  if (ports === undefined || ports.length === 0) return none;
  return ports
    .filter(({ publishMode, publishedPort }) => publishMode === 'host' && publishedPort !== 0)
    .map(({ publishedPort, protocol }) => `${publishedPort}/${protocol}`);
}

const none: readonly never[] = [];

function addTo(counts: Map<string, number>, key: string, sign: 1 | -1): void {
  counts.set(key, (counts.get(key) ?? 0) + sign);
}
