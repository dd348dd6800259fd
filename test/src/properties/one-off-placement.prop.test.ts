/**
 * Where tasks without a spec version go. The scheduler keeps an index of the nodes for them, as there
 * may be very many; it must come to what a visit to every node comes to, whatever happened before.
 */
import type { Node, NodeId, ServiceId, Task, TaskId, TaskSpec } from '@swarmsim/core';
import {
  createScheduler,
  Kernel,
  Store,
  toId,
  type Scheduler,
  type SchedulerOptions,
} from '@swarmsim/core/parts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

type Step =
  | {
      readonly kind: 'node';
      readonly id: number;
      readonly availability: 'active' | 'pause';
      readonly zone: string;
      readonly cpus: number;
      readonly gpus: number;
    }
  | { readonly kind: 'remove node'; readonly id: number }
  | { readonly kind: 'task'; readonly service: string; readonly shape: number }
  | { readonly kind: 'end'; readonly pick: number; readonly state: 'failed' | 'complete' }
  | { readonly kind: 'unwant'; readonly pick: number }
  | { readonly kind: 'remove task'; readonly pick: number }
  | { readonly kind: 'wait'; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('node' as const),
      id: fc.nat(11),
      availability: fc.constantFrom('active', 'active', 'active', 'pause'),
      zone: fc.constantFrom('x', 'y'),
      cpus: fc.nat(4),
      gpus: fc.nat(2),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('remove node' as const), id: fc.nat(11) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('task' as const),
      service: fc.constantFrom('web', 'db'),
      shape: fc.nat(6),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('end' as const),
      pick: fc.nat(50),
      state: fc.constantFrom('failed', 'complete'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unwant' as const), pick: fc.nat(50) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('remove task' as const), pick: fc.nat(50) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(120) }) },
);

/** What tasks may ask for; each is another kind of task for the filters. */
const shapes: readonly Partial<TaskSpec>[] = [
  {},
  { resources: { reservations: { nanoCpus: 1, memoryBytes: 0 } } },
  { resources: { reservations: { nanoCpus: 2, memoryBytes: 0 } } },
  {
    resources: {
      reservations: {
        nanoCpus: 0,
        memoryBytes: 0,
        generic: [{ kind: 'discrete', resource: 'gpu', value: 1 }],
      },
    },
  },
  { placement: { constraints: ['node.labels.zone==x'] } },
  { placement: { constraints: ['node.labels.zone!=x'] } },
  { placement: { maxReplicas: 1 } },
];

interface World {
  readonly kernel: Kernel;
  readonly store: Store;
  readonly scheduler: Scheduler;
}

function createWorld(seed: number, options: SchedulerOptions): World {
  const kernel = new Kernel({ seed });
  const store = new Store(kernel);
  store.update((tx) => {
    for (const name of ['web', 'db']) {
      tx.create('service', {
        id: toId<ServiceId>(name),
        spec: { name, mode: { kind: 'replicated', replicas: 1 }, task: {} },
        specVersion: 0,
      });
    }
  });
  return { kernel, store, scheduler: createScheduler(kernel, store, options) };
}

function advance({ kernel }: World, ms: number): void {
  const until = kernel.now + ms;
  while ((kernel.nextAt ?? Number.POSITIVE_INFINITY) <= until) kernel.step();
  kernel.moveTo(until);
}

/** A task of the world, by a number that is larger than there are tasks. */
function pickTask({ store }: World, pick: number): Task | undefined {
  const tasks = store.list('task');
  return tasks[pick % Math.max(1, tasks.length)];
}

function perform(world: World, action: Step, placement: TaskSpec['placement'] = {}): void {
  const { store } = world;
  if (action.kind === 'wait') {
    advance(world, action.ms);
  } else if (action.kind === 'node') {
    putNode(store, action);
  } else if (action.kind === 'remove node') {
    const id = `n${action.id}`;
    if (store.get('node', id) !== undefined) store.update((tx) => tx.delete('node', id));
  } else if (action.kind === 'task') {
    createTask(world, action, placement);
  } else {
    const task = pickTask(world, action.pick);
    if (task !== undefined) changeTask(store, task, action);
  }
}

function aNode(id: number): Extract<Step, { kind: 'node' }> {
  return { kind: 'node', id, availability: 'active', zone: id < 2 ? 'x' : 'y', cpus: 4, gpus: 2 };
}

function putNode(store: Store, change: Extract<Step, { kind: 'node' }>): void {
  const node: Omit<Node, 'meta'> = {
    id: toId<NodeId>(`n${change.id}`),
    spec: { role: 'worker', availability: change.availability, labels: { zone: change.zone } },
    description: {
      hostname: 'host',
      resources: {
        nanoCpus: change.cpus,
        memoryBytes: 0,
        generic: [{ kind: 'discrete', resource: 'gpu', value: change.gpus }],
      },
    },
    status: { state: 'ready', message: '', addr: '' },
    role: 'worker',
  };
  store.update((tx) => {
    const stored = tx.get('node', node.id);
    if (stored === undefined) tx.create('node', node);
    else tx.update('node', { ...node, meta: stored.meta });
  });
}

function createTask(
  { store }: World,
  { service, shape }: Extract<Step, { kind: 'task' }>,
  placement: TaskSpec['placement'],
): Task {
  const asked = shapes[shape] ?? {};
  return store.update((tx) =>
    tx.create('task', {
      id: toId<TaskId>(`t${store.version}`),
      spec: {
        runtime: { kind: 'container', image: 'app' },
        ...asked,
        placement: { ...asked.placement, ...placement },
      },
      serviceId: toId<ServiceId>(service),
      serviceName: service,
      slot: 1,
      nodeId: '',
      incarnation: 0,
      status: { state: 'pending', at: 0, message: '', err: '' },
      desiredState: 'running',
    }),
  );
}

function changeTask(
  store: Store,
  task: Task,
  change: Extract<Step, { kind: 'end' | 'unwant' | 'remove task' }>,
): void {
  store.update((tx) => {
    if (change.kind === 'remove task') {
      tx.delete('task', task.id);
    } else if (change.kind === 'unwant') {
      tx.update('task', { ...task, desiredState: 'shutdown' });
    } else if (task.nodeId !== '') {
      tx.update('task', { ...task, status: { ...task.status, state: change.state } });
    }
  });
}

/** Where every task is, or why it is nowhere. */
function describeTasks({ store }: World): readonly string[] {
  return store.list('task').map((task) => {
    const { state, err } = task.status;
    return `${task.id} ${task.nodeId} ${state} ${err}`;
  });
}

/** What came of the steps, at the end of every wait. */
function play(steps: readonly Step[], placement: TaskSpec['placement']): readonly string[] {
  const world = createWorld(1, { ties: 'stable' });
  const lines: string[] = [];
  for (const action of [...steps, { kind: 'wait', ms: 3_000 } as const]) {
    perform(world, action, placement);
    if (action.kind === 'wait') lines.push(`at ${world.kernel.now}`, ...describeTasks(world));
  }
  return lines;
}

// SwarmKit: manager/scheduler/scheduler.go, tick, which makes a group of each task without a version.
describe('a task without a spec version', () => {
  it('goes where a group of one goes, and waits for the same reason', () => {
    // A preference that names no label changes nothing, but such a task is placed as a group.
    const asGroup = { preferences: [{ spread: 'node.id' }] };

    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        expect(play(steps, {})).toEqual(play(steps, asGroup));
      }),
      { numRuns: 300 },
    );
  });

  it('goes to one of the best nodes for every seed', () => {
    let placed = 0;
    fc.assert(
      fc.property(fc.nat(), fc.array(step, { maxLength: 60, size: 'max' }), (seed, steps) => {
        const world = createWorld(seed, {});
        for (let id = 0; id < 4; id += 1) putNode(world.store, aNode(id));
        for (const action of steps) {
          if (action.kind !== 'task') {
            perform(world, action);
          } else {
            // One that waits would compete with the next, and goes on waiting even when it is removed.
            if (!placeAlone(world, action)) return;
            placed += 1;
          }
        }
      }),
      { numRuns: 200 },
    );

    expect(placed).toBeGreaterThan(1_000);
  });
});

/** Places one task, and compares its node with what the scheduler says of the nodes. */
function placeAlone(world: World, action: Extract<Step, { kind: 'task' }>): boolean {
  const { store, scheduler } = world;
  advance(world, 2_000);
  const { id } = createTask(world, action, {});
  advance(world, 0);

  const { nodes, text } = scheduler.explain(id);
  const suitable = nodes
    .filter((verdict) => verdict.kind === 'suitable')
    .map(({ nodeId, recentFailures, serviceTasks, totalTasks }) => {
      const failures = recentFailures < 5 ? 0 : recentFailures;
      return { nodeId, rank: failures * 1e6 + serviceTasks * 1e3 + totalTasks };
    });
  const best = Math.min(...suitable.map(({ rank }) => rank));
  const allowed = suitable.filter(({ rank }) => rank === best).map(({ nodeId }) => nodeId);
  advance(world, 50);

  const task = store.get('task', id);
  expect(task?.status.err).toBe(text);
  expect(allowed.length === 0 ? [''] : allowed).toContain(task?.nodeId);
  return task?.nodeId !== '';
}
