import { describe, expect, it } from 'vitest';
import { aTask } from '../../test-support/hand-driven-swarm.ts';
import { Kernel } from '../kernel/kernel.ts';
import { createLink } from '../link/link.ts';
import type { AssignmentChange } from '../model/assignment.ts';
import { toId, type ConfigId, type NodeId, type TaskId } from '../model/ids.ts';
import { createAgents, type Agents } from './agents.ts';
import type { Executor } from './executor.ts';

const n1 = toId<NodeId>('n1');
const meta = { version: 1, createdAt: 0, updatedAt: 0 };

interface World {
  readonly agents: Agents;
  /** Calls with statuses, as `at session: task state, ...`. */
  readonly reports: string[];
  advance(until: number): void;
  assign(...changes: readonly AssignmentChange[]): void;
  /** The managers forget the session and refuse its next call. */
  refuse(): void;
  partition(): void;
  repair(): void;
}

/** Managers that open `s1`, `s2` and so on, around one node whose engine takes 10 ms a step. */
function createWorld(): World {
  const kernel = new Kernel({ seed: 1 });
  const link = createLink(kernel);
  const reports: string[] = [];
  let count = 0;
  let sequence = 0;
  const session = (): string => `s${count}`;
  link.serve({
    receive(_, message) {
      if (message.kind === 'register') {
        count += 1;
        sequence = 0;
        link.toNode(n1, { kind: 'session', session: session() });
      }
      if (message.kind !== 'status') return;
      const states = message.updates.map(({ taskId, status }) => `${taskId} ${status.state}`);
      reports.push(`${kernel.now} ${message.session}: ${states.join(', ')}`);
    },
    silent: () => undefined,
    heard: () => undefined,
  });
  const step = (): { durationMs: number } => ({ durationMs: 10 });
  const executor: Executor = {
    describe: () => ({ hostname: 'A' }),
    prepare: step,
    start: step,
    stop: step,
    containerOf: () => undefined,
    started: () => undefined,
    ended: () => undefined,
    remove: () => undefined,
    crash: () => undefined,
  };
  const agents = createAgents(kernel, link);
  agents.add(n1, executor);
  const world: World = {
    agents,
    reports,
    advance(until) {
      while ((kernel.nextAt ?? Infinity) <= until) kernel.step();
      kernel.moveTo(until);
    },
    assign(...changes) {
      sequence += 1;
      const type = sequence === 1 ? 'complete' : 'incremental';
      const message = { kind: 'assignments', session: session(), type, sequence, changes } as const;
      link.toNode(n1, message);
    },
    refuse() {
      const refused = {
        kind: 'refused',
        code: 'not-found',
        message: 'node not registered',
      } as const;
      link.toNode(n1, { ...refused, session: session() });
    },
    partition: () => link.partition(n1),
    repair: () => link.repair(n1),
  };
  world.advance(0);
  return world;
}

function assigned(id: string, ...configs: readonly string[]): AssignmentChange {
  const references = configs.map((name) => ({ configId: toId<ConfigId>(name), configName: name }));
  const runtime = { kind: 'container', image: 'app', configs: references } as const;
  const task = aTask({ id: toId<TaskId>(id), nodeId: n1, state: 'assigned', spec: { runtime } });
  return { action: 'update', item: 'task', task };
}

function config(id: string): AssignmentChange {
  const spec = { name: `name-of-${id}` };
  return { action: 'update', item: 'config', config: { id: toId<ConfigId>(id), meta, spec } };
}

// SwarmKit: agent/worker.go, Listen and Report; agent/reporter.go.
describe('reports', () => {
  it('tell the statuses of one instant in one call, the latest of each task', () => {
    const { reports, assign, advance } = createWorld();

    assign(assigned('t1'), assigned('t2'));
    advance(1_000);

    expect(reports).toEqual([
      '0 s1: t1 preparing, t2 preparing',
      '10 s1: t1 starting, t2 starting',
      '20 s1: t1 running, t2 running',
    ]);
  });

  it('tell every known status again in a new session', () => {
    const { reports, assign, refuse, advance } = createWorld();
    assign(assigned('t1'), assigned('t2'));
    advance(1_000);
    const { length } = reports;

    refuse();
    advance(2_000);

    expect(reports).toHaveLength(length + 1);
    expect(reports.at(-1)).toMatch(/^1\d+ s2: t1 running, t2 running$/);
  });

  it('tell only the latest of what happened while there was no session', () => {
    const { reports, assign, partition, repair, advance, agents } = createWorld();
    assign(assigned('t1'));
    advance(1_000);
    partition();
    advance(20_000);

    agents.exitContainer(n1, 't1', 3);
    advance(30_000);
    const whileAway = reports.length;
    repair();
    advance(60_000);

    expect(whileAway).toBe(3);
    expect(reports).toHaveLength(4);
    expect(reports.at(-1)).toMatch(/ s2: t1 failed$/);
  });
});

describe('what an agent holds', () => {
  it('is known by name, also once the cluster has it no more', () => {
    const { agents, assign, advance } = createWorld();

    assign(config('c1'));
    advance(1);

    expect(agents.nameOf(n1, 'config', 'c1')).toBe('name-of-c1');
    expect(agents.nameOf(n1, 'secret', 'c1')).toBeUndefined();
    expect(agents.nameOf(n1, 'config', 'c2')).toBeUndefined();
    expect(agents.nameOf(toId<NodeId>('n2'), 'config', 'c1')).toBeUndefined();
  });

  // SwarmKit: agent/configs/configs.go, Restrict.
  it('can be read by those tasks only that reference it', () => {
    const { agents, assign, advance } = createWorld();

    assign(config('c1'), config('c2'), assigned('t1', 'c1'), assigned('t2', 'c2', 'c3'));
    advance(1);

    expect(agents.readable(n1, 't1')).toEqual(['c1']);
    expect(agents.readable(n1, 't2')).toEqual(['c2']);
    expect(agents.readable(n1, 'gone')).toEqual([]);
  });

  it('is nothing while it is down', () => {
    const { agents, assign, advance } = createWorld();
    assign(config('c1'), assigned('t1', 'c1'));
    advance(1_000);

    agents.crash(n1, 'survived');

    expect(agents.holdings(n1)).toEqual({ tasks: [], configs: [], secrets: [] });
    expect(agents.readable(n1, 't1')).toEqual([]);
    expect(agents.isRunning(n1)).toBe(false);
  });

  it('is as of the last message of its session', () => {
    const { agents, assign, refuse, advance } = createWorld();
    const open = agents.lastTaken(n1);
    assign(config('c1'));
    advance(1);
    const told = agents.lastTaken(n1);
    refuse();
    advance(2);

    expect([open, told, agents.lastTaken(n1), agents.lastTaken(toId('n2'))]).toEqual([
      { session: 's1', sequence: 0 },
      { session: 's1', sequence: 1 },
      undefined,
      undefined,
    ]);
  });

  it('is not changed by a message of a session that has ended', () => {
    const { agents, assign, refuse, advance } = createWorld();
    assign(config('c1'));
    advance(1);

    refuse();
    assign(config('c2'));
    advance(1);

    expect(agents.holdings(n1).configs).toEqual(['c1']);
  });
});
