// Faults are applied to a dispatcher and two agents on one network; the tests play the managers'
// other components, which would choose nodes and replace what was lost.
import { describe, expect, it } from 'vitest';
import { createTask } from '../../test-support/dispatcher-world.ts';
import { createAgents, type Agents, type AgentsOptions } from '../agent/agents.ts';
import type { Executor } from '../agent/executor.ts';
import { createDispatcher, type Dispatcher } from '../dispatcher/dispatcher.ts';
import { createSeededChoices } from '../kernel/choice-source.ts';
import { Kernel } from '../kernel/kernel.ts';
import { createLink, type LinkOptions } from '../link/link.ts';
import { configsOf } from '../model/assignment.ts';
import { toId, type ConfigId, type NodeId } from '../model/ids.ts';
import { isTerminalState, type TaskState } from '../model/task-state.ts';
import { Store } from '../store/store.ts';
import { applyFault, type FaultTargets, type StruckFault } from './faults.ts';

const n1 = toId<NodeId>('n1');
const n2 = toId<NodeId>('n2');

/** What no test here strikes. */
const noEngines: FaultTargets['engines'] = { ignoreStop: () => false };
const noPulls: FaultTargets['pulls'] = { add: () => undefined, repair: () => undefined };
const noDirectory: FaultTargets['directory'] = {
  logOn: () => undefined,
  stopController: () => undefined,
  startController: () => undefined,
  checkController: () => undefined,
  cutOff: () => undefined,
  reach: () => undefined,
  breakTrust: () => undefined,
  repairTrust: () => undefined,
  checkJoined: () => undefined,
};

interface World {
  readonly kernel: Kernel;
  readonly store: Store;
  readonly agents: Agents;
  readonly dispatcher: Dispatcher;
  /** What was recorded, in order: `at object state`. */
  readonly recorded: readonly string[];
  advance(until: number): void;
  apply(fault: StruckFault): void;
  createTask(id: string, nodeId: NodeId, configs: readonly string[]): void;
  setDesired(id: string, desiredState: TaskState): void;
  /** Sessions are lost with the leader, and found again by the next one. */
  changeLeader(): void;
}

function createWorld(
  options: LinkOptions &
    AgentsOptions & { readonly seed?: number; readonly permute?: boolean } = {},
): World {
  const kernel = new Kernel({ seed: options.seed ?? 1 });
  if (options.permute === true) kernel.choices = createSeededChoices(kernel.random.fork('choices'));
  const store = new Store(kernel);
  const link = createLink(kernel, options);
  const agents = createAgents(kernel, link, { stopRetryPauseMs: 0, ...options });
  const recorded: string[] = [];
  store.update((tx) => {
    for (const id of [n1, n2]) {
      tx.create('node', {
        id,
        spec: { role: 'worker', availability: 'active' },
        status: { state: 'unknown', message: '', addr: '' },
        role: 'worker',
      });
    }
    for (const id of ['c1', 'c2']) {
      tx.create('config', { id: toId<ConfigId>(id), spec: { name: id } });
    }
  });
  store.onCommit(({ changes }) => {
    for (const { id, after } of changes) {
      if (after !== undefined && 'status' in after) {
        recorded.push(`${kernel.now} ${id} ${after.status.state}`);
      }
    }
  });
  let term = kernel.openScope();
  let dispatcher = createDispatcher(term, store, link);
  for (const id of [n1, n2]) agents.add(id, createEngine());
  return {
    kernel,
    store,
    agents,
    get dispatcher() {
      return dispatcher;
    },
    recorded,
    advance(until) {
      while ((kernel.nextAt ?? Infinity) <= until) kernel.step();
      kernel.moveTo(until);
    },
    apply: (fault) =>
      applyFault(fault, {
        agents,
        link,
        directory: noDirectory,
        engines: noEngines,
        pulls: noPulls,
      }),
    createTask: (id, nodeId, configs) => createTask(store, id, configs, nodeId),
    setDesired(id, desiredState) {
      store.update((tx) => tx.update('task', { ...tx.get('task', id)!, desiredState }));
    },
    changeLeader() {
      dispatcher.stop();
      term.close();
      term = kernel.openScope();
      dispatcher = createDispatcher(term, store, link);
    },
  };
}

function createEngine(): Executor {
  const step = (): { readonly durationMs: number } => ({ durationMs: 10 });
  return {
    describe: () => ({ hostname: 'host' }),
    prepare: step,
    start: step,
    stop: step,
    containerOf: () => undefined,
    started: () => undefined,
    ended: () => undefined,
    remove: () => undefined,
    crash: () => undefined,
  };
}

/** Configs that the node's tasks reference which may still run, as the store has them. */
function wantedConfigs(store: Store, nodeId: NodeId): string[] {
  const live = store
    .find('task', 'node', nodeId)
    .filter(({ status }) => ['assigned', 'preparing', 'running'].includes(status.state));
  const ids = live.flatMap(({ spec: { runtime } }) =>
    runtime?.kind === 'container' ? (runtime.configs ?? []).map(({ configId }) => configId) : [],
  );
  return [...new Set<string>(ids)].sort();
}

/** Configs in a node's set that no task in it uses which, as far as was reported, still may run. */
function unusedConfigs({ dispatcher }: World, nodeId: NodeId): readonly string[] {
  const set = dispatcher.assignmentsOf(nodeId);
  if (set === undefined) return [];
  const live = set.tasks
    .map((id) => dispatcher.assignedTask(nodeId, id))
    .filter((task) => task !== undefined && !isTerminalState(task.status.state));
  const used = new Set(live.flatMap((task) => (task === undefined ? [] : configsOf(task))));
  return set.configs.filter((id) => !used.has(toId<ConfigId>(id)));
}

function downAt({ recorded }: World, nodeId: NodeId): number {
  const line = recorded.find((text) => text.endsWith(`${nodeId} down`));
  return line === undefined ? Number.NaN : Number.parseInt(line, 10);
}

describe('without a fault', () => {
  it('a node holds the configs of its own tasks only, and gives them back', () => {
    const world = createWorld();
    world.createTask('t1', n1, ['c1']);
    world.createTask('t2', n2, ['c2']);

    world.advance(1_000);
    const held = [n1, n2].map((id) => world.agents.holdings(id).configs);
    world.setDesired('t1', 'shutdown');
    world.advance(2_000);

    expect(held).toEqual([['c1'], ['c2']]);
    expect(world.store.get('task', 't1')?.status.state).toBe('shutdown');
    expect(world.agents.holdings(n1)).toEqual({ tasks: ['t1'], configs: [], secrets: [] });
  });

  it('records every state of a task when agents wait for that', () => {
    const world = createWorld({ statusCoalescing: false });
    world.advance(1_000);
    world.createTask('t1', n1, ['c1']);

    world.advance(3_000);

    const states = world.recorded.flatMap((text) => {
      const [, id, state] = text.split(' ');
      return id === 't1' ? [state] : [];
    });
    expect(states).toEqual(['assigned', 'accepted', 'preparing', 'ready', 'starting', 'running']);
  });

  it('a quiet day costs nothing', () => {
    const world = createWorld();
    world.createTask('t1', n1, ['c1']);
    world.advance(10_000);

    expect(world.kernel.nextAt).toBeUndefined();
  });
});

describe('a crash', () => {
  it('is noticed by silence; back again, the node reports what died', () => {
    const world = createWorld();
    world.createTask('t1', n1, ['c1']);
    world.advance(60_000);

    world.apply({ kind: 'crash', node: n1 });
    world.advance(90_000);
    const afterCrash = world.store.get('node', 'n1')?.status;
    const held = world.agents.holdings(n1);
    const observed = world.store.get('task', 't1')?.status.state;
    world.apply({ kind: 'restart', node: n1 });
    world.advance(91_000);

    expect(afterCrash).toMatchObject({ state: 'down', message: 'heartbeat failure' });
    expect(held.configs).toEqual([]);
    expect(observed).toBe('running');
    expect(world.store.get('node', 'n1')?.status.state).toBe('ready');
    expect(world.store.get('task', 't1')?.status).toMatchObject({
      state: 'failed',
      err: 'task: non-zero exit (255)',
    });
    expect(world.agents.holdings(n1).configs).toEqual([]);
  });

  it('that is over quickly never takes the node down', () => {
    const world = createWorld();
    world.createTask('t1', n1, []);
    world.advance(60_000);

    world.apply({ kind: 'crash', node: n1 });
    world.advance(66_000);
    world.apply({ kind: 'restart', node: n1 });
    world.advance(200_000);

    expect(downAt(world, n1)).toBeNaN();
    expect(world.store.get('task', 't1')?.status.state).toBe('failed');
  });
});

describe('a partition', () => {
  it('takes the node down, which keeps what it has until it is told otherwise', () => {
    const world = createWorld();
    world.createTask('t1', n1, ['c1']);
    world.advance(60_000);

    world.apply({ kind: 'partition', node: n1 });
    world.advance(90_000);
    world.setDesired('t1', 'shutdown');
    world.advance(120_000);
    const cutOff = world.agents.holdings(n1);
    const running = world.agents.statusOf(n1, 't1')?.state;
    world.apply({ kind: 'repair', node: n1 });
    world.advance(150_000);

    expect(world.recorded).toContain(`${downAt(world, n1)} n1 down`);
    expect(cutOff.configs).toEqual(['c1']);
    expect(running).toBe('running');
    expect(world.store.get('node', 'n1')?.status.state).toBe('ready');
    expect(world.store.get('task', 't1')?.status.state).toBe('shutdown');
    expect(world.agents.holdings(n1).configs).toEqual([]);
  });

  it('makes a node drop what was deleted while it was away', () => {
    const world = createWorld();
    world.createTask('t1', n1, ['c1']);
    world.advance(60_000);

    world.apply({ kind: 'partition', node: n1 });
    world.advance(90_000);
    world.store.update((tx) => tx.delete('task', 't1'));
    world.apply({ kind: 'repair', node: n1 });
    world.advance(120_000);

    expect(world.agents.holdings(n1)).toEqual({ tasks: [], configs: [], secrets: [] });
  });

  it('of one way only, from the node, takes it down although it hears its managers', () => {
    const world = createWorld();
    world.advance(60_000);

    world.apply({ kind: 'partition', node: n1, direction: 'to-managers' });
    world.advance(90_000);

    expect(downAt(world, n1)).toBeGreaterThan(60_000);
  });

  it('of one way only, to the node, lets it register in vain', () => {
    const world = createWorld();
    world.createTask('t1', n1, ['c1']);
    world.advance(60_000);

    world.apply({ kind: 'partition', node: n1, direction: 'from-managers' });
    world.advance(300_000);
    world.apply({ kind: 'repair', node: n1 });
    world.advance(330_000);

    expect(world.store.get('node', 'n1')?.status.state).toBe('ready');
    expect(world.agents.holdings(n1).configs).toEqual(['c1']);
    expect(world.agents.statusOf(n1, 't1')?.state).toBe('running');
  });
});

describe('messages that come late', () => {
  it('take no node down while heartbeats come in time, and none of its tasks', () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const world = createWorld({ seed });
      world.createTask('t1', n1, ['c1']);
      world.advance(60_000);

      world.apply({ kind: 'delay-messages', node: n1, by: '2s' });
      world.advance(600_000);
      world.setDesired('t1', 'shutdown');
      world.advance(620_000);

      expect(downAt(world, n1)).toBeNaN();
      expect(world.store.get('task', 't1')?.status.state).toBe('shutdown');
    }
  });

  // SwarmKit: agent/session.go: a call that is not answered within 5 s has failed.
  it('end every session where an answer takes longer than agents wait', () => {
    const world = createWorld();
    world.createTask('t1', n1, ['c1']);
    world.advance(60_000);

    world.apply({ kind: 'delay-messages', node: n1, by: '3s' });
    world.advance(180_000);
    world.createTask('t2', n1, []);
    world.advance(300_000);
    const late = world.store.get('task', 't2')?.status.state;
    world.apply({ kind: 'repair', node: n1 });
    world.advance(330_000);

    expect(late).toBe('assigned');
    expect(world.store.get('task', 't2')?.status.state).toBe('running');
    expect(world.store.get('node', 'n1')?.status.state).toBe('ready');
  });

  it('are those that were lost, and sent again: as many as the probability says', () => {
    const downs = [0.05, 0.5, 0.95].map((probability) => {
      let down = 0;
      for (let seed = 1; seed <= 10; seed += 1) {
        const world = createWorld({ seed });
        world.advance(60_000);
        world.apply({ kind: 'lose-messages', node: n1, probability });
        world.advance(360_000);
        down += Number(!Number.isNaN(downAt(world, n1)));
      }
      return down;
    });

    expect(downs[0]).toBe(0);
    expect(downs[2]).toBe(10);
    expect(downs[1]).toBeLessThan(10);
  });

  it('are as before after a repair: the node is well, and a quiet day costs nothing', () => {
    const world = createWorld();
    world.createTask('t1', n1, ['c1']);
    world.advance(60_000);
    world.apply({ kind: 'lose-messages', node: n1, probability: 0.8 });
    world.apply({ kind: 'delay-messages', node: n1, by: 500 });
    world.advance(180_000);

    world.apply({ kind: 'repair', node: n1 });
    world.advance(400_000);

    expect(world.store.get('node', 'n1')?.status.state).toBe('ready');
    expect(world.agents.statusOf(n1, 't1')?.state).toBe('running');
    expect(world.kernel.nextAt).toBeUndefined();
  });

  it('go as fast as ever after a repair, in the same session', () => {
    const world = createWorld();
    world.advance(60_000);
    const before = world.recorded.length;

    world.apply({ kind: 'delay-messages', node: n1, by: 500 });
    world.advance(120_000);
    world.apply({ kind: 'repair', node: n1 });
    world.advance(125_000);

    expect(world.kernel.nextAt).toBeUndefined();
    expect(world.recorded).toHaveLength(before);
  });

  it('among them heartbeats, end no session that arrive after the repair', () => {
    for (let step = 0; step < 60; step += 1) {
      const world = createWorld();
      world.advance(60_000);
      const { length } = world.recorded;
      world.apply({ kind: 'delay-messages', node: n1, by: '2s' });
      world.advance(90_000 + step * 197);

      world.apply({ kind: 'repair', node: n1 });
      world.advance(150_000);

      expect(world.recorded).toHaveLength(length);
    }
  });

  it('are noticed by nobody while the path is cut anyway', () => {
    const world = createWorld();
    world.advance(60_000);

    world.apply({ kind: 'partition', node: n1 });
    world.apply({ kind: 'delay-messages', node: n1, by: 100 });
    world.advance(120_000);
    const down = downAt(world, n1);
    world.apply({ kind: 'repair', node: n1 });
    world.advance(150_000);

    expect(down - 60_000).toBeLessThan(17_000);
    expect(world.store.get('node', 'n1')?.status.state).toBe('ready');
    expect(world.kernel.nextAt).toBeUndefined();
  });
});

describe('a change of the leader', () => {
  it('makes nodes register again, and moves no task', () => {
    const world = createWorld();
    world.createTask('t1', n1, ['c1']);
    world.advance(60_000);
    const status = world.store.get('task', 't1')?.status;

    world.changeLeader();
    const unknown = world.store.get('node', 'n1')?.status.state;
    world.advance(61_000);

    expect(unknown).toBe('unknown');
    expect(world.store.get('node', 'n1')?.status.state).toBe('ready');
    expect(world.store.get('task', 't1')?.status).toEqual(status);
    expect(world.dispatcher.assignmentsOf(n1)?.configs).toEqual(['c1']);
  });
});

describe('heartbeats', () => {
  // Beats come every 4.5 to 5.5 s, and three such periods may pass without one.
  it.each(['lazy', 'eager'] as const)('sent %s take a node down within the same bounds', (mode) => {
    const waits: number[] = [];
    for (let seed = 1; seed <= 60; seed += 1) {
      const world = createWorld({ heartbeats: mode, seed });
      const faultAt = 30_000 + seed * 731;
      world.advance(faultAt);

      world.apply({ kind: seed % 2 === 0 ? 'crash' : 'partition', node: n1 });
      world.advance(faultAt + 30_000);

      waits.push(downAt(world, n1) - faultAt);
    }
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(2 * 4_500);
    expect(Math.max(...waits)).toBeLessThanOrEqual(3 * 5_500 + 100);
    // The silence begins anywhere between two beats, so that the waits spread over a whole period.
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(3_500);
  });

  it.each(['lazy', 'eager'] as const)('sent %s keep a healthy node ready', (mode) => {
    const world = createWorld({ heartbeats: mode });

    world.advance(600_000);

    expect(world.recorded.filter((text) => text.includes(' n1 '))).toHaveLength(2);
  });

  it.each(['lazy', 'eager'] as const)('sent %s survive cuts of a few seconds', (mode) => {
    const world = createWorld({ heartbeats: mode });
    for (let at = 20_000; at < 200_000; at += 10_000) {
      world.advance(at);
      world.apply({ kind: 'partition', node: n1 });
      world.advance(at + 4_000);
      world.apply({ kind: 'repair', node: n1 });
    }

    world.advance(300_000);

    expect(downAt(world, n1)).toBeNaN();
  });
});

describe('whatever happens', () => {
  const kinds = [
    'crash',
    'restart',
    'restart-engine',
    'partition',
    'delay-messages',
    'lose-messages',
    'repair',
    'task',
    'stop',
    'delete',
    'leader',
  ] as const;

  function disturb(world: World, step: number): void {
    const { random } = world.kernel;
    const pick = (what: string, count: number): number =>
      Math.floor(random.draw(what, step) * count);
    const node = pick('node', 2) === 0 ? n1 : n2;
    const kind = kinds[pick('kind', kinds.length)]!;
    const tasks = world.store.list('task');
    if (kind === 'task')
      world.createTask(`t${step}`, node, [['c1'], ['c2'], []][pick('config', 3)]!);
    else if (kind === 'leader') world.changeLeader();
    else if (kind === 'delay-messages') world.apply({ kind, node, by: 1 + pick('by', 4_000) });
    else if (kind === 'lose-messages') world.apply({ kind, node, probability: 0.4 });
    else if (kind === 'restart-engine') {
      const containers = pick('fate', 2) === 0 ? 'died' : 'survived';
      world.apply({ kind, node, containers, downFor: pick('down', 30_000) });
    } else if (kind !== 'stop' && kind !== 'delete') world.apply({ kind, node });
    else if (tasks.length > 0) {
      const { id } = tasks[pick('victim', tasks.length)]!;
      if (kind === 'stop') world.setDesired(id, 'shutdown');
      else world.store.update((tx) => tx.delete('task', id));
    }
  }

  it.each([true, false])(
    'nodes hold at rest what their live tasks reference (coalescing %s)',
    (coalescing) => {
      for (let seed = 1; seed <= 40; seed += 1) {
        const world = createWorld({ seed, permute: seed % 2 === 0, statusCoalescing: coalescing });
        for (let step = 1; step <= 15; step += 1) {
          disturb(world, step);
          world.advance(
            world.kernel.now + Math.floor(world.kernel.random.draw('pause', step) * 9_000),
          );
        }

        for (const node of [n1, n2]) {
          world.apply({ kind: 'repair', node });
          if (!world.agents.isRunning(node)) world.apply({ kind: 'restart', node });
        }
        world.advance(world.kernel.now + 60_000);

        for (const node of [n1, n2]) {
          const wanted = wantedConfigs(world.store, node);
          expect([...world.agents.holdings(node).configs].sort()).toEqual(wanted);
          expect([...(world.dispatcher.assignmentsOf(node)?.configs ?? [])].sort()).toEqual(wanted);
          expect(world.store.get('node', node)?.status.state).toBe('ready');
        }
        const stopped = world.store.list('task').filter((task) => task.desiredState === 'shutdown');
        expect(stopped.filter(({ status }) => status.state === 'running')).toEqual([]);
      }
    },
  );

  it('a set holds at every step only what its tasks use', () => {
    const unused: string[] = [];
    for (let seed = 1; seed <= 20; seed += 1) {
      const world = createWorld({ seed, permute: true });
      world.kernel.onStep(() => {
        unused.push(...unusedConfigs(world, n1), ...unusedConfigs(world, n2));
      });

      for (let step = 1; step <= 15; step += 1) {
        disturb(world, step);
        world.advance(world.kernel.now + 2_000);
      }
    }

    expect(unused).toEqual([]);
  });

  it('happens again in the same way', () => {
    const play = (): readonly string[] => {
      const world = createWorld({ seed: 9, permute: true });
      for (let step = 1; step <= 15; step += 1) {
        disturb(world, step);
        world.advance(world.kernel.now + 3_000);
      }
      return [world.kernel.trace.hash, ...world.recorded];
    };

    expect(play()).toEqual(play());
  });
});
