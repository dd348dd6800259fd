import type { Service, Task, TaskSpec, UpdateConfig, UpdateStatus } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { aNode, aService, aTask, tellStory, type Teller } from '../../test-support/tell-story.ts';
import type { Invariant } from './invariant.ts';
import {
  completedUpdatesLeaveNoOldTask,
  updatesAreNotCompletedOverFailures,
  updatesAreWatchedToTheirEnd,
  updatesStopOnlyForFailures,
} from './update-end-invariants.ts';

const newSpec: TaskSpec = { runtime: { kind: 'container', image: 'app:2' } };

function service(change: Partial<UpdateConfig>, state?: UpdateStatus['state']): Service {
  const update: UpdateConfig = {
    parallelism: 1,
    delayMs: 0,
    failureAction: 'pause',
    maxFailureRatio: 0,
    order: 'stop-first',
    ...change,
  };
  return aService(
    { task: newSpec, update, mode: { kind: 'replicated', replicas: 2 } },
    { specVersion: 5, ...(state !== undefined && { updateStatus: { state, message: '' } }) },
  );
}

/** An update of two slots, of which each is replaced at an instant, in seconds. */
function begin(invariant: Invariant, config: Partial<UpdateConfig>, slots = [1, 2]): Teller {
  const teller = tellStory(invariant);
  const tasks = [1, 2].map((slot) => aTask({ id: `old${slot}`, slot }));
  teller.commit(0, 'service-create', { services: [aService()], nodes: [aNode()], tasks });
  teller.commit(500, 'service-update', { services: [service(config)] });
  teller.commit(500, 'update', { services: [service(config, 'updating')] });
  for (const slot of slots) {
    const at = slot * 1_000;
    const stopped = aTask({ id: `old${slot}`, slot, desiredState: 'shutdown' });
    const waits = made(slot, { desiredState: 'ready', status: aTask({ state: 'new' }).status });
    teller.commit(at, 'watch:update', { tasks: [waits, stopped] });
    teller.commit(at, 'dispatcher:record-updates', { tasks: [made(slot)] });
  }
  return teller;
}

function made(slot: number, change: Partial<Task> = {}): Task {
  return { ...aTask({ id: `new${slot}`, slot, spec: newSpec, specVersion: 5 }), ...change };
}

function fail(teller: Teller, at: number, slot: number): void {
  const tasks = [made(slot, { status: aTask({ state: 'failed' }).status })];
  teller.commit(at, 'dispatcher:record-updates', { tasks });
}

function say(
  teller: Teller,
  at: number,
  {
    config,
    state,
  }: { readonly config: Partial<UpdateConfig>; readonly state: UpdateStatus['state'] },
): ReturnType<Teller['commit']> {
  return teller.commit(at, 'watch:update', { services: [service(config, state)] });
}

describe('updatesStopOnlyForFailures', () => {
  it.each([
    { name: 'no failure', config: {}, failures: [], isRight: false },
    { name: 'one failure', config: {}, failures: [{ at: 2_500, slot: 1 }], isRight: true },
    {
      name: 'a failure that the ratio allows',
      config: { maxFailureRatio: 0.5 },
      failures: [{ at: 2_500, slot: 1 }],
      isRight: false,
    },
    {
      name: 'more failures than the ratio allows',
      config: { maxFailureRatio: 0.5 },
      failures: [
        { at: 2_500, slot: 1 },
        { at: 2_600, slot: 2 },
      ],
      isRight: true,
    },
    {
      name: 'a failure after the monitored time',
      config: { monitorMs: 1_000 },
      failures: [{ at: 3_000, slot: 1 }],
      isRight: false,
    },
  ])('tells whether an update may be paused over $name', ({ config, failures, isRight }) => {
    const teller = begin(updatesStopOnlyForFailures, config);
    for (const { at, slot } of failures) fail(teller, at, slot);

    expect(say(teller, 4_000, { config, state: 'paused' }) === undefined).toBe(isRight);
    expect(teller.premises).toBe(1);
  });

  it('does not speak of a global service that has no node to be updated on', () => {
    const mode = { kind: 'global' } as const;
    const before = aService({ mode }, { specVersion: 1 });
    const inState = (state: UpdateStatus['state']): Service => {
      return { ...before, updateStatus: { state, message: '' } };
    };
    const teller = tellStory(updatesStopOnlyForFailures);
    teller.commit(0, 'service-create', { services: [{ ...before, specVersion: 2 }] });
    teller.commit(1, 'service-rollback', { services: [inState('rollback_started')] });

    const paused = { services: [inState('rollback_paused')] };
    expect(teller.commit(2, 'watch:update', paused)).toBeUndefined();
    expect(teller.premises).toBe(0);
  });

  it('counts the slots that are still to be replaced', () => {
    const config = { maxFailureRatio: 0.5 };
    const teller = begin(updatesStopOnlyForFailures, config, [1]);
    fail(teller, 1_500, 1);

    expect(say(teller, 1_500, { config, state: 'paused' })).toMatchObject({
      evidence: { observed: '1 of at least 2' },
    });
  });
});

describe('updatesAreNotCompletedOverFailures', () => {
  it.each([
    { name: 'none', config: {}, failsAt: undefined, isRight: true },
    { name: 'one in time', config: {}, failsAt: 4_000, isRight: false },
    { name: 'one later', config: { monitorMs: 1_000 }, failsAt: 4_000, isRight: true },
    {
      name: 'one that is allowed',
      config: { maxFailureRatio: 0.5 },
      failsAt: 4_000,
      isRight: true,
    },
    {
      name: 'one that does not matter',
      config: { failureAction: 'continue' as const },
      failsAt: 4_000,
      isRight: true,
    },
  ])('tells whether failures went unnoticed: $name', ({ config, failsAt, isRight }) => {
    const teller = begin(updatesAreNotCompletedOverFailures, config);
    if (failsAt !== undefined) fail(teller, failsAt, 2);

    expect(say(teller, 7_000, { config, state: 'completed' }) === undefined).toBe(isRight);
  });
});

describe('updatesAreWatchedToTheirEnd', () => {
  it.each([
    { name: 'the default time', config: {}, at: 7_000, isRight: true },
    { name: 'less than that', config: {}, at: 6_999, isRight: false },
    { name: 'the monitored time', config: { monitorMs: 200 }, at: 2_200, isRight: true },
    { name: 'less than that', config: { monitorMs: 200 }, at: 2_199, isRight: false },
    {
      name: 'the delay as well',
      config: { monitorMs: 200, delayMs: 100 },
      at: 2_300,
      isRight: true,
    },
    { name: 'the delay only', config: { monitorMs: 200, delayMs: 300 }, at: 2_500, isRight: false },
  ])('tells whether its last task has been up for $name: $at', ({ config, at, isRight }) => {
    const teller = begin(updatesAreWatchedToTheirEnd, config);

    expect(say(teller, at, { config, state: 'completed' }) === undefined).toBe(isRight);
    expect(teller.premises).toBeGreaterThan(0);
  });
});

describe('completedUpdatesLeaveNoOldTask', () => {
  it('holds where every slot has a task of the new spec', () => {
    const teller = begin(completedUpdatesLeaveNoOldTask, {});

    expect(say(teller, 7_000, { config: {}, state: 'completed' })).toBeUndefined();
    expect(teller.premises).toBe(1);
  });

  it('fails where a slot was forgotten', () => {
    const teller = begin(completedUpdatesLeaveNoOldTask, {}, [1]);

    expect(say(teller, 7_000, { config: {}, state: 'completed' })).toMatchObject({
      message: 'task web.2 (old2) is of an old spec, though the update is completed',
    });
  });

  it('lets the old task stay where a rollback has given up', () => {
    const teller = begin(completedUpdatesLeaveNoOldTask, {}, [1]);
    say(teller, 2_000, { config: {}, state: 'rollback_paused' });

    expect(say(teller, 7_000, { config: {}, state: 'completed' })).toBeUndefined();
    expect(teller.premises).toBe(0);
  });

  it('lets the old task stay where the new one was to start first, and failed', () => {
    const config = { order: 'start-first', failureAction: 'continue' } as const;
    const teller = begin(completedUpdatesLeaveNoOldTask, config, [1]);
    fail(teller, 2_000, 1);

    expect(say(teller, 7_000, { config, state: 'completed' })).toBeUndefined();
  });
});
