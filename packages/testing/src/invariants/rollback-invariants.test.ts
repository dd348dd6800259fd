import type { Service, ServiceSpec, UpdateStatus } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { aNode, aService, aTask, tellStory, type Teller } from '../../test-support/tell-story.ts';
import type { Invariant } from './invariant.ts';
import { rollbacksAreNotRolledBack, rollbacksFillEverySlot } from './rollback-invariants.ts';

type State = UpdateStatus['state'];

function inState(
  state: State | undefined,
  spec: Partial<ServiceSpec> = {},
  specVersion = 0,
): Service {
  const status = state === undefined ? {} : { updateStatus: { state, message: '' } };
  return aService(
    { mode: { kind: 'replicated', replicas: 2 }, ...spec },
    { ...status, specVersion },
  );
}

describe('rollbacksAreNotRolledBack', () => {
  const newSpec: Partial<ServiceSpec> = { labels: { is: 'new' } };

  /** A rollback that was asked for at 1 s fails at an instant. */
  function fail(at: number, after: Service): { problem: unknown; premises: number } {
    const teller = tellStory(rollbacksAreNotRolledBack);
    teller.commit(0, 'service-create', { services: [inState(undefined, newSpec, 5)] });
    teller.commit(1_000, 'service-rollback', { services: [inState('rollback_started')] });
    const problem = teller.commit(at, 'watch:update', { services: [after] });
    return { problem, premises: teller.premises };
  }

  it.each([
    { name: 'is paused', after: inState('rollback_paused'), isRight: true },
    { name: 'goes on', after: inState('rollback_completed'), isRight: true },
    { name: 'is rolled back', after: inState('rollback_started', newSpec, 5), isRight: false },
  ])('tells a rollback that fails and $name', ({ after, isRight }) => {
    const { problem, premises } = fail(2_000, after);

    expect(problem === undefined).toBe(isRight);
    expect(premises).toBe(1);
  });

  it('says who was rolled back, and to what', () => {
    expect(fail(2_000, inState('rollback_started', newSpec, 5)).problem).toMatchObject({
      message: 'the update of service web was a rollback, and was rolled back',
      evidence: { service: 'web', expected: 'spec version 0', observed: 'spec version 5' },
    });
  });

  it('leaves alone the update that fails as its rollback is asked for', () => {
    const after = inState('rollback_started', newSpec, 5);

    expect(fail(1_000, after)).toEqual({ problem: undefined, premises: 0 });
  });

  it('leaves alone the update of a global service that nothing has stopped', () => {
    const mode = { kind: 'global' } as const;
    const after = inState('rollback_started', { ...newSpec, mode }, 5);

    expect(fail(2_000, after)).toEqual({ problem: undefined, premises: 0 });
  });

  it('lets an update be rolled back', () => {
    const teller = tellStory(rollbacksAreNotRolledBack);
    teller.commit(0, 'service-create', { services: [inState('updating', newSpec, 5)] });

    const after = { services: [inState('rollback_started')] };
    expect(teller.commit(1, 'watch:update', after)).toBeUndefined();
    expect(teller.premises).toBe(0);
  });
});

describe('rollbacksFillEverySlot', () => {
  const first = aTask({ id: 't1', slot: 1 });
  const dead = aTask({ id: 't2', slot: 2, state: 'failed', desiredState: 'shutdown' });
  const anew = aTask({ id: 't3', slot: 2, state: 'new' });

  function begin(invariant: Invariant): Teller {
    const teller = tellStory(invariant);
    const services = [inState('completed')];
    teller.commit(0, 'test', { services, nodes: [aNode()], tasks: [first, dead] });
    teller.commit(1_000, 'service-rollback', { services: [inState('rollback_started')] });
    return teller;
  }

  const completed = { services: [inState('rollback_completed')] };

  it.each([
    { name: 'filled the dead slot', tasks: [anew], isRight: true },
    { name: 'left the dead slot empty', tasks: [], isRight: false },
    { name: 'removed a slot', tasks: [{ ...first, desiredState: 'remove' }, anew], isRight: false },
  ] as const)('tells a rollback that $name', ({ tasks, isRight }) => {
    const teller = begin(rollbacksFillEverySlot);
    teller.commit(1_000, 'watch:replicated', { tasks });

    expect(teller.commit(2_000, 'update', completed) === undefined).toBe(isRight);
    expect(teller.premises).toBe(1);
  });

  it('does not mind that a task is given up meanwhile', () => {
    const teller = begin(rollbacksFillEverySlot);
    teller.commit(1_000, 'watch:replicated', { tasks: [anew] });
    const ended = aTask({ id: 't3', slot: 2, state: 'failed', desiredState: 'shutdown' });
    teller.commit(1_500, 'watch:replicated', { tasks: [ended] });

    expect(teller.commit(2_000, 'update', completed)).toBeUndefined();
    expect(teller.premises).toBe(1);
  });

  it('says how many slots were filled', () => {
    expect(begin(rollbacksFillEverySlot).commit(2_000, 'update', completed)).toMatchObject({
      message: 'the update of service web was completed as a rollback that left slots empty',
      evidence: { service: 'web', observed: '1' },
    });
  });

  it.each([
    { name: 'an update', state: 'completed', mode: { kind: 'replicated', replicas: 2 } },
    { name: 'a global service', state: 'rollback_completed', mode: { kind: 'global' } },
  ] as const)('does not speak of $name', ({ state, mode }) => {
    const teller = begin(rollbacksFillEverySlot);

    expect(
      teller.commit(2_000, 'update', { services: [inState(state, { mode })] }),
    ).toBeUndefined();
    expect(teller.premises).toBe(0);
  });
});
