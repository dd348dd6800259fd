import { describe, expect, it } from 'vitest';
import { aTask, HandDrivenSwarm } from '../../test-support/hand-driven-swarm.ts';
import { toId, type ServiceId, type TaskId } from '../model/ids.ts';
import { removeServiceTasks } from './service.ts';

// SwarmKit: manager/orchestrator/service.go, SetServiceTasksRemove.
describe('removeServiceTasks', () => {
  it('asks for the removal of all tasks of a service, in whatever state they are', () => {
    const swarm = new HandDrivenSwarm();
    const tasks = [
      aTask({ id: toId<TaskId>('one') }),
      aTask({ id: toId<TaskId>('two'), desiredState: 'shutdown', state: 'failed' }),
      aTask({ id: toId<TaskId>('other'), serviceId: toId<ServiceId>('db') }),
    ];
    swarm.store.batch(tasks, (tx, task) => tx.create('task', task));

    removeServiceTasks(swarm.store, 'web');

    const desired = swarm.store.list('task').map(({ id, desiredState }) => [id, desiredState]);
    expect(desired).toEqual([
      ['one', 'remove'],
      ['two', 'remove'],
      ['other', 'running'],
    ]);
  });

  it('writes nothing about tasks whose removal was asked for before', () => {
    const swarm = new HandDrivenSwarm();
    swarm.store.update((tx) => tx.create('task', aTask({ desiredState: 'remove' })));
    const { version } = swarm.store;

    removeServiceTasks(swarm.store, 'web');

    expect(swarm.store.version).toBe(version);
  });
});
