import { describe, expect, it } from 'vitest';
import { createGateIndex, type Gate } from './gate-index.ts';

function gate(change: Partial<Gate> = {}): Gate {
  return {
    oldTaskId: 'old',
    oldNodeId: 'a',
    timeoutAt: 60_000,
    isDelayOver: false,
    isOldTaskStopped: false,
    isRestartDue: false,
    timer: 0,
    ...change,
  };
}

describe('createGateIndex', () => {
  it('finds the gates by the task and by the node that they wait for', () => {
    const index = createGateIndex({});

    index.add('one', gate());
    index.add('two', gate({ oldTaskId: 'other' }));

    expect(index.onTask('old')).toEqual(['one']);
    expect(index.onTask('other')).toEqual(['two']);
    expect(index.onNode('a')).toEqual(['one', 'two']);
    expect([index.onTask('one'), index.onNode('b')]).toEqual([[], []]);
  });

  it('begins with the gates that there are', () => {
    const index = createGateIndex({ one: gate() });

    expect([index.isEmpty(), index.onTask('old')]).toEqual([false, ['one']]);
  });

  it('leaves out what waits for no task, or for one without a node', () => {
    const index = createGateIndex({});

    index.add('one', gate({ isOldTaskStopped: true }));
    index.add('two', gate({ oldNodeId: '' }));

    expect([index.onTask('old'), index.onNode('a'), index.onNode('')]).toEqual([['two'], [], []]);
  });

  it('forgets a gate, and none of those that wait for the same', () => {
    const index = createGateIndex({});
    index.add('one', gate());
    index.add('two', gate());

    index.remove('one', gate());

    expect([index.onTask('old'), index.onNode('a')]).toEqual([['two'], ['two']]);
  });

  it('is empty where there is no gate, whatever they wait for', () => {
    const index = createGateIndex({});
    const seen = [index.isEmpty()];

    index.add('one', gate({ isOldTaskStopped: true }));
    seen.push(index.isEmpty());
    index.remove('one', gate({ isOldTaskStopped: true }));
    seen.push(index.isEmpty());

    expect(seen).toEqual([true, false, true]);
  });
});
