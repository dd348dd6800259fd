import { describe, expect, it } from 'vitest';
import { Kernel } from '../kernel/kernel.ts';
import { toId, type ServiceId, type TaskId } from '../model/ids.ts';
import type { Service, ServiceMode } from '../model/service.ts';
import type { Task } from '../model/task.ts';
import { Store } from '../store/store.ts';
import { countServiceTasks } from './count-service-tasks.ts';

const serviceId = toId<ServiceId>('s1');

type States = readonly [observed: Task['status']['state'], desired: Task['desiredState']];

function task(
  id: string,
  [state, desiredState]: States,
  jobIteration?: number,
): Omit<Task, 'meta'> {
  return {
    id: toId<TaskId>(id),
    serviceId,
    serviceName: 'web',
    spec: {},
    slot: 1,
    nodeId: '',
    incarnation: 0,
    status: { state, at: 0, message: '', err: '' },
    desiredState,
    ...(jobIteration === undefined ? {} : { jobIteration }),
  };
}

function clusterOf(mode: ServiceMode, tasks: readonly Omit<Task, 'meta'>[]): Store {
  const store = new Store(new Kernel({ seed: 1 }));
  const jobStatus: Service['jobStatus'] = { jobIteration: 2, lastExecutionAt: 0 };
  store.update((tx) => {
    tx.create('service', {
      id: serviceId,
      spec: { name: 'web', task: {}, mode },
      specVersion: 0,
      ...(mode.kind === 'replicated-job' || mode.kind === 'global-job' ? { jobStatus } : {}),
    });
    for (const each of tasks) tx.create('task', each);
  });
  return store;
}

describe('countServiceTasks', () => {
  // SwarmKit: manager/controlapi/service.go, ListServiceStatuses.
  it('counts replicas by what was last observed, whatever is desired', () => {
    const store = clusterOf({ kind: 'replicated', replicas: 3 }, [
      task('a', ['running', 'running']),
      task('b', ['running', 'shutdown']),
      task('c', ['failed', 'shutdown']),
    ]);

    expect(countServiceTasks('s1', store)).toEqual({
      serviceId: 's1',
      desiredTasks: 3,
      runningTasks: 2,
      completedTasks: 0,
    });
  });

  it('takes the tasks that should run for what a global service wants', () => {
    const store = clusterOf({ kind: 'global' }, [
      task('a', ['running', 'running']),
      task('b', ['pending', 'running']),
      task('c', ['shutdown', 'shutdown']),
    ]);

    expect(countServiceTasks('s1', store)).toMatchObject({ desiredTasks: 2, runningTasks: 1 });
  });

  it('counts the present run of a job only', () => {
    const mode = { kind: 'replicated-job', maxConcurrent: 4, totalCompletions: 9 } as const;
    const store = clusterOf(mode, [
      task('a', ['complete', 'complete'], 1),
      task('b', ['complete', 'complete'], 2),
      task('c', ['running', 'complete'], 2),
    ]);

    expect(countServiceTasks('s1', store)).toMatchObject({
      desiredTasks: 4,
      runningTasks: 1,
      completedTasks: 1,
    });
  });

  it('wants of a global job what is not complete', () => {
    const store = clusterOf({ kind: 'global-job' }, [
      task('a', ['complete', 'complete'], 2),
      task('b', ['running', 'complete'], 2),
    ]);

    expect(countServiceTasks('s1', store)).toMatchObject({ desiredTasks: 1, completedTasks: 1 });
  });

  it('wants nothing for a service that is gone', () => {
    const store = clusterOf({ kind: 'global' }, []);

    expect(countServiceTasks('x', store)).toMatchObject({ serviceId: 'x', desiredTasks: 0 });
  });
});
