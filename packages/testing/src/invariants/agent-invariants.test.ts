import type { Container, Node, Task, TaskState } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { aNode, aTask, tellStory, type World } from '../../test-support/tell-story.ts';
import {
  containersMatchTheirTasks,
  linuxTakesNoCredentialSpec,
  nodesHoldJustTheirTasks,
  runningTasksHaveAContainer,
  stoppedTasksEnd,
  tasksFailOnlyOnceStarted,
  tasksStartOnlyWhenTold,
} from './agent-invariants.ts';

const dispatcher = 'dispatcher:record-updates';

function seenAt(at: number, task: Task): Task {
  return { ...task, status: { ...task.status, at } };
}

describe('tasksStartOnlyWhenTold', () => {
  it.each([
    { state: 'ready', isRight: true },
    { state: 'failed', isRight: true },
    { state: 'starting', isRight: false },
    { state: 'running', isRight: false },
    { state: 'complete', isRight: false },
  ] as const)('tells whether a task that waits may be $state', ({ state, isRight }) => {
    const teller = tellStory(tasksStartOnlyWhenTold);
    teller.commit(0, 'test', { tasks: [aTask({ state: 'preparing', desiredState: 'ready' })] });

    const tasks = [aTask({ state, desiredState: 'ready' })];
    expect(teller.commit(1, dispatcher, { tasks }) === undefined).toBe(isRight);
    expect(teller.premises).toBe(1);
  });

  it.each([
    { name: 'since', at: 2_000, isRight: true },
    { name: 'before', at: 1_999, isRight: false },
  ])('tells whether it has started $name it was let run', ({ at, isRight }) => {
    const teller = tellStory(tasksStartOnlyWhenTold);
    teller.commit(0, 'test', { tasks: [aTask({ state: 'ready', desiredState: 'ready' })] });
    teller.commit(2_000, 'restart-gate', { tasks: [aTask({ state: 'ready' })] });

    const tasks = [seenAt(at, aTask({ state: 'starting' }))];
    expect(teller.commit(2_100, dispatcher, { tasks }) === undefined).toBe(isRight);
    expect(teller.premises).toBe(1);
  });
});

describe('runningTasksHaveAContainer', () => {
  const status = { state: 'running', at: 500, message: '', err: '' } as const;
  const running = aTask({
    status: { ...status, container: { containerId: 'c', pid: 1, exitCode: 0 } },
  });

  function report(world: World, returnedAt = 0) {
    const teller = tellStory(runningTasksHaveAContainer, world);
    const nodes = [aNode({ updatedAt: returnedAt })];
    teller.commit(0, 'test', { nodes, tasks: [seenAt(300, aTask({ state: 'starting' }))] });
    const problem = teller.commit(600, dispatcher, { tasks: [running] });
    expect(teller.premises).toBe(1);
    return problem;
  }

  const up = { A: ['t1'] };

  it.each([
    { name: 'that was started', container: { containerId: 'c', startedAt: 400 }, isRight: true },
    {
      name: 'that was started later',
      container: { containerId: 'c', startedAt: 600 },
      isRight: false,
    },
    { name: 'that was never started', container: { containerId: 'c' }, isRight: false },
    { name: 'of another task', container: { containerId: 'd', startedAt: 400 }, isRight: false },
    { name: 'that is not there', container: undefined, isRight: false },
  ] as const)('tells a container $name', ({ container, isRight }) => {
    const containers: Record<string, Partial<Container>> = container === undefined
      ? {}
      : { t1: container };

    expect(report({ up, containers }) === undefined).toBe(isRight);
  });

  it('lets a node be gone with its containers, or be back without them', () => {
    expect(report({})).toBeUndefined();
    expect(report({ up, containers: { t1: { containerId: 'c' } } }, 450)).toBeUndefined();
  });
});

/** A swarm at rest, where node `A` is connected. */
function atRest(invariant: typeof stoppedTasksEnd, tasks: readonly Task[], world: World = {}) {
  const teller = tellStory(invariant, { up: { A: tasks.map(({ id }) => id) }, ...world });
  teller.commit(0, 'test', { nodes: [aNode()], tasks });
  const problem = teller.look(99_000);
  return { problem, premises: teller.premises };
}

describe('tasksFailOnlyOnceStarted', () => {
  it.each([
    { name: 'prepared', message: 'preparing', state: 'rejected', isRight: true },
    { name: 'prepared', message: 'preparing', state: 'failed', isRight: false },
    { name: 'started', message: 'starting', state: 'failed', isRight: true },
  ] as const)('tells a task that is $state as it is $name', ({ message, state, isRight }) => {
    const teller = tellStory(tasksFailOnlyOnceStarted);
    teller.commit(0, 'test', { tasks: [aTask({ state: 'preparing' })] });

    const status = { state, at: 1, message, err: 'no such image' };
    const tasks = [aTask({ status })];
    const problem = teller.commit(1, 'dispatcher:record-updates', { tasks });

    expect(problem === undefined).toBe(isRight);
    expect(teller.premises).toBe(1);
  });
});

describe('nodesHoldJustTheirTasks', () => {
  it.each([
    { name: 'every task', held: ['t1'], task: aTask(), isRight: true },
    { name: 'not one that runs', held: [], task: aTask(), isRight: false },
    { name: 'not one that has ended', held: [], task: aTask({ state: 'failed' }), isRight: true },
    { name: 'one more', held: ['t1', 't9'], task: aTask(), isRight: false },
  ])('tells a node that has $name', ({ held, task, isRight }) => {
    const { problem, premises } = atRest(nodesHoldJustTheirTasks, [task], { up: { A: held } });

    expect(problem === undefined).toBe(isRight);
    expect(premises).toBe(1);
  });

  it('says nothing of a node that is not connected', () => {
    expect(atRest(nodesHoldJustTheirTasks, [aTask()], { up: {} })).toEqual({
      problem: undefined,
      premises: 0,
    });
  });
});

describe('containersMatchTheirTasks', () => {
  it.each([
    { task: 'running', container: 'running', isRight: true },
    { task: 'running', container: 'exited', isRight: false },
    { task: 'running', container: undefined, isRight: false },
    { task: 'failed', container: 'running', isRight: false },
    { task: 'rejected', container: 'running', isRight: false },
    { task: 'failed', container: 'exited', isRight: true },
    { task: 'ready', container: 'created', isRight: true },
    { task: 'starting', container: 'running', isRight: true },
  ] as const)('tells a task that is $task, its container $container', (row) => {
    const containers = row.container === undefined ? {} : { t1: { state: row.container } };
    const { problem, premises } = atRest(containersMatchTheirTasks, [aTask({ state: row.task })], {
      containers,
    });

    expect(problem === undefined).toBe(row.isRight);
    expect(premises).toBe(1);
  });
});

describe('stoppedTasksEnd', () => {
  const runtime = { kind: 'container', image: 'app:1' } as const;

  it.each([
    { name: 'has ended', state: 'shutdown', graceMs: 10_000, isRight: true },
    { name: 'still runs', state: 'running', graceMs: 10_000, isRight: false },
    { name: 'never began', state: 'ready', graceMs: 10_000, isRight: false },
    { name: 'has all the time that it wants', state: 'running', graceMs: -1_000, isRight: true },
  ] as const)('tells a task that is to stop and $name', ({ state, graceMs, isRight }) => {
    const spec = { runtime: { ...runtime, stopGracePeriodMs: graceMs } };
    const task = aTask({ state, desiredState: 'shutdown', spec });

    expect(atRest(stoppedTasksEnd, [task]).problem === undefined).toBe(isRight);
  });
});

describe('linuxTakesNoCredentialSpec', () => {
  function nodeOn(os: string): Node {
    return { ...aNode(), description: { hostname: 'A', platform: { os, architecture: 'x86_64' } } };
  }

  function reported(state: TaskState): Task {
    const credentialSpec = { kind: 'file', file: 'web.json' } as const;
    const runtime = { kind: 'container', image: 'app:1', privileges: { credentialSpec } } as const;
    return aTask({ state, spec: { runtime } });
  }

  it.each([
    { state: 'preparing', isRight: true },
    { state: 'ready', isRight: false },
    { state: 'running', isRight: false },
    { state: 'complete', isRight: false },
    { state: 'shutdown', isRight: true },
    { state: 'failed', isRight: false },
    { state: 'rejected', isRight: true },
  ] as const)('tells whether such a task may be $state', ({ state, isRight }) => {
    const teller = tellStory(linuxTakesNoCredentialSpec);
    teller.commit(0, 'test', { nodes: [nodeOn('linux')], tasks: [reported('assigned')] });

    const problem = teller.commit(1, dispatcher, { tasks: [reported(state)] });

    expect(problem === undefined).toBe(isRight);
    expect(teller.premises).toBe(1);
  });

  it.each([
    { name: 'on Windows', os: 'windows', task: reported('running') },
    { name: 'without a credential spec', os: 'linux', task: aTask({ state: 'running' }) },
  ])('says nothing of tasks $name', ({ os, task }) => {
    const teller = tellStory(linuxTakesNoCredentialSpec);
    teller.commit(0, 'test', { nodes: [nodeOn(os)], tasks: [aTask({ state: 'starting' })] });

    expect(teller.commit(1, dispatcher, { tasks: [task] })).toBeUndefined();
    expect(teller.premises).toBe(0);
  });
});
