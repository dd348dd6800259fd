import { describe, expect, it } from 'vitest';
import { aService, aTask, HandDrivenSwarm } from '../../test-support/hand-driven-swarm.ts';
import { toId, type NodeId } from '../model/ids.ts';
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
    const tasks = createTaskFactory(swarm.env, swarm.store);

    expect(tasks.create(aService(), { slot: 0, nodeId: '' }).incarnation).toBe(5);
    expect(tasks.create(aService(), { slot: 0, nodeId: toId<NodeId>('b') }).incarnation).toBe(0);
  });
});
