import type { Task } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import {
  aCluster,
  aService,
  aTask,
  tellStory,
  type TaskChange,
} from '../../test-support/tell-story.ts';
import {
  historyIsKept,
  historyIsLimited,
  removedTasksAreDeleted,
  removedTasksStopFirst,
} from './reaper-invariants.ts';

function dead(number: number, change: TaskChange = {}): Task {
  const status = { state: 'failed', at: number, message: '', err: '' } as const;
  return aTask({ id: `d${number}`, desiredState: 'shutdown', status, ...change });
}

const live = aTask({ id: 'live' });
const three = [dead(1), dead(2), dead(3), live];

describe('historyIsKept', () => {
  it.each([
    { name: 'the oldest of too many', limit: 3, gone: ['d1'], isRight: true },
    { name: 'one of not too many', limit: 4, gone: ['d1'], isRight: false },
    { name: 'all but the live one', limit: 0, gone: ['d1', 'd2', 'd3'], isRight: true },
    { name: 'a newer one', limit: 3, gone: ['d2'], isRight: false },
    { name: 'one of a history without a limit', limit: -1, gone: ['d1'], isRight: false },
  ])('tells whether the reaper may take $name', ({ limit, gone, isRight }) => {
    const teller = tellStory(historyIsKept, { cluster: aCluster(limit) });
    teller.commit(0, 'test', { services: [aService()], tasks: three });

    expect(teller.commit(250, 'task-reaper', { gone }) === undefined).toBe(isRight);
    expect(teller.premises).toBeGreaterThan(0);
  });

  it('lets a limit of restarts come first', () => {
    const spec = { ...aTask().spec, restart: { condition: 'any', maxAttempts: 3 } } as const;
    const teller = tellStory(historyIsKept, { cluster: aCluster(1) });
    teller.commit(0, 'test', { services: [aService({ task: spec })], tasks: three });

    expect(teller.commit(250, 'task-reaper', { gone: ['d1'] })).toMatchObject({
      message: 'task web.1 (d1) was forgotten, which leaves 3 tasks in its slot',
    });
  });

  it('knows a limit that a user has set meanwhile', () => {
    const teller = tellStory(historyIsKept, { cluster: aCluster(5) });
    teller.commit(0, 'test', { services: [aService()], tasks: three });
    teller.commit(1, 'control-api', { clusters: [aCluster(2)] });

    expect(teller.commit(250, 'task-reaper', { gone: ['d1', 'd2'] })).toBeUndefined();
  });

  it('does not mind what others delete, nor what was to be removed', () => {
    const teller = tellStory(historyIsKept, { cluster: aCluster(5) });
    const removed = dead(4, { desiredState: 'remove' });
    teller.commit(0, 'test', { services: [aService()], tasks: [...three, removed] });

    expect(teller.commit(1, 'watch:replicated', { gone: ['d1'] })).toBeUndefined();
    expect(teller.commit(2, 'task-reaper', { gone: ['d4'] })).toBeUndefined();
    expect(teller.premises).toBe(0);
  });
});

describe('historyIsLimited', () => {
  it.each([
    { name: 'few enough', limit: 4, tasks: three, isRight: true },
    { name: 'too many', limit: 3, tasks: three, isRight: false },
    { name: 'any number', limit: -1, tasks: three, isRight: true },
    { name: 'the live one only', limit: 0, tasks: [live], isRight: true },
    {
      name: 'two that have not ended',
      limit: 1,
      tasks: [live, aTask({ id: 'stopping', desiredState: 'shutdown' })],
      isRight: true,
    },
  ])('tells a slot with $name', ({ limit, tasks, isRight }) => {
    const teller = tellStory(historyIsLimited, { cluster: aCluster(limit) });
    teller.commit(0, 'test', { services: [aService()], tasks });

    expect(teller.look(99_000) === undefined).toBe(isRight);
    expect(teller.premises).toBe(1);
  });

  it('says nothing of jobs, whose tasks are all kept', () => {
    const teller = tellStory(historyIsLimited, { cluster: aCluster(1) });
    teller.commit(0, 'test', {
      services: [aService({ mode: { kind: 'global-job' } })],
      tasks: three,
    });

    expect(teller.look(99_000)).toBeUndefined();
    expect(teller.premises).toBe(0);
  });
});

describe('removedTasksAreDeleted', () => {
  it.each([
    { name: 'has ended', task: dead(1, { desiredState: 'remove' }), isRight: false },
    {
      name: 'was never assigned',
      task: aTask({ state: 'pending', desiredState: 'remove' }),
      isRight: false,
    },
    { name: 'still runs', task: aTask({ desiredState: 'remove' }), isRight: true },
  ])('tells a task that is to be removed and $name', ({ task, isRight }) => {
    const teller = tellStory(removedTasksAreDeleted);
    teller.commit(0, 'test', { tasks: [task] });

    expect(teller.look(99_000) === undefined).toBe(isRight);
    expect(teller.premises).toBe(1);
  });

  it('gives the reaper its time, and a leader', () => {
    const tasks = [dead(1, { desiredState: 'remove' })];
    const teller = tellStory(removedTasksAreDeleted);
    teller.commit(0, 'test', { tasks });
    const leaderless = tellStory(removedTasksAreDeleted, { isLeaderless: true });
    leaderless.commit(0, 'test', { tasks });

    expect(teller.look(200)).toBeUndefined();
    expect(leaderless.look(99_000)).toBeUndefined();
  });
});

describe('removedTasksStopFirst', () => {
  const running = aTask({ desiredState: 'remove' });
  const waiting = aTask({ desiredState: 'remove', state: 'pending', node: '' });

  it.each([
    { name: 'has ended', later: dead(1, { id: 't1', desiredState: 'remove' }), isRight: true },
    { name: 'still runs', later: running, isRight: false },
  ])('tells a task that is deleted when it $name', ({ later, isRight }) => {
    const teller = tellStory(removedTasksStopFirst);
    teller.commit(0, 'watch:replicated', { tasks: [running] });
    teller.commit(1, 'dispatcher:record-updates', { tasks: [later] });

    expect(teller.commit(2, 'task-reaper', { gone: ['t1'] }) === undefined).toBe(isRight);
    expect(teller.premises).toBe(1);
  });

  it('lets one go that had no node when its removal was asked for', () => {
    const teller = tellStory(removedTasksStopFirst);
    teller.commit(0, 'watch:replicated', { tasks: [waiting] });
    teller.commit(1, 'watch:scheduler', { tasks: [running] });

    expect(teller.commit(2, 'task-reaper', { gone: ['t1'] })).toBeUndefined();
  });
});
