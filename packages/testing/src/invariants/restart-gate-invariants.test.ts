import type { RestartPolicy, Task } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { aNode, aService, aTask, tellStory, type Teller } from '../../test-support/tell-story.ts';
import type { Invariant, Problem } from './invariant.ts';
import {
  replacedTasksAreNotWanted,
  replacementsWaitForTheirDelay,
  replacementsWaitForTheOldTask,
  replacementsWaitNoLonger,
} from './restart-gate-invariants.ts';

const any: RestartPolicy = { condition: 'any', maxAttempts: 0 };

function withDelay(delayMs: number): Task['spec'] {
  return { ...aTask().spec, restart: { ...any, delayMs } };
}

/** A running task of `web`, on node `A`. */
function begin(invariant: Invariant, old: Task = aTask(), node = aNode()): Teller {
  const teller = tellStory(invariant);
  teller.commit(0, 'service-create', {
    services: [aService()],
    nodes: [node, aNode({ id: 'B' })],
    tasks: [old],
  });
  return teller;
}

const next = aTask({ id: 't2', node: '', state: 'new', desiredState: 'ready' });
const letRun = aTask({ id: 't2', node: 'B', state: 'ready', desiredState: 'running' });

/** The supervisor shuts the task down and makes the next one. */
function restart(
  teller: Teller,
  at: number,
  old: Task = aTask({ state: 'failed' }),
): Problem | undefined {
  const tasks = [{ ...old, desiredState: 'shutdown' } as const, next];
  return teller.commit(at, 'watch:replicated', { tasks });
}

describe('replacementsWaitForTheirDelay', () => {
  it.each([
    { name: 'the default delay has passed', after: 5_000, old: aTask({ state: 'failed' }) },
    {
      name: 'the delay of its policy has passed',
      after: 200,
      old: aTask({ state: 'failed', spec: withDelay(200) }),
    },
    { name: 'there is none', after: 0, old: aTask({ state: 'failed', spec: withDelay(0) }) },
  ])('holds where $name', ({ after, old }) => {
    const teller = begin(replacementsWaitForTheirDelay, old);
    restart(teller, 1_000, old);

    expect(teller.commit(1_000 + after, 'restart-gate', { tasks: [letRun] })).toBeUndefined();
    expect(teller.premises).toBe(1);
  });

  it('fails where a task is let run too early', () => {
    const teller = begin(replacementsWaitForTheirDelay);
    restart(teller, 1_000);

    expect(teller.commit(5_999, 'restart-gate', { tasks: [letRun] })).toEqual({
      message: 'task web.1 (t2) was let run 4999 ms after it was made',
      evidence: {
        task: 't2',
        slot: 'web.1',
        service: 'web',
        node: 'B',
        expected: 'a restart delay of 5000 ms',
        observed: '4999 ms',
      },
    });
  });

  it('lets what leaves a drained node start at once', () => {
    const teller = begin(replacementsWaitForTheirDelay, aTask(), aNode({ availability: 'drain' }));
    restart(teller, 1_000, aTask());

    expect(teller.commit(1_000, 'restart-gate', { tasks: [letRun] })).toBeUndefined();
    expect(teller.premises).toBe(1);
  });

  it('says nothing of a task that an update may have taken over', () => {
    const teller = begin(replacementsWaitForTheirDelay);
    restart(teller, 1_000);
    teller.commit(1_100, 'update', { tasks: [aTask({ id: 't3', desiredState: 'ready' })] });

    expect(teller.commit(1_200, 'restart-gate', { tasks: [letRun] })).toBeUndefined();
    expect(teller.premises).toBe(0);
  });

  it('goes by the new task under a new leader', () => {
    const teller = begin(replacementsWaitForTheirDelay);
    restart(teller, 1_000);
    const unknown = aNode({ state: 'unknown' });
    teller.commit(2_000, 'managers:campaign', { nodes: [unknown] });

    expect(teller.commit(3_000, 'restart-gate', { tasks: [letRun] })).toBeDefined();
  });
});

describe('replacementsWaitForTheOldTask', () => {
  const stopping = aTask({ desiredState: 'shutdown' });

  it.each([
    { name: 'runs on', between: undefined, after: 59_999, isRight: false },
    { name: 'runs on for a minute', between: undefined, after: 60_000, isRight: true },
    {
      name: 'has stopped',
      between: { tasks: [{ ...stopping, status: { ...stopping.status, state: 'shutdown' } }] },
      after: 5_000,
      isRight: true,
    },
    {
      name: 'is on a node that was lost',
      between: { nodes: [aNode({ state: 'down' })] },
      after: 5_000,
      isRight: true,
    },
    { name: 'is on a node that is gone', between: { gone: ['A'] }, after: 5_000, isRight: true },
    {
      name: 'is on a node that another task has nothing to do with',
      between: { nodes: [aNode({ id: 'B', state: 'down' })] },
      after: 5_000,
      isRight: false,
    },
  ] as const)('tells whether the old task $name', ({ between, after, isRight }) => {
    const teller = begin(replacementsWaitForTheOldTask);
    restart(teller, 1_000, aTask());
    if (between !== undefined) teller.commit(1_500, 'dispatcher:record-updates', between);

    const problem = teller.commit(1_000 + after, 'restart-gate', { tasks: [letRun] });

    expect(problem === undefined).toBe(isRight);
    expect(teller.premises).toBe(1);
  });

  it('speaks of updates as well', () => {
    const teller = begin(replacementsWaitForTheOldTask);
    teller.commit(1_000, 'update', { tasks: [stopping, next] });

    expect(teller.commit(1_000, 'restart-gate', { tasks: [letRun] })).toMatchObject({
      message: 'task web.1 (t2) was let run while t1, which it replaces, was running',
      evidence: { object: 't1' },
    });
  });
});

describe('replacementsWaitNoLonger', () => {
  const other = aTask({ id: 't9', slot: 9 });

  it.each([
    { name: 'within the delay', old: aTask({ state: 'failed' }), at: 5_900, isRight: true },
    { name: 'behind the delay', old: aTask({ state: 'failed' }), at: 6_200, isRight: false },
    { name: 'for the old task', old: aTask(), at: 60_900, isRight: true },
    { name: 'for the old task for too long', old: aTask(), at: 61_200, isRight: false },
  ])('tells a task that waits $name', ({ old, at, isRight }) => {
    const teller = begin(replacementsWaitNoLonger, old);
    restart(teller, 1_000, old);

    const problem = teller.commit(at, 'watch:replicated', { tasks: [other] });

    expect(problem === undefined).toBe(isRight);
    expect(teller.premises).toBeGreaterThan(0);
  });

  it('knows that a node that is drained is left at once', () => {
    const teller = begin(replacementsWaitNoLonger, aTask(), aNode({ availability: 'drain' }));
    restart(teller, 1_000, aTask());
    const ended = aTask({ state: 'shutdown', desiredState: 'shutdown' });
    teller.commit(2_000, 'dispatcher:record-updates', { tasks: [ended] });

    expect(teller.commit(2_200, 'watch:replicated', { tasks: [other] })).toMatchObject({
      message: 'task web.1 (t2) still waits 200 ms after it was due',
    });
  });

  it('asks nothing of a task that has been let run, or that another leader found', () => {
    const teller = begin(replacementsWaitNoLonger);
    restart(teller, 1_000);
    teller.commit(6_000, 'restart-gate', { tasks: [letRun] });
    const inherited = begin(replacementsWaitNoLonger);
    restart(inherited, 1_000);
    inherited.commit(2_000, 'managers:campaign', { nodes: [aNode({ state: 'unknown' })] });

    expect(teller.commit(99_000, 'watch:replicated', { tasks: [other] })).toBeUndefined();
    expect(inherited.commit(99_000, 'watch:replicated', { tasks: [other] })).toBeUndefined();
  });
});

describe('replacedTasksAreNotWanted', () => {
  it('holds where one transaction does both', () => {
    const teller = begin(replacedTasksAreNotWanted);

    expect(restart(teller, 1_000)).toBeUndefined();
    expect(teller.premises).toBe(1);
  });

  it('fails where the old task is left to run', () => {
    const teller = begin(replacedTasksAreNotWanted);

    expect(teller.commit(1_000, 'watch:replicated', { tasks: [next] })).toMatchObject({
      message: 'task web.1 (t2) was made to wait, but replaces no task',
    });
  });
});
