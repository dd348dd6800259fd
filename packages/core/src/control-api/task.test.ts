import { describe, expect, it } from 'vitest';
import { Kernel } from '../kernel/kernel.ts';
import { toId, type NodeId, type ServiceId, type TaskId } from '../model/ids.ts';
import type { Task } from '../model/task.ts';
import { Store } from '../store/store.ts';
import { createTaskApi, taskName, type TaskApi, type TaskFilters } from './task.ts';

function task(id: string, parts: Partial<Omit<Task, 'meta'>> = {}): Omit<Task, 'meta'> {
  return {
    id: toId<TaskId>(id),
    serviceId: toId<ServiceId>('s1'),
    serviceName: 'web',
    spec: { runtime: { kind: 'container', image: 'iis' } },
    slot: 1,
    nodeId: toId<NodeId>('n1'),
    incarnation: 0,
    status: { state: 'running', at: 0, message: '', err: '' },
    desiredState: 'running',
    ...parts,
  };
}

const tasks = [
  task('t1'),
  task('t2', { slot: 2, nodeId: toId<NodeId>('n2'), desiredState: 'shutdown' }),
  task('t3', { slot: 0, serviceId: toId<ServiceId>('s2'), serviceName: 'agent' }),
];

function newTaskApi(isUpToDate: (task: Task) => boolean = () => true): TaskApi {
  const store = new Store(new Kernel({ seed: 1 }));
  store.update((tx) => {
    const labels = { a: '1' };
    const spec = { name: 'web', task: {}, labels };
    tx.create('service', { id: toId<ServiceId>('s1'), spec, specVersion: 0 });
    for (const each of tasks) tx.create('task', each);
  });
  return createTaskApi(store, isUpToDate);
}

describe('createTaskApi', () => {
  // SwarmKit: manager/controlapi/task.go.
  it.each([
    { id: '', message: 'invalid argument' },
    { id: 'x', message: 'task x not found' },
  ])('finds no task "$id"', ({ id, message }) => {
    const api = newTaskApi();

    expect(() => api.get(id)).toThrow(message);
    expect(() => api.remove(id)).toThrow(message);
  });

  it('removes the record of a task that runs', () => {
    const api = newTaskApi();

    api.remove('t1');

    expect(api.list().map(({ id }) => id)).toEqual(['t2', 't3']);
  });

  it.each<{ filters: TaskFilters; ids: readonly string[] }>([
    { filters: {}, ids: ['t1', 't2', 't3'] },
    { filters: { serviceIds: ['s2', 's1', 's2'] }, ids: ['t3', 't1', 't2'] },
    { filters: { nodeIds: ['n1'] }, ids: ['t1', 't3'] },
    { filters: { nodeIds: ['n1'], serviceIds: ['s1'] }, ids: ['t1'] },
    { filters: { desiredStates: ['shutdown', 'remove'] }, ids: ['t2'] },
    { filters: { names: ['web.2.t2'] }, ids: ['t2'] },
    { filters: { namePrefixes: ['agent.n1'] }, ids: ['t3'] },
    { filters: { idPrefixes: ['t1', 't2'] }, ids: ['t1', 't2'] },
    { filters: { labels: { a: '1' } }, ids: ['t1', 't2'] },
    { filters: { runtimes: ['plugin'] }, ids: [] },
  ])('lists $ids for $filters', ({ filters, ids }) => {
    expect(
      newTaskApi()
        .list(filters)
        .map(({ id }) => id),
    ).toEqual(ids);
  });

  it('lists what an update would leave alone', () => {
    const api = newTaskApi((each) => each.slot === 2);

    expect(api.list({ upToDate: true }).map(({ id }) => id)).toEqual(['t2']);
    expect(api.list({ upToDate: false })).toHaveLength(3);
  });
});

describe('taskName', () => {
  // SwarmKit: api/naming/naming.go, Task.
  it.each([
    { slot: 3, name: 'web.3.t1' },
    { slot: 0, name: 'web.n1.t1' },
  ])('is $name for slot $slot', ({ slot, name }) => {
    const meta = { version: 1, createdAt: 0, updatedAt: 0 };

    expect(taskName({ ...task('t1', { slot }), meta })).toBe(name);
  });
});
