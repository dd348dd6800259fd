/** Agents by themselves: a network, an engine, and managers that let everybody in. */
import { createAgents, type Agents, type AgentsOptions } from '../src/agent/agents.ts';
import type { Executor } from '../src/agent/executor.ts';
import { Kernel } from '../src/kernel/kernel.ts';
import { createLink, type Link } from '../src/link/link.ts';
import type { AgentMessage } from '../src/link/messages.ts';
import type { AssignmentChange } from '../src/model/assignment.ts';
import type { Config } from '../src/model/config.ts';
import { toId, type ConfigId, type NodeId, type TaskId } from '../src/model/ids.ts';
import type { TaskState } from '../src/model/task-state.ts';
import type { Task } from '../src/model/task.ts';

/** The node that the tests are about. */
export const n1 = toId<NodeId>('n1');
const meta = { version: 1, createdAt: 0, updatedAt: 0 };

/** One node's agent, its engine, and managers that are the test. */
export interface World {
  readonly kernel: Kernel;
  readonly link: Link;
  readonly agents: Agents;
  /** Statuses as they reached the managers: `at task state | message | err`. */
  readonly reports: readonly string[];
  /** Everything else that the agent said, and what the engine was asked. */
  readonly calls: readonly string[];
  advance(until: number): void;
  send(type: 'complete' | 'incremental', changes: readonly AssignmentChange[]): void;
}

/** Managers that let everybody in and record at once, around one node. */
export function createWorld(options: AgentsOptions = {}, engine: Partial<Executor> = {}): World {
  const kernel = new Kernel({ seed: 1 });
  const link = createLink(kernel);
  const reports: string[] = [];
  const calls: string[] = [];
  const say = (text: string): void => void calls.push(`${kernel.now} ${text}`);
  let session = '';
  let sequence = 0;
  function answer(message: AgentMessage): void {
    if (message.kind === 'status') {
      for (const { taskId, status } of message.updates) {
        const { state, message: text, err } = status;
        reports.push(`${kernel.now} ${taskId} ${state} | ${text} | ${err}`);
      }
      const { updates } = message;
      if (message.confirm) link.toNode(n1, { kind: 'status-recorded', session, updates });
      return;
    }
    say(`${message.kind}${message.session === '' ? '' : ` ${message.session}`}`);
    if (message.kind !== 'register') return;
    session = `session-${kernel.now}`;
    sequence = 0;
    link.toNode(n1, { kind: 'session', session });
  }
  link.serve({
    receive: (_, message) => answer(message),
    silent: () => say('silent'),
    heard: () => say('heard'),
  });
  const agents = createAgents(kernel, link, options);
  agents.add(n1, createEngine(say, engine));
  const world: World = {
    kernel,
    link,
    agents,
    reports,
    calls,
    advance(until) {
      while ((kernel.nextAt ?? Infinity) <= until) kernel.step();
      kernel.moveTo(until);
    },
    send(type, changes) {
      sequence += 1;
      link.toNode(n1, { kind: 'assignments', session, type, sequence, changes });
    },
  };
  world.advance(0);
  return world;
}

/** An engine whose steps take 10 ms each, and which says what it is asked. */
export function createEngine(say: (text: string) => void, overrides: Partial<Executor>): Executor {
  const step = (name: string) => (task: Task) => {
    say(`${name} ${task.id}`);
    return { durationMs: 10 };
  };
  return {
    describe: () => ({ hostname: 'host-1' }),
    prepare: step('prepare'),
    start: step('start'),
    stop: step('stop'),
    containerOf: (id) => ({ containerId: `container-${id}`, pid: 7 }),
    started: (id) => say(`started ${id}`),
    ended: (id, exitCode) => say(`ended ${id} ${exitCode}`),
    remove: (id) => say(`remove ${id}`),
    crash: () => say('crash'),
    ...overrides,
  };
}

/** The task `t1` in an assignments message. */
export function update(desiredState: TaskState, state: TaskState = 'assigned'): AssignmentChange {
  const task: Task = {
    id: toId<TaskId>('t1'),
    meta,
    spec: { runtime: { kind: 'container', image: 'app' } },
    serviceId: '',
    serviceName: '',
    slot: 1,
    nodeId: n1,
    incarnation: 0,
    status: { state, at: 0, message: 'scheduler assigned task to node', err: '' },
    desiredState,
  };
  return { action: 'update', item: 'task', task };
}

/** A config in an assignments message. */
export function configUpdate(id: string): AssignmentChange {
  const config: Config = { id: toId<ConfigId>(id), meta, spec: { name: id } };
  return { action: 'update', item: 'config', config };
}
