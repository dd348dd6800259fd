import type { Task } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { aNode, aService, aTask, tellStory, type Teller } from '../../test-support/tell-story.ts';
import type { Invariant } from './invariant.ts';
import {
  shrinkingServicesForgetDeadSlots,
  shrinkingServicesLoseTheRightSlots,
  slotsAreFilledFromBelow,
} from './scaling-invariants.ts';

function begin(invariant: Invariant, tasks: readonly Task[]): Teller {
  const teller = tellStory(invariant);
  const services = [aService()];
  teller.commit(0, 'test', { services, nodes: [aNode(), aNode({ id: 'B' })], tasks });
  return teller;
}

const first = aTask({ id: 't1', slot: 1 });
const second = aTask({ id: 't2', slot: 2 });

const policy = { condition: 'none', delayMs: 0, maxAttempts: 0, windowMs: 0 } as const;
const notRestarted = aTask({ ...first, spec: { ...first.spec, restart: policy } });

function removed(task: Task): Task {
  return { ...task, desiredState: 'remove' };
}

describe('slotsAreFilledFromBelow', () => {
  it.each([
    { name: 'the next one', there: [first], slot: 2, isRight: true },
    { name: 'one further on', there: [first], slot: 3, isRight: false },
    { name: 'one behind a slot that goes', there: [removed(first)], slot: 2, isRight: false },
    { name: 'a slot that goes', there: [removed(first), second], slot: 1, isRight: true },
    {
      name: 'one behind a slot that goes and may stay down',
      there: [removed(notRestarted)],
      slot: 2,
      isRight: true,
    },
  ])('tells a service that takes $name', ({ there, slot, isRight }) => {
    const teller = begin(slotsAreFilledFromBelow, there);
    const made = aTask({ id: 'new', slot, node: '', state: 'new' });

    const problem = teller.commit(1, 'watch:replicated', { tasks: [made] });

    expect(problem === undefined).toBe(isRight);
    expect(teller.premises).toBe(1);
  });
});

describe('shrinkingServicesLoseTheRightSlots', () => {
  const onB = aTask({ id: 't3', slot: 3, node: 'B' });
  const slow = aTask({ id: 't4', slot: 4, state: 'starting' });
  const unplaced = aTask({ id: 't5', slot: 5, node: '', state: 'pending' });

  it.each([
    { name: 'of the crowded node', there: [first, second, onB], lost: first, isRight: true },
    { name: 'of another node', there: [first, second, onB], lost: onB, isRight: false },
    {
      name: 'that runs, beside one that does not',
      there: [first, slow],
      lost: first,
      isRight: false,
    },
    { name: 'that does not run', there: [first, slow], lost: slow, isRight: true },
    {
      name: 'with a node, and keeps one without',
      there: [first, unplaced],
      lost: first,
      isRight: false,
    },
    { name: 'without a node', there: [first, unplaced], lost: unplaced, isRight: true },
  ])('tells a service that loses a slot $name', ({ there, lost, isRight }) => {
    const teller = begin(shrinkingServicesLoseTheRightSlots, there);

    const problem = teller.commit(1, 'watch:replicated', { tasks: [removed(lost)] });

    expect(problem === undefined).toBe(isRight);
    expect(teller.premises).toBe(1);
  });
});

describe('shrinkingServicesForgetDeadSlots', () => {
  const dead = aTask({ id: 'd', slot: 3, state: 'failed', desiredState: 'shutdown' });
  const givenUp = { ...dead, spec: notRestarted.spec };

  it.each([
    { name: 'a dead slot goes', there: dead, gone: ['d'], isRight: true },
    { name: 'a dead slot stays', there: dead, gone: [], isRight: false },
    { name: 'a slot stays that was given up', there: givenUp, gone: [], isRight: true },
  ])('tells a service that shrinks where $name', ({ there, gone, isRight }) => {
    const teller = begin(shrinkingServicesForgetDeadSlots, [first, second, there]);

    const problem = teller.commit(1, 'watch:replicated', { tasks: [removed(second)], gone });

    expect(problem === undefined).toBe(isRight);
    expect(teller.premises).toBe(1);
  });

  it('leaves a slot alone that a later task of it was given up for', () => {
    const last: Task = { ...givenUp, id: aTask({ id: 'e' }).id };
    const teller = begin(shrinkingServicesForgetDeadSlots, [first, second, dead, last]);

    expect(teller.commit(1, 'watch:replicated', { tasks: [removed(second)] })).toBeUndefined();
    expect(teller.premises).toBe(1);
  });
});
