import type { Service, UpdateConfig, UpdateStatus } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { aNode, aService, aTask, tellStory } from '../../test-support/tell-story.ts';
import {
  pausedUpdatesStandStill,
  updatesFailAsTheyShould,
  updateStatusFollowsItsCourse,
} from './update-status-invariants.ts';

type State = UpdateStatus['state'];

function inState(state: State | undefined, service: Service = aService()): Service {
  const { updateStatus: _, ...rest } = service;
  return state === undefined ? rest : { ...rest, updateStatus: { state, message: '' } };
}

describe('updateStatusFollowsItsCourse', () => {
  it.each([
    { from: undefined, to: 'updating', by: 'update' },
    { from: 'updating', to: 'completed', by: 'update' },
    { from: 'updating', to: 'paused', by: 'watch:update' },
    { from: 'updating', to: 'rollback_started', by: 'watch:update' },
    { from: 'rollback_started', to: 'rollback_completed', by: 'update' },
    { from: 'rollback_started', to: 'rollback_paused', by: 'watch:update' },
    { from: 'rollback_paused', to: 'completed', by: 'update' },
    { from: 'completed', to: 'paused', by: 'watch:update' },
    { from: 'paused', to: undefined, by: 'service-update' },
    { from: 'completed', to: 'rollback_started', by: 'service-rollback' },
  ] as const)('lets $by lead from $from to $to', ({ from, to, by }) => {
    const teller = tellStory(updateStatusFollowsItsCourse);
    teller.commit(0, 'test', { services: [inState(from)] });

    expect(teller.commit(1, by, { services: [inState(to)] })).toBeUndefined();
    expect(teller.premises).toBe(1);
  });

  it.each([
    { from: undefined, to: 'completed', by: 'update' },
    { from: undefined, to: 'paused', by: 'watch:update' },
    { from: 'paused', to: 'completed', by: 'update' },
    { from: 'paused', to: 'updating', by: 'update' },
    { from: 'completed', to: 'updating', by: 'update' },
    { from: 'rollback_started', to: 'completed', by: 'update' },
    { from: 'rollback_started', to: 'updating', by: 'update' },
    { from: 'rollback_started', to: 'paused', by: 'watch:update' },
    { from: 'rollback_completed', to: 'updating', by: 'update' },
    { from: 'updating', to: undefined, by: 'update' },
    { from: undefined, to: 'updating', by: 'service-update' },
    { from: 'updating', to: 'completed', by: 'watch:replicated' },
  ] as const)('does not let $by lead from $from to $to', ({ from, to, by }) => {
    const teller = tellStory(updateStatusFollowsItsCourse);
    teller.commit(0, 'test', { services: [inState(from)] });

    expect(teller.commit(1, by, { services: [inState(to)] })).toMatchObject({
      evidence: { service: 'web', observed: to ?? 'none' },
    });
  });

  it('lets a rollback that gave up twice be completed', () => {
    const teller = tellStory(updateStatusFollowsItsCourse);
    const states = ['rollback_started', 'rollback_paused', 'paused', 'completed'] as const;
    const problems = states.map((state, at) =>
      teller.commit(at, 'update', { services: [inState(state)] }),
    );

    expect(problems).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('updatesFailAsTheyShould', () => {
  const config: UpdateConfig = {
    parallelism: 1,
    delayMs: 0,
    failureAction: 'pause',
    maxFailureRatio: 0,
    order: 'stop-first',
  };

  it.each([
    { action: 'pause', to: 'paused', isRight: true },
    { action: 'rollback', to: 'rollback_started', isRight: true },
    { action: 'pause', to: 'rollback_started', isRight: false },
    { action: 'rollback', to: 'paused', isRight: false },
    { action: 'continue', to: 'paused', isRight: false },
    { action: 'continue', to: 'rollback_started', isRight: false },
  ] as const)('tells whether an update that is to $action may be $to', (row) => {
    const service = aService({ update: { ...config, failureAction: row.action } });
    const teller = tellStory(updatesFailAsTheyShould);
    teller.commit(0, 'service-create', { services: [service] });
    teller.commit(1, 'update', { services: [inState('updating', service)] });

    const problem = teller.commit(2, 'watch:update', { services: [inState(row.to, service)] });

    expect(problem === undefined).toBe(row.isRight);
    expect(teller.premises).toBe(1);
  });

  it('goes by the config of rollbacks in a rollback', () => {
    const update = { ...config, failureAction: 'rollback' } as const;
    const rollback = { ...config, failureAction: 'continue' } as const;
    const service = aService({ update, rollback });
    const teller = tellStory(updatesFailAsTheyShould);
    teller.commit(0, 'test', { services: [inState('updating', aService())] });
    teller.commit(1, 'watch:update', { services: [inState('rollback_started', service)] });

    const paused = [inState('rollback_paused', service)];
    expect(teller.commit(2, 'watch:update', { services: paused })).toMatchObject({
      message:
        'the update of service web went from rollback_started to rollback_paused though told to continue',
    });
  });
});

describe('updatesFailAsTheyShould, of a global service that has no node to be updated on', () => {
  it('does not speak of the update before, which goes on', () => {
    const service = aService({ mode: { kind: 'global' } });
    const teller = tellStory(updatesFailAsTheyShould);
    teller.commit(0, 'test', { services: [inState('updating', service)] });

    const rolledBack = [inState('rollback_started', service)];
    expect(teller.commit(1, 'watch:update', { services: rolledBack })).toBeUndefined();
    expect(teller.premises).toBe(0);
  });
});

describe('pausedUpdatesStandStill', () => {
  const next = aTask({ id: 't2', state: 'new', desiredState: 'ready' });

  it.each([
    { state: 'updating', isRight: true },
    { state: 'paused', isRight: false },
    { state: 'rollback_paused', isRight: false },
  ] as const)('tells whether an update may go on that is $state', ({ state, isRight }) => {
    const teller = tellStory(pausedUpdatesStandStill);
    teller.commit(0, 'service-create', { services: [aService()], nodes: [aNode()] });
    const service = { ...inState(state), meta: { version: 2, createdAt: 0, updatedAt: 1 } };
    teller.commit(1, 'watch:update', { services: [service] });

    expect(teller.commit(2, 'watch:update', { tasks: [next] }) === undefined).toBe(isRight);
    expect(teller.premises > 0).toBe(!isRight);
  });
});
