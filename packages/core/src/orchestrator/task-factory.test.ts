import { describe, expect, it } from 'vitest';
import { aService, aTask, HandDrivenSwarm } from '../../test-support/hand-driven-swarm.ts';
import { toId, type NodeId, type ServiceId, type TaskId } from '../model/ids.ts';
import { createTaskFactory } from './task-factory.ts';

describe('createTaskFactory', () => {
  it('counts the tasks of a slot although their records are gone', () => {
    const swarm = new HandDrivenSwarm();
    const tasks = createTaskFactory(swarm.env, swarm.store);
    const place = { slot: 1, nodeId: '' } as const;

    const made = [1, 2, 3].map(() => tasks.create(aService(), place));

    expect(made.map((task) => task.incarnation)).toEqual([0, 1, 2]);
    expect(new Set(made.map((task) => task.id)).size).toBe(3);
  });

  it('goes on after the tasks that it finds in the store', () => {
    const swarm = new HandDrivenSwarm();
    swarm.store.update((tx) => tx.create('task', aTask({ incarnation: 4 })));
    const tasks = createTaskFactory(swarm.env, swarm.store);

    expect(tasks.create(aService(), { slot: 1, nodeId: '' }).incarnation).toBe(5);
    expect(tasks.create(aService(), { slot: 2, nodeId: '' }).incarnation).toBe(0);
  });

  it('finds the tasks of a job’s slot 0, which is no node', () => {
    const swarm = new HandDrivenSwarm();
    const nodeId = toId<NodeId>('a');
    swarm.store.update((tx) => tx.create('task', aTask({ slot: 0, nodeId, incarnation: 4 })));
    swarm.store.update((tx) => {
      tx.create('task', aTask({ id: toId<TaskId>('other'), slot: 1, nodeId, incarnation: 9 }));
    });
    const tasks = createTaskFactory(swarm.env, swarm.store);

    expect(tasks.create(aService(), { slot: 0, nodeId: '' }).incarnation).toBe(5);
    expect(tasks.create(aService(), { slot: 0, nodeId: toId<NodeId>('b') }).incarnation).toBe(0);
  });

  it('goes on after the newest of the tasks that it finds, wherever that stands', () => {
    const swarm = new HandDrivenSwarm();
    for (const [index, incarnation] of [2, 7, 3].entries()) {
      const task = aTask({ id: toId<TaskId>(`t${index}`), incarnation });
      swarm.store.update((tx) => tx.create('task', task));
    }
    const tasks = createTaskFactory(swarm.env, swarm.store);

    const made = [1, 2].map(() => tasks.create(aService(), { slot: 1, nodeId: '' }));

    expect(made.map((task) => task.incarnation)).toEqual([8, 9]);
  });

  it('counts anew for a service that was forgotten, and for no other', () => {
    const swarm = new HandDrivenSwarm();
    const tasks = createTaskFactory(swarm.env, swarm.store);
    const place = { slot: 1, nodeId: '' } as const;
    const other = aService({ id: toId<ServiceId>('other') });
    for (const service of [aService(), other]) tasks.create(service, place);

    tasks.forget('web');

    expect(tasks.create(aService(), place).incarnation).toBe(0);
    expect(tasks.create(other, place).incarnation).toBe(1);
  });

  it('mints ids that go by the slot, or by the node of a global service', () => {
    const [one, same] = [new HandDrivenSwarm(), new HandDrivenSwarm()].map((swarm) => {
      const tasks = createTaskFactory(swarm.env, swarm.store);
      const places = [
        { slot: 1, nodeId: '' },
        { slot: 2, nodeId: '' },
        { slot: 0, nodeId: toId<NodeId>('a') },
        { slot: 0, nodeId: toId<NodeId>('b') },
      ] as const;
      return places.map((place) => tasks.create(aService(), place).id);
    });

    expect(new Set(one).size).toBe(4);
    expect(same).toEqual(one);
  });
});
