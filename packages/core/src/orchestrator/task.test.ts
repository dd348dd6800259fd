import { describe, expect, it } from 'vitest';
import { aNode, aService, aTask, serviceSpec } from '../../test-support/hand-driven-swarm.ts';
import { toId, type TaskId } from '../model/ids.ts';
import type { TaskRuntime } from '../model/container.ts';
import type { Service } from '../model/service.ts';
import {
  constraintsOf,
  isInvalidNode,
  isTaskDirty,
  isWanted,
  newTask,
  restartConditionOf,
  restartDelayMsOf,
} from './task.ts';

describe('newTask', () => {
  // SwarmKit: manager/orchestrator/task.go, NewTask.
  it('copies what a task takes from its service', () => {
    const endpoint = { mode: 'vip' } as const;
    const service = aService({ spec: serviceSpec('web', { endpoint }), specVersion: 7 });

    const task = newTask(
      service,
      { slot: 3, nodeId: '' },
      { id: toId<TaskId>('t'), incarnation: 2, at: 50 },
    );

    expect(task).toEqual({
      id: 't',
      spec: service.spec.task,
      specVersion: 7,
      serviceId: 'web',
      serviceName: 'web',
      slot: 3,
      nodeId: '',
      incarnation: 2,
      status: { state: 'new', at: 50, message: 'created', err: '' },
      desiredState: 'running',
      endpoint: { spec: endpoint },
    });
  });

  // SwarmKit: manager/orchestrator/jobs and manager/orchestrator/restart/restart.go, JobIteration.
  it('is of the present run of a job', () => {
    const spec = serviceSpec('web', { mode: { kind: 'global-job' } });
    const identity = { id: toId<TaskId>('t'), incarnation: 0, at: 0 };
    const place = { slot: 0, nodeId: '' } as const;
    const jobStatus = { jobIteration: 3, lastExecutionAt: 0 };

    expect(newTask(aService({ spec, jobStatus }), place, identity).jobIteration).toBe(3);
    expect(newTask(aService({ spec }), place, identity).jobIteration).toBe(0);
    expect(newTask(aService(), place, identity)).not.toHaveProperty('jobIteration');
  });
});

// SwarmKit: manager/orchestrator/task.go, IsTaskDirty.
describe('isTaskDirty', () => {
  const labelled = aNode('a', {
    spec: { role: 'worker', availability: 'active', labels: { zone: 'x' } },
  });
  const placed = aService({
    specVersion: 2,
    spec: serviceSpec('web', { task: { placement: { constraints: ['node.labels.zone==x'] } } }),
  });

  it('takes a task of the same spec version for clean without looking further', () => {
    const task = aTask({ spec: serviceSpec('web', { task: { forceUpdate: 9 } }).task });

    expect(isTaskDirty(aService(), task, undefined)).toBe(false);
  });

  it('takes a task for clean when only fields outside the template changed', () => {
    const spec = serviceSpec('web', {
      labels: { a: 'b' },
      mode: { kind: 'replicated', replicas: 9 },
    });

    expect(isTaskDirty(aService({ specVersion: 2, spec }), aTask(), undefined)).toBe(false);
  });

  it('takes a task for dirty when its template changed', () => {
    const spec = serviceSpec('web', { task: { forceUpdate: 1 } });

    expect(isTaskDirty(aService({ specVersion: 2, spec }), aTask(), undefined)).toBe(true);
  });

  it('keeps a task on its node when only constraints changed and the node meets them', () => {
    expect(isTaskDirty(placed, aTask(), labelled)).toBe(false);
    expect(isTaskDirty(placed, aTask(), aNode('b'))).toBe(true);
    expect(isTaskDirty(placed, aTask(), undefined)).toBe(true);
  });

  it('ignores how an image is pulled once it was pulled', () => {
    const runtime = {
      kind: 'container',
      image: 'app:1',
      pullOptions: { registryAuth: 'x' },
    } as const;
    const service = aService({ specVersion: 2, spec: serviceSpec('web', { task: { runtime } }) });

    expect(isTaskDirty(service, aTask({ state: 'ready' }), undefined)).toBe(false);
    expect(isTaskDirty(service, aTask({ state: 'preparing' }), undefined)).toBe(true);
    expect(isTaskDirty(service, aTask({ desiredState: 'shutdown' }), undefined)).toBe(true);
  });

  it('takes a task for dirty when more than its constraints changed', () => {
    const spec = { ...placed.spec, task: { ...placed.spec.task, forceUpdate: 1 } };

    expect(isTaskDirty({ ...placed, spec }, aTask(), labelled)).toBe(true);
  });

  it('takes constraints that cannot be read for none', () => {
    const placement = { constraints: ['zone'] };
    const spec = serviceSpec('web', { task: { placement } });

    expect(isTaskDirty(aService({ specVersion: 2, spec }), aTask(), labelled)).toBe(false);
  });

  it.each([
    { state: 'preparing', isDirty: true },
    { state: 'ready', isDirty: false },
    { state: 'running', isDirty: false },
    { state: 'complete', isDirty: true },
  ] as const)('is $isDirty for $state when only the way to pull changed', ({ state, isDirty }) => {
    const pulled = (registryAuth: string): Service['spec'] => {
      const runtime = { kind: 'container', image: 'app:1', pullOptions: { registryAuth } } as const;
      return serviceSpec('web', { task: { runtime } });
    };
    const service = aService({ specVersion: 2, spec: pulled('new') });

    expect(isTaskDirty(service, aTask({ state, spec: pulled('old').task }), undefined)).toBe(
      isDirty,
    );
  });

  it('looks at the image whatever the way to pull', () => {
    const runtime = {
      kind: 'container',
      image: 'app:2',
      pullOptions: { registryAuth: 'x' },
    } as const;
    const service = aService({ specVersion: 2, spec: serviceSpec('web', { task: { runtime } }) });

    expect(isTaskDirty(service, aTask(), undefined)).toBe(true);
  });

  it('looks at the runtime of a task that runs no container', () => {
    const runtime: TaskRuntime = { kind: 'generic', name: 'volumedriver' };
    const specOf = (change: Service['spec']['task']): Service['spec'] => ({
      ...aService().spec,
      task: change,
    });
    const isDirty = (wanted: Service['spec']['task'], present: Service['spec']['task']): boolean =>
      isTaskDirty(
        aService({ specVersion: 2, spec: specOf(wanted) }),
        aTask({ spec: present }),
        undefined,
      );

    expect(isDirty({ runtime }, { runtime })).toBe(false);
    expect(isDirty({ runtime }, aService().spec.task)).toBe(true);
    expect(isDirty(aService().spec.task, { runtime })).toBe(true);
    expect([isDirty({}, {}), isDirty({}, aService().spec.task)]).toEqual([false, true]);
  });

  it('compares the endpoint that the task was made with', () => {
    const service = aService({
      specVersion: 2,
      spec: serviceSpec('web', { endpoint: { mode: 'dnsrr' } }),
    });

    expect(isTaskDirty(service, aTask({ endpoint: {} }), undefined)).toBe(true);
    expect(isTaskDirty(service, aTask({ endpoint: { spec: { mode: 'dnsrr' } } }), undefined)).toBe(
      false,
    );
    expect(isTaskDirty(service, aTask(), undefined)).toBe(false);
  });
});

// SwarmKit: manager/orchestrator/task.go, InvalidNode.
describe('isInvalidNode', () => {
  it.each([
    { name: 'a node that is gone', node: undefined, isInvalid: true },
    {
      name: 'a node that is down',
      node: aNode('a', { status: { state: 'down', message: '', addr: '' } }),
      isInvalid: true,
    },
    {
      name: 'a drained node',
      node: aNode('a', { spec: { role: 'worker', availability: 'drain' } }),
      isInvalid: true,
    },
    {
      name: 'a node of unknown state',
      node: aNode('a', { status: { state: 'unknown', message: '', addr: '' } }),
      isInvalid: false,
    },
    {
      name: 'a paused node',
      node: aNode('a', { spec: { role: 'worker', availability: 'pause' } }),
      isInvalid: false,
    },
  ])('is $isInvalid for $name', ({ node, isInvalid }) => {
    expect(isInvalidNode(node)).toBe(isInvalid);
  });
});

// SwarmKit: manager/orchestrator/task.go, RestartCondition, and api/defaults/service.go.
describe('the restart policy of a task', () => {
  it('is any, after five seconds, unless it says something else', () => {
    const restart = { condition: 'none', maxAttempts: 0, delayMs: 0 } as const;
    const task = aTask({ spec: serviceSpec('web', { task: { restart } }).task });

    expect([restartConditionOf(aTask()), restartDelayMsOf(aTask())]).toEqual(['any', 5_000]);
    expect([restartConditionOf(task), restartDelayMsOf(task)]).toEqual(['none', 0]);
  });
});

describe('isWanted', () => {
  it.each([
    { desiredState: 'ready', is: true },
    { desiredState: 'running', is: true },
    { desiredState: 'complete', is: false },
    { desiredState: 'shutdown', is: false },
  ] as const)('is $is for $desiredState', ({ desiredState, is }) => {
    expect(isWanted(aTask({ desiredState }))).toBe(is);
  });
});

describe('constraintsOf', () => {
  it('reads all of them, or none where one cannot be read', () => {
    expect(constraintsOf({ constraints: ['node.id==a', 'node.role!=manager'] })).toHaveLength(2);
    expect(constraintsOf({ constraints: ['node.id==a', 'node.role'] })).toEqual([]);
    expect(constraintsOf({})).toEqual([]);
    expect(constraintsOf(undefined)).toEqual([]);
  });
});
