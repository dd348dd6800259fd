import type { Container, HealthConfig, Task, TaskState } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { aNode, aTask, tellStory } from '../../test-support/tell-story.ts';
import {
  tasksRunOnlyOnceHealthy,
  unhealthyTasksEnd,
  unhealthyTasksFailAfterTheirRetries,
} from './health-invariants.ts';

const dispatcher = 'dispatcher:record-updates';
const test = ['CMD', 'probe'];

function checked(
  state: TaskState,
  config: HealthConfig,
  { at = 0, message = '' }: { readonly at?: number; readonly message?: string } = {},
): Task {
  const runtime = { kind: 'container', image: 'app:1', healthcheck: config } as const;
  const err =
    state === 'failed' ? 'task: non-zero exit (143): dockerexec: unhealthy container' : '';
  return aTask({ spec: { runtime }, status: { state, at, message, err } });
}

/** A container that started at 1 s, and what its task is said to be. */
function report(
  invariant: typeof tasksRunOnlyOnceHealthy,
  task: Task,
  {
    container = {},
    returnedAt = 0,
  }: { readonly container?: Partial<Container>; readonly returnedAt?: number } = {},
) {
  const containers = { t1: { startedAt: 1_000, state: 'running' as const, ...container } };
  const teller = tellStory(invariant, { containers });
  const before = { ...task, status: { ...task.status, state: 'starting' as const } };
  teller.commit(0, 'test', { nodes: [aNode({ updatedAt: returnedAt })], tasks: [before] });
  const problem = teller.commit(task.status.at + 100, dispatcher, { tasks: [task] });
  return { problem, premises: teller.premises };
}

describe('tasksRunOnlyOnceHealthy', () => {
  it.each([
    { name: 'the interval has passed', config: { intervalMs: 2_000 }, at: 3_000, isRight: true },
    { name: 'no probe can have run', config: { intervalMs: 2_000 }, at: 2_999, isRight: false },
    { name: 'the default interval has not passed', config: {}, at: 30_999, isRight: false },
    {
      name: 'a probe of the start period can have run',
      config: { intervalMs: 20_000, startPeriodMs: 60_000, startIntervalMs: 500 },
      at: 1_500,
      isRight: true,
    },
    {
      name: 'the start period is over',
      config: { intervalMs: 20_000, startPeriodMs: 3_000 },
      at: 4_000,
      isRight: true,
    },
    {
      name: 'the start period is not over',
      config: { intervalMs: 20_000, startPeriodMs: 3_000 },
      at: 3_999,
      isRight: false,
    },
  ])('tells whether a task may run when $name', ({ config, at, isRight }) => {
    const task = checked('running', { test, ...config }, { at });
    const { problem, premises } = report(tasksRunOnlyOnceHealthy, task, {
      container: { health: 'healthy' },
    });

    expect(problem === undefined).toBe(isRight);
    expect(premises).toBe(1);
  });

  it('wants a probe to have succeeded', () => {
    const task = checked('running', { test, intervalMs: 1_000 }, { at: 9_000 });

    expect(
      report(tasksRunOnlyOnceHealthy, task, { container: { health: 'starting' } }).problem,
    ).toMatchObject({
      message: 'task web.1 (t1) is running though no probe has succeeded',
    });
  });

  it('says nothing where the engine has restarted, or the container has ended well', () => {
    const task = checked('running', { test, intervalMs: 1_000 }, { at: 1_500 });
    const container = { state: 'exited', exitCode: 0 } as const;

    expect(report(tasksRunOnlyOnceHealthy, task, { returnedAt: 1_200 }).problem).toBeUndefined();
    expect(report(tasksRunOnlyOnceHealthy, task, { container }).problem).toBeUndefined();
  });

  it('says nothing of a task without a check', () => {
    const task = checked('running', { test: ['NONE'] }, { at: 1_000 });

    expect(report(tasksRunOnlyOnceHealthy, task)).toEqual({ problem: undefined, premises: 0 });
  });
});

describe('unhealthyTasksFailAfterTheirRetries', () => {
  const config = { test, intervalMs: 2_000, retries: 2 };

  it.each([
    { name: 'as many as there are retries', failedProbes: 2, isRight: true },
    { name: 'one more', failedProbes: 3, isRight: false },
  ])('counts the probes that have failed: $name', ({ failedProbes, isRight }) => {
    const task = checked('failed', config, { at: 99_000 });
    const container = { health: 'unhealthy', failedProbes } as const;

    const { problem } = report(unhealthyTasksFailAfterTheirRetries, task, { container });

    expect(problem === undefined).toBe(isRight);
  });

  it.each([
    { name: 'two probes', config, at: 5_000, message: 'starting', isRight: true },
    { name: 'one probe', config, at: 4_999, message: 'starting', isRight: false },
    {
      name: 'probes within the start period',
      config: { ...config, startPeriodMs: 9_000 },
      at: 11_999,
      message: 'starting',
      isRight: false,
    },
    {
      name: 'probes within the start period, once it was healthy',
      config: { ...config, startPeriodMs: 9_000 },
      at: 6_000,
      message: 'started',
      isRight: true,
    },
  ])('tells a task that fails after $name', ({ config: check, at, message, isRight }) => {
    const task = checked('failed', check, { at, message });
    const { problem, premises } = report(unhealthyTasksFailAfterTheirRetries, task);

    expect(problem === undefined).toBe(isRight);
    expect(premises).toBe(1);
  });
});

describe('unhealthyTasksEnd', () => {
  it.each([
    { health: 'healthy', isRight: true },
    { health: 'starting', isRight: true },
    { health: 'unhealthy', isRight: false },
  ] as const)('tells a task that runs while its container is $health', ({ health, isRight }) => {
    const teller = tellStory(unhealthyTasksEnd, {
      up: { A: ['t1'] },
      containers: { t1: { health } },
    });
    teller.commit(0, 'test', { nodes: [aNode()], tasks: [checked('running', { test })] });

    expect(teller.look(99_000) === undefined).toBe(isRight);
    expect(teller.premises).toBe(1);
  });
});
