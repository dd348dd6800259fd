import { describe, expect, it } from 'vitest';
import { aNode, aService, aTask, serviceSpec } from '../../../test-support/hand-driven-swarm.ts';
import type { RestartPolicy, Task } from '../../model/task.ts';
import {
  decideRestart,
  recordRestart,
  shouldRestart,
  updatableTasks,
  type RestartHistory,
} from './decide-restart.ts';

function taskWith(restart: RestartPolicy, change: Parameters<typeof aTask>[0] = {}): Task {
  return aTask({ spec: serviceSpec('web', { task: { restart } }).task, ...change });
}

function endedAt(at: number): Pick<Task, 'status'> {
  return { status: { state: 'failed', at: 0, appliedAt: at, message: '', err: '' } };
}

const history: RestartHistory = { specVersion: 0, total: 2, restartedAt: [100, 200] };

// SwarmKit: manager/orchestrator/restart/restart.go, shouldRestart.
describe('shouldRestart', () => {
  it.each([
    { condition: 'any', state: 'complete', isRestarted: true },
    { condition: 'any', state: 'failed', isRestarted: true },
    { condition: 'on-failure', state: 'complete', isRestarted: false },
    { condition: 'on-failure', state: 'rejected', isRestarted: true },
    { condition: 'on-failure', state: 'running', isRestarted: true },
    { condition: 'none', state: 'failed', isRestarted: false },
  ] as const)(
    'under $condition is $isRestarted for $state',
    ({ condition, state, isRestarted }) => {
      const task = taskWith({ condition, maxAttempts: 0 }, { state });

      expect(shouldRestart(task, aService(), undefined)).toBe(isRestarted);
    },
  );

  it.each([
    { mode: { kind: 'replicated-job', maxConcurrent: 1, totalCompletions: 1 } as const },
    { mode: { kind: 'global-job' } as const },
  ])('under any is as under on-failure for a $mode.kind', ({ mode }) => {
    const service = aService({ spec: serviceSpec('web', { mode }) });

    expect(shouldRestart(aTask({ state: 'complete' }), service, undefined)).toBe(false);
    expect(shouldRestart(aTask({ state: 'failed' }), service, undefined)).toBe(true);
  });

  it('restarts on anything when there is no policy', () => {
    expect(shouldRestart(aTask({ state: 'complete' }), aService(), undefined)).toBe(true);
  });

  it('allows as many restarts as attempts', () => {
    const task = (maxAttempts: number): Task => taskWith({ condition: 'any', maxAttempts });

    expect(shouldRestart(task(3), aService(), history)).toBe(true);
    expect(shouldRestart(task(2), aService(), history)).toBe(false);
    expect(shouldRestart(task(0), aService(), history)).toBe(true);
  });

  it('does not count restarts of another spec version', () => {
    const task = taskWith({ condition: 'any', maxAttempts: 1 }, { specVersion: 4 });

    expect(shouldRestart(task, aService(), history)).toBe(true);
  });

  it('counts the restarts against a task without a version', () => {
    const { specVersion: _none, ...task } = taskWith({ condition: 'any', maxAttempts: 2 });

    expect(shouldRestart(task, aService(), { ...history, specVersion: 4 })).toBe(false);
  });

  it.each([
    { name: 'both restarts are inside', at: 250, windowMs: 200, isRestarted: false },
    { name: 'the older one is at its edge', at: 300, windowMs: 200, isRestarted: true },
    { name: 'the newer one came later', at: 200, windowMs: 200, isRestarted: true },
  ])('with a window counts what is inside: $name', ({ at, windowMs, isRestarted }) => {
    const task = taskWith({ condition: 'any', maxAttempts: 2, windowMs }, endedAt(at));

    expect(shouldRestart(task, aService(), history)).toBe(isRestarted);
  });
});

// SwarmKit: manager/orchestrator/restart/restart.go, Restart.
describe('decideRestart', () => {
  it('waits five seconds and for the old task by default', () => {
    const decision = decideRestart({
      task: aTask(),
      service: aService(),
      node: aNode('a'),
      history: undefined,
    });

    expect(decision).toEqual({ kind: 'replace', delayMs: 5_000, waitStop: true });
  });

  it('does not delay on a drained node', () => {
    const node = aNode('a', { spec: { role: 'worker', availability: 'drain' } });

    const decision = decideRestart({
      task: aTask(),
      service: aService(),
      node,
      history: undefined,
    });

    expect(decision).toEqual({ kind: 'replace', delayMs: 0, waitStop: true });
  });

  it('does not wait for a task on a node that is down, but delays', () => {
    const node = aNode('a', { status: { state: 'down', message: '', addr: '' } });

    const decision = decideRestart({
      task: aTask(),
      service: aService(),
      node,
      history: undefined,
    });

    expect(decision).toEqual({ kind: 'replace', delayMs: 5_000, waitStop: false });
  });

  it('does not wait for a task that has ended', () => {
    const task = taskWith({ condition: 'any', maxAttempts: 0, delayMs: 7 }, { state: 'failed' });

    const decision = decideRestart({
      task,
      service: aService(),
      node: undefined,
      history: undefined,
    });

    expect(decision).toEqual({ kind: 'replace', delayMs: 7, waitStop: false });
  });

  it('gives up when the policy forbids a restart', () => {
    const task = taskWith({ condition: 'none', maxAttempts: 0 }, { state: 'failed' });

    const decision = decideRestart({
      task,
      service: aService(),
      node: undefined,
      history: undefined,
    });

    expect(decision).toEqual({ kind: 'give-up' });
  });
});

// SwarmKit: manager/orchestrator/restart/restart.go, RecordRestartHistory.
describe('recordRestart', () => {
  it('counts on, and starts anew for another spec version', () => {
    const task = taskWith({ condition: 'any', maxAttempts: 2 });

    const first = recordRestart(undefined, task, 10);
    const second = recordRestart(first, task, 20);
    const other = recordRestart(second, { ...task, specVersion: 5 }, 30);

    expect([first.total, second.total, other.total]).toEqual([1, 2, 1]);
    expect(other.specVersion).toBe(5);
  });

  it('counts on for a replacement without a version', () => {
    const { specVersion: _none, ...task } = taskWith({ condition: 'any', maxAttempts: 2 });

    expect(recordRestart({ ...history, specVersion: 4 }, task, 300)).toMatchObject({
      specVersion: 4,
      total: 3,
    });
    expect(recordRestart(undefined, task, 300)).toMatchObject({ specVersion: 0, total: 1 });
  });

  it('keeps instants only with a window, and only those inside it', () => {
    const plain = taskWith({ condition: 'any', maxAttempts: 2 });
    const windowed = taskWith({ condition: 'any', maxAttempts: 2, windowMs: 50 });

    expect(recordRestart(undefined, plain, 10).restartedAt).toEqual([]);
    const first = recordRestart(undefined, windowed, 10);
    const second = recordRestart(first, windowed, 40);
    expect(recordRestart(second, windowed, 60).restartedAt).toEqual([40, 60]);
  });
});

// SwarmKit: manager/orchestrator/restart/restart.go, UpdatableTasksInSlot.
describe('updatableTasks', () => {
  const none = { condition: 'none', maxAttempts: 0 } as const;
  const ended = taskWith(none, { state: 'failed', desiredState: 'shutdown' });

  it('gives all wanted tasks of the slot', () => {
    const wanted = [aTask(), aTask({ desiredState: 'ready', state: 'new' })];

    expect(updatableTasks([...wanted, ended], aService(), undefined)).toEqual(wanted);
  });

  it('gives the newest task when it will not be restarted', () => {
    const newest = { ...ended, ...endedAt(9) };

    expect(updatableTasks([ended, newest], aService(), undefined)).toEqual([newest]);
  });

  it('gives nothing when the newest task would be restarted', () => {
    const restartable = aTask({ state: 'failed', desiredState: 'shutdown' });

    expect(updatableTasks([restartable], aService(), undefined)).toEqual([]);
  });

  it('gives nothing of a slot without tasks', () => {
    expect(updatableTasks([], aService(), undefined)).toEqual([]);
  });

  it('gives no ended task during a rollback', () => {
    const service = aService({ updateStatus: { state: 'rollback_started', message: '' } });

    expect(updatableTasks([ended], service, undefined)).toEqual([]);
  });
});
