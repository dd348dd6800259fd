/** A dispatcher by itself: a store, a network, and a node whose agent is the test. */
import {
  createDispatcher,
  type Dispatcher,
  type DispatcherOptions,
} from '../src/dispatcher/dispatcher.ts';
import { Kernel } from '../src/kernel/kernel.ts';
import { createLink, type Link, type LinkOptions } from '../src/link/link.ts';
import type { DispatcherMessage } from '../src/link/messages.ts';
import { toId, type ConfigId, type NodeId, type TaskId } from '../src/model/ids.ts';
import type { TaskState } from '../src/model/task-state.ts';
import { Store } from '../src/store/store.ts';

/** The node that the tests are about. */
export const n1 = toId<NodeId>('n1');

/** A dispatcher, its link, and one node's end of that. */
export interface World {
  readonly kernel: Kernel;
  readonly store: Store;
  readonly link: Link;
  readonly dispatcher: Dispatcher;
  /** The leader steps down. */
  endTerm(): void;
  /** What the node was told, with the instant. */
  readonly told: readonly { readonly at: number; readonly message: DispatcherMessage }[];
  advance(until: number): void;
  /** Registers the node and asks for its assignments; gives the session. */
  open(): string;
}

/** Starts a dispatcher beside a node that has not registered yet. */
export function createWorld(
  options: DispatcherOptions = {},
  heartbeats: NonNullable<LinkOptions['heartbeats']> = 'lazy',
): World {
  const kernel = new Kernel({ seed: 1 });
  const store = new Store(kernel);
  const link = createLink(kernel, { heartbeats });
  const told: { at: number; message: DispatcherMessage }[] = [];
  createNode(store, n1);
  link.attach(n1, {
    receive: (message) => void told.push({ at: kernel.now, message }),
    pathChanged: () => undefined,
  });
  const term = kernel.openScope();
  const dispatcher = createDispatcher(term, store, link, options);
  function endTerm(): void {
    dispatcher.stop();
    term.close();
  }
  function advance(until: number): void {
    while ((kernel.nextAt ?? Infinity) <= until) kernel.step();
    kernel.moveTo(until);
  }
  function open(): string {
    register(link);
    advance(kernel.now + 100);
    const session = told.at(-1)?.message.session ?? '';
    link.toManagers(n1, { kind: 'assignments', session });
    link.startBeats(n1, session);
    advance(kernel.now);
    return session;
  }
  return { kernel, store, link, dispatcher, endTerm, told, advance, open };
}

/** Puts a node of unknown state into the store. */
export function createNode(store: Store, id: NodeId): void {
  store.update((tx) => {
    tx.create('node', {
      id,
      spec: { role: 'worker', availability: 'active' },
      status: { state: 'unknown', message: '', addr: '' },
      role: 'worker',
    });
  });
}

/** Has the node register, with its former session or without one. */
export function register(link: Link, session = ''): void {
  link.toManagers(n1, { kind: 'register', session, description: { hostname: 'host-1' } });
}

/** Puts a config into the store. */
export function createConfig(store: Store, id: string): void {
  store.update((tx) => tx.create('config', { id: toId<ConfigId>(id), spec: { name: id } }));
}

/** Puts a task of a node, by default of the first, into the store that was just assigned. */
export function createTask(
  store: Store,
  id: string,
  configs: readonly string[] = [],
  nodeId: NodeId = n1,
): void {
  store.update((tx) => {
    tx.create('task', {
      id: toId<TaskId>(id),
      spec: {
        runtime: {
          kind: 'container',
          image: 'app',
          configs: configs.map((name) => ({ configId: toId(name), configName: name })),
        },
      },
      serviceId: '',
      serviceName: '',
      slot: 1,
      nodeId,
      incarnation: 0,
      status: { state: 'assigned', at: 0, message: 'scheduler assigned task to node', err: '' },
      desiredState: 'running',
    });
  });
}

/** Changes what is wanted of a task. */
export function setDesired(store: Store, id: string, desiredState: TaskState): void {
  store.update((tx) => {
    const task = tx.get('task', id);
    if (task !== undefined) tx.changeTask(task, { desiredState });
  });
}

/** Has the node report the state of a task, and wait until that is recorded. */
export function report(link: Link, session: string, id: string, state: TaskState): void {
  const status = { state, at: 0, message: state, err: '' };
  const updates = [{ taskId: toId<TaskId>(id), status }];
  link.toManagers(n1, { kind: 'status', session, updates, confirm: true });
}
