import { describe, expect, it } from 'vitest';
import { aService, aTask } from '../../test-support/hand-driven-swarm.ts';
import { decideUnplaced } from './decide-unplaced.ts';

const newer = aService({ specVersion: 7 });
const { specVersion: _none, ...unversioned } = aTask({ state: 'pending' });

// SwarmKit: manager/scheduler/scheduler.go, noSuitableNode.
describe('decideUnplaced', () => {
  it.each([
    {
      name: 'a task of the present version',
      task: aTask({ state: 'pending', specVersion: 7 }),
    },
    { name: 'a task of a later version', task: aTask({ state: 'pending', specVersion: 8 }) },
    { name: 'a task without a version', task: unversioned },
    {
      name: 'a task of the present version that is to shut down',
      task: aTask({ state: 'pending', specVersion: 7, desiredState: 'shutdown' }),
    },
  ])('tries $name again, and tells why it waits', ({ task }) => {
    expect(decideUnplaced(task, newer, 'why')).toEqual({
      kind: 'retry',
      err: 'no suitable node (why)',
    });
  });

  it('has a text without reasons', () => {
    expect(decideUnplaced(unversioned, newer, '')).toEqual({
      kind: 'retry',
      err: 'no suitable node',
    });
  });

  it.each(['shutdown', 'failed', 'rejected', 'remove'] as const)(
    'ends a waiting task of an older version that is wanted %s',
    (desiredState) => {
      const task = aTask({ state: 'pending', specVersion: 6, desiredState });

      expect(decideUnplaced(task, newer, 'why')).toEqual({ kind: 'shut-down' });
    },
  );

  it.each([
    { name: 'is still wanted', task: aTask({ state: 'pending', specVersion: 6 }) },
    {
      name: 'is wanted to be complete',
      task: aTask({ state: 'pending', specVersion: 6, desiredState: 'complete' }),
    },
    {
      name: 'is past waiting',
      task: aTask({ state: 'assigned', specVersion: 6, desiredState: 'shutdown' }),
    },
  ])('drops a task of an older version that $name', ({ task }) => {
    expect(decideUnplaced(task, newer, 'why')).toEqual({ kind: 'drop' });
  });

  it('drops a task whose service is gone', () => {
    const task = aTask({ state: 'pending', desiredState: 'shutdown' });

    expect(decideUnplaced(task, undefined, 'why')).toEqual({ kind: 'drop' });
  });
});
