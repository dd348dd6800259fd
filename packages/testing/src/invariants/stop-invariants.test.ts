import type { Task } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { aTask, tellStory } from '../../test-support/tell-story.ts';
import { stoppedTasksGetTheirGracePeriod } from './stop-invariants.ts';

function ended(at: number, exitCode: number, graceMs?: number): Task {
  const runtime = {
    kind: 'container',
    image: 'app:1',
    ...(graceMs !== undefined && { stopGracePeriodMs: graceMs }),
  } as const;
  const container = { containerId: 'c', pid: 0, exitCode };
  const status = { state: 'shutdown', at, message: '', err: '', container } as const;
  return aTask({ status, spec: { runtime }, desiredState: 'shutdown' });
}

describe('stoppedTasksGetTheirGracePeriod', () => {
  it.each([
    { name: 'is killed in time', task: ended(21_000, 137, 20_000), isRight: true },
    { name: 'is killed too soon', task: ended(11_000, 137, 20_000), isRight: false },
    { name: 'is killed after the default', task: ended(11_000, 137), isRight: true },
    { name: 'is killed before the default', task: ended(10_900, 137), isRight: false },
    { name: 'is killed though it has no limit', task: ended(99_000, 137, -1_000), isRight: false },
    { name: 'stops by itself', task: ended(2_000, 0), isRight: true },
    { name: 'gets whole seconds', task: ended(2_000, 137, 1_900), isRight: true },
  ])('tells a task that $name', ({ name, task, isRight }) => {
    const teller = tellStory(stoppedTasksGetTheirGracePeriod);
    teller.commit(0, 'test', { tasks: [aTask()] });
    teller.commit(1_000, 'watch:replicated', { tasks: [aTask({ desiredState: 'shutdown' })] });

    const problem = teller.commit(99_000, 'dispatcher:record-updates', { tasks: [task] });

    expect(problem === undefined).toBe(isRight);
    expect(teller.premises).toBe(name === 'stops by itself' ? 0 : 1);
  });

  it('says nothing of one that is stopped as it is unhealthy', () => {
    const containers = { t1: { health: 'unhealthy' } } as const;
    const teller = tellStory(stoppedTasksGetTheirGracePeriod, { containers });
    teller.commit(0, 'test', { tasks: [aTask()] });
    teller.commit(1_000, 'watch:replicated', { tasks: [aTask({ desiredState: 'shutdown' })] });

    const tasks = [ended(1_100, 137)];
    expect(teller.commit(1_200, 'dispatcher:record-updates', { tasks })).toBeUndefined();
  });
});
