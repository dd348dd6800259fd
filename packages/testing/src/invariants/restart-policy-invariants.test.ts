import type { Problem } from './invariant.ts';
import type { RestartPolicy, ServiceSpec, Task } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import {
  aNode,
  aService,
  aTask,
  tellStory,
  type TaskChange,
  type Teller,
} from '../../test-support/tell-story.ts';
import type { Invariant } from './invariant.ts';
import {
  endedTasksAreDealtWith,
  endedTasksAreReplaced,
  restartAttemptsAreLimited,
  restartsObeyTheirCondition,
} from './restart-policy-invariants.ts';

const job: ServiceSpec['mode'] = { kind: 'replicated-job', maxConcurrent: 1, totalCompletions: 1 };
const byWriter = { global: 'watch:global', 'replicated-job': 'watch:jobs' } as const;

function under(restart: Partial<RestartPolicy>, change: TaskChange = {}): Task {
  const policy: RestartPolicy = { condition: 'any', maxAttempts: 0, ...restart };
  return aTask({ ...change, spec: { ...aTask().spec, restart: policy } });
}

function begin(invariant: Invariant, mode?: ServiceSpec['mode']): Teller {
  const teller = tellStory(invariant);
  const services = [aService({ mode: mode ?? { kind: 'replicated', replicas: 1 } })];
  teller.commit(0, 'service-create', { services, nodes: [aNode()] });
  return teller;
}

/** A task is shut down, and another is made unless it is given up. */
function end(
  teller: Teller,
  at: number,
  old: Task,
  { next, writtenBy = 'watch:replicated' }: { readonly next?: Task; readonly writtenBy?: string },
): Problem | undefined {
  teller.commit(at, 'test', { tasks: [old] });
  const shutDown: Task = { ...old, desiredState: 'shutdown' };
  return teller.commit(at, writtenBy, {
    tasks: next === undefined ? [shutDown] : [shutDown, next],
  });
}

function replacement(old: Task, id: string): Task {
  return {
    ...old,
    id: aTask({ id }).id,
    desiredState: 'ready',
    status: aTask({ state: 'new' }).status,
  };
}

describe.each([
  { name: 'any, failed', policy: {}, state: 'failed', mode: undefined, restarts: true },
  { name: 'any, completed', policy: {}, state: 'complete', mode: undefined, restarts: true },
  { name: 'any, running', policy: {}, state: 'running', mode: undefined, restarts: true },
  {
    name: 'on-failure, failed',
    policy: { condition: 'on-failure' },
    state: 'failed',
    mode: undefined,
    restarts: true,
  },
  {
    name: 'on-failure, completed',
    policy: { condition: 'on-failure' },
    state: 'complete',
    mode: undefined,
    restarts: false,
  },
  {
    name: 'none, failed',
    policy: { condition: 'none' },
    state: 'failed',
    mode: undefined,
    restarts: false,
  },
  { name: 'a job, completed', policy: {}, state: 'complete', mode: job, restarts: false },
  { name: 'a job, failed', policy: {}, state: 'failed', mode: job, restarts: true },
  {
    name: 'a global service, failed',
    policy: {},
    state: 'failed',
    mode: { kind: 'global' },
    restarts: true,
  },
] as const)('under the condition $name', ({ policy, state, mode, restarts }) => {
  const old = under(policy, { state, ...(mode === job && { desiredState: 'complete' }) });
  const writtenBy = byWriter[(mode?.kind ?? '') as keyof typeof byWriter] ?? 'watch:replicated';

  it('restartsObeyTheirCondition tells whether a restart is right', () => {
    const teller = begin(restartsObeyTheirCondition, mode);

    const problem = end(teller, 9_000, old, { next: replacement(old, 't2'), writtenBy });

    expect(problem === undefined).toBe(restarts);
    expect(teller.premises).toBe(1);
  });

  it('endedTasksAreReplaced tells whether giving up is right', () => {
    const teller = begin(endedTasksAreReplaced, mode);

    expect(end(teller, 9_000, old, { writtenBy }) === undefined).toBe(!restarts);
    expect(teller.premises).toBe(1);
  });
});

/** A slot restarts at each of these instants; the first task was there before. */
function restartAt(invariant: Invariant, policy: Partial<RestartPolicy>, times: readonly number[]) {
  const teller = begin(invariant);
  let old = under(policy);
  let problem: Problem | undefined;
  for (const [index, at] of times.entries()) {
    const failed: Task = { ...old, status: { ...old.status, state: 'failed', at, appliedAt: at } };
    const next = replacement(failed, `t${index + 2}`);
    problem ??= end(teller, at, failed, { next });
    old = next;
  }
  return { teller, problem, old };
}

describe('restartAttemptsAreLimited', () => {
  it.each([
    { name: 'as often as it may', policy: { maxAttempts: 2 }, times: [1, 2], isRight: true },
    { name: 'once too often', policy: { maxAttempts: 2 }, times: [1, 2, 3], isRight: false },
    {
      name: 'more often, but not within the window',
      policy: { maxAttempts: 1, windowMs: 100 },
      times: [1, 101, 250],
      isRight: true,
    },
    {
      name: 'too often within the window',
      policy: { maxAttempts: 1, windowMs: 100 },
      times: [1, 100],
      isRight: false,
    },
  ])('tells a slot that restarts $name', ({ policy, times, isRight }) => {
    const { teller, problem } = restartAt(restartAttemptsAreLimited, policy, times);

    expect(problem === undefined).toBe(isRight);
    expect(teller.premises).toBeGreaterThan(0);
  });

  it('counts anew for another spec', () => {
    const { teller, old } = restartAt(restartAttemptsAreLimited, { maxAttempts: 1 }, [1]);
    const newer: Task = { ...old, specVersion: 7, status: { ...old.status, state: 'failed' } };

    expect(end(teller, 5, newer, { next: replacement(newer, 'n1') })).toBeUndefined();
    const again = { ...newer, id: aTask({ id: 'n1' }).id };
    expect(end(teller, 6, again, { next: replacement(again, 'n2') })).toBeDefined();
  });
});

describe('endedTasksAreReplaced', () => {
  const policy = { maxAttempts: 1 };

  it('lets a slot be given up whose attempts are used up', () => {
    const { teller, old } = restartAt(endedTasksAreReplaced, policy, [1]);

    expect(
      end(teller, 2, { ...old, status: aTask({ state: 'failed' }).status }, {}),
    ).toBeUndefined();
  });

  it('does not let one be given up before', () => {
    const teller = begin(endedTasksAreReplaced);

    expect(end(teller, 2, under(policy, { state: 'failed' }), {})).toMatchObject({
      message: 'task web.1 (t1) was given up as failed',
    });
  });

  it('does not know what a leader before has counted', () => {
    const teller = begin(endedTasksAreReplaced);
    teller.commit(1, 'managers:campaign', { nodes: [aNode({ state: 'unknown' })] });

    expect(end(teller, 2, under(policy, { state: 'failed' }), {})).toBeUndefined();
    expect(end(teller, 3, under({}, { id: 't9', state: 'failed' }), {})).toBeDefined();
  });

  it.each([
    { name: 'on pause', node: aNode({ availability: 'pause' }) },
    { name: 'drained', node: aNode({ availability: 'drain' }) },
    { name: 'lost', node: aNode({ state: 'down' }) },
  ])('lets a global service give up what ended on a node that is $name', ({ node }) => {
    const teller = begin(endedTasksAreReplaced, { kind: 'global' });
    teller.commit(1, 'node-update', { nodes: [node] });

    const old = aTask({ slot: 0, state: 'failed' });
    expect(end(teller, 2, old, { writtenBy: 'watch:global' })).toBeUndefined();
  });
});

describe('endedTasksAreDealtWith', () => {
  it.each([
    { name: 'is shut down', task: aTask({ state: 'failed', desiredState: 'shutdown' }), is: true },
    {
      name: 'waits for its turn',
      task: aTask({ state: 'failed', desiredState: 'ready' }),
      is: true,
    },
    { name: 'is still to run', task: aTask({ state: 'failed' }), is: false },
  ])('tells a task that has ended and $name', ({ task, is }) => {
    const teller = begin(endedTasksAreDealtWith);
    teller.commit(1, 'test', { tasks: [task] });

    expect(teller.look(99_000) === undefined).toBe(is);
    expect(teller.premises).toBe(1);
  });

  it.each([
    { name: 'completed', state: 'complete', is: true },
    { name: 'failed', state: 'failed', is: false },
  ] as const)('tells a task of a job that has $name', ({ state, is }) => {
    const teller = tellStory(endedTasksAreDealtWith);
    const services = [
      aService({ mode: job }, { jobStatus: { jobIteration: 1, lastExecutionAt: 0 } }),
    ];
    const tasks = [aTask({ state, desiredState: 'complete', jobIteration: 1 })];
    teller.commit(1, 'test', { services, tasks });

    expect(teller.look(99_000) === undefined).toBe(is);
  });
});
