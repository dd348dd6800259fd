import { describe, expect, it } from 'vitest';
import { toId, type NodeId, type ServiceId, type TaskId } from '../model/ids.ts';
import type { Node } from '../model/node.ts';
import type { Service, UpdateStatus } from '../model/service.ts';
import type { TaskState } from '../model/task-state.ts';
import type { Task } from '../model/task.ts';
import type { Change, Commit } from '../store/change.ts';
import { formatServiceReport } from './format-service-report.ts';
import { readServiceReport, type ServiceReport } from './service-report.ts';

const meta = { version: 1, createdAt: 0, updatedAt: 0 };
const web: Service = {
  id: toId<ServiceId>('s'),
  meta,
  spec: { name: 'web', task: {}, mode: { kind: 'replicated', replicas: 1 } },
  specVersion: 0,
};

/** Writes commits down by hand. */
class Story {
  readonly commits: Commit[] = [];
  readonly #tasks = new Map<string, Task>();
  #service = web;

  task(at: number, id: string, change: Partial<Task> & { readonly state?: TaskState }): this {
    const before = this.#tasks.get(id);
    const { state = before?.status.state ?? 'new', ...others } = change;
    const after: Task = {
      ...(before ?? { ...aTask, id: toId<TaskId>(id) }),
      ...others,
      status: { state, at, message: '', err: state === 'failed' ? 'task: non-zero exit (1)' : '' },
    };
    this.#tasks.set(id, after);
    const action = before === undefined ? 'create' : 'update';
    return this.#commit(at, { table: 'task', action, id, before, after });
  }

  remove(at: number, id: string): this {
    const before = this.#tasks.get(id);
    return this.#commit(at, { table: 'task', action: 'delete', id, before, after: undefined });
  }

  node(at: number, id: string, state: Node['status']['state']): this {
    const after: Node = {
      id: toId<NodeId>(id),
      meta,
      role: 'worker',
      spec: { role: 'worker', availability: 'active' },
      description: { hostname: `host-${id}` },
      status: { state, message: '', addr: '' },
    };
    return this.#commit(at, { table: 'node', action: 'update', id, before: undefined, after });
  }

  update(at: number, updateStatus: UpdateStatus): this {
    const before = this.#service;
    this.#service = { ...before, updateStatus };
    const change = { table: 'service', action: 'update', id: web.id } as const;
    return this.#commit(at, { ...change, before, after: this.#service });
  }

  read(at: number): ServiceReport {
    return readServiceReport(this.#service, this.commits, at);
  }

  #commit(at: number, change: Change): this {
    this.commits.push({
      version: this.commits.length + 1,
      at,
      causedBy: 0,
      writtenBy: '',
      changes: [change],
    });
    return this;
  }
}

const aTask: Omit<Task, 'id'> = {
  meta,
  spec: {},
  specVersion: 0,
  serviceId: web.id,
  serviceName: 'web',
  slot: 1,
  nodeId: toId<NodeId>('a'),
  incarnation: 0,
  status: { state: 'new', at: 0, message: '', err: '' },
  desiredState: 'running',
};

/** Runs from 100 on, fails at 500, and is back at 900. */
function restarted(): Story {
  return new Story()
    .node(0, 'a', 'ready')
    .task(50, 't1', {})
    .task(100, 't1', { state: 'running' })
    .task(500, 't1', { state: 'failed', desiredState: 'shutdown' })
    .task(500, 't2', { desiredState: 'ready' })
    .task(900, 't2', { state: 'running', desiredState: 'running' });
}

describe('the report of a service', () => {
  it('counts restarts, endings, and how long a slot took and was down', () => {
    const report = restarted().read(2000);

    expect(report).toEqual({
      service: 'web',
      at: 2000,
      running: [
        { at: 100, tasks: 1 },
        { at: 500, tasks: 0 },
        { at: 900, tasks: 1 },
      ],
      slots: [
        {
          slot: '1',
          tasks: 2,
          startupMs: 50,
          downtimeMs: 400,
          longestDowntimeMs: 400,
          last: { taskId: 't2', node: 'host-a', state: 'running', err: '' },
        },
      ],
      restarts: 1,
      endings: { failed: 1 },
      updates: [],
      progress: { updated: 1, running: 1 },
    });
  });

  it('counts downtime that lasts until now', () => {
    const report = restarted().task(1500, 't2', { state: 'failed' }).read(3000);

    expect(report.slots[0]).toMatchObject({ downtimeMs: 1900, longestDowntimeMs: 1500 });
  });

  it('does not trust the record of a task whose node is down', () => {
    const report = restarted().node(1000, 'a', 'down').node(1300, 'a', 'ready').read(2000);

    expect(report.running.slice(-2)).toEqual([
      { at: 1000, tasks: 0 },
      { at: 1300, tasks: 1 },
    ]);
    expect(report.slots[0]).toMatchObject({ downtimeMs: 700 });
  });

  it('knows no downtime of a slot that was scaled away, or whose task completed', () => {
    const removed = restarted()
      .task(1000, 't2', { desiredState: 'remove' })
      .task(1100, 't2', { state: 'shutdown' })
      .remove(1200, 't2');
    const completed = restarted().task(1000, 't2', { state: 'complete' });

    expect(removed.read(9000).slots[0]).toMatchObject({ downtimeMs: 400 });
    expect(completed.read(9000).slots[0]).toMatchObject({ downtimeMs: 400 });
  });

  it('has no start of a slot that never ran', () => {
    const { slots, running } = new Story().task(50, 't1', {}).read(900);

    expect(slots[0]).not.toHaveProperty('startupMs');
    expect(slots[0]).toMatchObject({ downtimeMs: 0 });
    expect(running).toEqual([]);
  });

  it('names the slots of a global service by their hosts', () => {
    const { slots } = new Story().node(0, 'a', 'ready').task(10, 't1', { slot: 0 }).read(20);

    expect(slots.map(({ slot }) => slot)).toEqual(['host-a']);
  });

  it('follows an update from state to state, and how far it is', () => {
    const { updates, progress } = restarted()
      .update(1000, { state: 'updating', message: 'update in progress' })
      .update(1010, { state: 'updating', message: 'update in progress' })
      .task(1100, 't3', { slot: 2, specVersion: 7, state: 'running' })
      .update(1200, { state: 'completed', message: 'update completed' })
      .read(2000);

    expect(updates).toEqual([
      { at: 1000, state: 'updating', message: 'update in progress' },
      { at: 1200, state: 'completed', message: 'update completed' },
    ]);
    expect(progress).toEqual({ updated: 1, running: 2 });
  });
});

describe('formatServiceReport', () => {
  it('gives a text that people read', () => {
    const report = restarted()
      .update(1000, { state: 'rollback_started', message: 'manually requested rollback' })
      .read(2000);

    expect(formatServiceReport(report)).toBe(
      [
        'web at 2.0 s: 1 running, 1 replaced (1 failed)',
        '',
        'SLOT     TASKS       STARTED IN  DOWN        LONGEST     NOW',
        '1        2           0.1 s       0.4 s       0.4 s       running on host-a',
        '',
        'running  0.1 s: 1, 0.5 s: 0, 0.9 s: 1',
        'update   1.0 s: rollback started (manually requested rollback)',
        '         1 of 1 running tasks have the present spec',
        '',
      ].join('\n'),
    );
  });
});
