import type { Service, ServiceSpec, Task } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { aNode, aService, aTask, tellStory, type World } from '../../test-support/tell-story.ts';
import {
  removedServicesLeaveNoTask,
  rollbacksRestoreThePreviousSpec,
  updatesAreOfTheCurrentVersion,
  updatesKeepThePreviousSpec,
} from './service-invariants.ts';

const newSpec: Partial<ServiceSpec> = { labels: { is: 'new' } };
const former = {
  ...aService({}, { specVersion: 3 }),
  meta: { version: 8, createdAt: 0, updatedAt: 0 },
};
const updated = aService(newSpec, {
  specVersion: 8,
  previousSpec: former.spec,
  previousSpecVersion: 3,
});

function change(
  invariant: typeof updatesKeepThePreviousSpec,
  {
    before = former,
    after,
    by = 'service-update',
  }: { before?: Service; after: Service; by?: string },
) {
  const teller = tellStory(invariant);
  teller.commit(0, 'test', { services: [before] });
  const premises = teller.premises;
  const problem = teller.commit(1, by, { services: [after] });
  return { problem, premises: teller.premises - premises };
}

describe('updatesAreOfTheCurrentVersion', () => {
  it.each([
    { name: 'the version that it had', specVersion: 8, isRight: true },
    { name: 'an older one', specVersion: 7, isRight: false },
  ])('tells whether a service is updated from $name', ({ specVersion, isRight }) => {
    const after = { ...updated, specVersion };
    const { problem, premises } = change(updatesAreOfTheCurrentVersion, { after });

    expect(problem === undefined).toBe(isRight);
    expect(premises).toBe(1);
  });

  it('speaks of users only', () => {
    const after = { ...former, updateStatus: { state: 'updating', message: '' } } as const;

    expect(change(updatesAreOfTheCurrentVersion, { after, by: 'update' }).premises).toBe(0);
  });
});

describe('updatesKeepThePreviousSpec', () => {
  const { previousSpec: _, ...forgetful } = updated;

  it.each([
    { name: 'keeps the spec', after: updated, isRight: true },
    { name: 'forgets the spec', after: forgetful, isRight: false },
    {
      name: 'keeps another spec',
      after: { ...updated, previousSpec: updated.spec },
      isRight: false,
    },
    {
      name: 'keeps another version',
      after: { ...updated, previousSpecVersion: 8 },
      isRight: false,
    },
    {
      name: 'goes on with the update before',
      after: { ...updated, updateStatus: { state: 'paused', message: '' } },
      isRight: false,
    },
  ] as const)('tells an update that $name', ({ after, isRight }) => {
    const { problem, premises } = change(updatesKeepThePreviousSpec, { after });

    expect(problem === undefined).toBe(isRight);
    expect(premises).toBe(1);
  });
});

describe('rollbacksRestoreThePreviousSpec', () => {
  const status = { updateStatus: { state: 'rollback_started', message: '' } } as const;
  const restored = { ...former, ...status };
  const swapped = { ...restored, previousSpec: updated.spec, previousSpecVersion: 8 };

  it.each([
    { name: 'an updater restores it', by: 'watch:update', after: restored, isRight: true },
    { name: 'an updater swaps the two', by: 'watch:update', after: swapped, isRight: false },
    {
      name: 'an updater keeps the new one',
      by: 'watch:update',
      after: { ...updated, ...status },
      isRight: false,
    },
    { name: 'a user swaps the two', by: 'service-rollback', after: swapped, isRight: true },
    { name: 'a user restores it only', by: 'service-rollback', after: restored, isRight: false },
    {
      name: 'the version is another',
      by: 'watch:update',
      after: { ...restored, specVersion: 8 },
      isRight: false,
    },
  ])('tells a rollback in which $name', ({ by, after, isRight }) => {
    const { problem, premises } = change(rollbacksRestoreThePreviousSpec, {
      before: updated,
      after,
      by,
    });

    expect(problem === undefined).toBe(isRight);
    expect(premises).toBe(1);
  });
});

describe('removedServicesLeaveNoTask', () => {
  function leave(task: Task, world: World) {
    const teller = tellStory(removedServicesLeaveNoTask, world);
    teller.commit(0, 'test', { nodes: [aNode()], tasks: [task] });
    return teller.look(99_000);
  }

  it.each([
    { name: 'runs on a lost node', state: 'running', desired: 'remove', up: {}, isRight: true },
    {
      name: 'runs on a connected node',
      state: 'running',
      desired: 'remove',
      up: { A: [] },
      isRight: false,
    },
    { name: 'has ended', state: 'failed', desired: 'remove', up: {}, isRight: false },
    { name: 'is still wanted', state: 'running', desired: 'running', up: {}, isRight: false },
  ] as const)('tells a task of such a service that $name', ({ state, desired, up, isRight }) => {
    const task = aTask({ service: 'gone', state, desiredState: desired });

    expect(leave(task, { up }) === undefined).toBe(isRight);
  });
});
