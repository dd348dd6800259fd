import type { Swarm, Task } from '@swarmsim/core';

/** A time in which a container ran and was nobody in the domain, although its task says `running`. */
export interface AuthenticationFailure {
  readonly taskId: string;
  readonly service: string;
  readonly from: number;
  readonly to: number;
  /** Why, as the identity probe names it. */
  readonly reason: string;
}

/** Watches what running containers are on the network. */
export interface AuthenticationWatch {
  /** Asks the running containers of a service anew: the directory has changed. */
  askAgain(service: string): void;
  /** What failed so far; what still fails ends now. */
  failures(): readonly AuthenticationFailure[];
  /** The credential spec that the container of each task was handed, by task id. */
  readonly handed: ReadonlyMap<string, string>;
}

interface OpenFailure {
  readonly task: Task;
  readonly from: number;
  readonly reason: string;
}

/**
 * Asks each container for its identity when its task is recorded as running, and whenever it is told to.
 * Between those instants nothing changes that identities depend on.
 */
export function watchAuthentication(swarm: Swarm): AuthenticationWatch {
  const closed: AuthenticationFailure[] = [];
  const open = new Map<string, OpenFailure>();
  const running = new Map<string, Task>();
  const handed = new Map<string, string>();
  /** Records of the trace that were looked at. */
  let seen = 0;

  function close({ task, from, reason }: OpenFailure): void {
    open.delete(task.id);
    const to = swarm.now;
    if (to > from) closed.push({ taskId: task.id, service: task.serviceName, from, to, reason });
  }

  function ask(task: Task): void {
    const container = swarm.containers.find(task.id);
    const text = container?.credentialSpec?.text;
    if (text !== undefined) handed.set(task.id, text);
    const isRunning = container?.state === 'running';
    const reason = isRunning ? container.identity().reason : undefined;
    const known = open.get(task.id);
    if (known?.reason === reason) return;
    if (known !== undefined) close(known);
    if (reason !== undefined) open.set(task.id, { task, from: swarm.now, reason });
  }

  /** A container that dies with its host ends long before any manager hears of it. */
  function closeEnded(): void {
    for (const failure of [...open.values()]) {
      if (swarm.containers.find(failure.task.id)?.state !== 'running') close(failure);
    }
  }

  /** Whether a fault struck in this step. */
  function hasFault(): boolean {
    const { records } = swarm.trace;
    let found = false;
    for (; seen < records.length; seen += 1) {
      const { kind = '' } = (records[seen]?.data ?? {}) as { readonly kind?: string };
      found ||= kind.startsWith('fault');
    }
    return found;
  }

  function follow(task: Task): void {
    const { id } = task;
    if (task.status.state === 'running') {
      const isNew = !running.has(id);
      running.set(id, task);
      if (isNew) ask(task);
      return;
    }
    running.delete(id);
    const failure = open.get(id);
    if (failure !== undefined) close(failure);
  }

  swarm.onStep(({ commits }) => {
    for (const { changes } of commits) {
      for (const { table, before, after } of changes) {
        if (table !== 'task') continue;
        if (after !== undefined) follow(after as Task);
        else if (before !== undefined) running.delete(before.id);
      }
    }
    if (hasFault()) closeEnded();
  });

  return {
    handed,
    askAgain(service) {
      for (const task of running.values()) if (task.serviceName === service) ask(task);
    },
    failures() {
      for (const failure of [...open.values()]) close(failure);
      return closed;
    },
  };
}
