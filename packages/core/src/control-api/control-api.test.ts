import { describe, expect, it } from 'vitest';
import { Kernel } from '../kernel/kernel.ts';
import { toId, type ServiceId, type TaskId } from '../model/ids.ts';
import type { Task } from '../model/task.ts';
import { Store } from '../store/store.ts';
import { createControlApi } from './control-api.ts';

function taskOf(serviceId: ServiceId, id: string, image: string): Omit<Task, 'meta'> {
  return {
    id: toId<TaskId>(id),
    serviceId,
    serviceName: 'web',
    spec: { runtime: { kind: 'container', image } },
    specVersion: 7,
    slot: 1,
    nodeId: '',
    incarnation: 0,
    status: { state: 'running', at: 0, message: '', err: '' },
    desiredState: 'running',
  };
}

describe('createControlApi', () => {
  // SwarmKit: manager/controlapi/task.go, ListTasks; manager/orchestrator/task.go, IsTaskDirty.
  it('lists the tasks that are up to date with their service', () => {
    const kernel = new Kernel({ seed: 1 });
    const store = new Store(kernel);
    const api = createControlApi(kernel, store);
    const runtime = { kind: 'container', image: 'iis:2' } as const;
    const { id } = api.services.create({
      name: 'web',
      task: { runtime },
      mode: { kind: 'global' },
    });
    store.update((tx) => {
      tx.create('task', taskOf(id, 'old', 'iis:1'));
      tx.create('task', taskOf(id, 'new', 'iis:2'));
      tx.create('task', taskOf(toId<ServiceId>('gone'), 'lost', 'iis:2'));
    });

    expect(api.tasks.list({ upToDate: true }).map((task) => task.id)).toEqual(['new']);
  });

  it('takes another idea of what is out of date', () => {
    const kernel = new Kernel({ seed: 1 });
    const store = new Store(kernel);
    const api = createControlApi(kernel, store, {
      deciders: { decideDirty: () => true },
    });
    const runtime = { kind: 'container', image: 'iis' } as const;
    const { id } = api.services.create({
      name: 'web',
      task: { runtime },
      mode: { kind: 'global' },
    });
    store.update((tx) => tx.create('task', taskOf(id, 't1', 'iis')));

    expect(api.tasks.list({ upToDate: true })).toEqual([]);
  });

  it('gives the same ids for the same seed, whatever else was made before', () => {
    const idOf = (others: readonly string[]): string => {
      const kernel = new Kernel({ seed: 5 });
      const { configs } = createControlApi(kernel, new Store(kernel));
      for (const name of others) configs.create({ name, data: 'eA==' });
      return configs.create({ name: 'credspec', data: 'eA==' }).id;
    };

    expect(idOf(['a', 'b'])).toBe(idOf([]));
  });
});
