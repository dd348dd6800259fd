import { describe, expect, it } from 'vitest';
import { aNode, aService, aTask, tellStory } from '../../test-support/tell-story.ts';
import { lostNodesAreLeftAtOnce } from './departure-invariants.ts';

const nothing = { nodes: [aNode({ id: 'B' })] };

describe('lostNodesAreLeftAtOnce', () => {
  it.each([
    { name: 'is lost', writes: { nodes: [aNode({ state: 'down' })] } },
    { name: 'is drained', writes: { nodes: [aNode({ availability: 'drain' })] } },
    { name: 'is removed', writes: { gone: ['A'] } },
  ] as const)('wants the tasks of a node that $name to be shut down', ({ writes }) => {
    const left = tellStory(lostNodesAreLeftAtOnce);
    const forgotten = tellStory(lostNodesAreLeftAtOnce);
    for (const teller of [left, forgotten]) {
      teller.commit(0, 'test', { services: [aService()], nodes: [aNode()], tasks: [aTask()] });
      teller.commit(500, 'test', writes);
    }
    left.commit(500, 'watch:replicated', { tasks: [aTask({ desiredState: 'shutdown' })] });

    expect(left.commit(501, 'test', nothing)).toBeUndefined();
    expect(forgotten.commit(500, 'test', nothing)).toBeUndefined();
    expect(forgotten.commit(501, 'test', nothing)).toMatchObject({
      message: 'task web.1 (t1) is still to run on a node that is lost or drained',
    });
    expect([left.premises, forgotten.premises]).toEqual([1, 1]);
  });

  it.each([
    { name: 'waits for its turn', task: aTask({ desiredState: 'ready' }), service: aService() },
    {
      name: 'is of a job',
      task: aTask({ desiredState: 'complete' }),
      service: aService({ mode: { kind: 'global-job' } }),
    },
  ])('says nothing of a task that $name', ({ task, service }) => {
    const teller = tellStory(lostNodesAreLeftAtOnce);
    teller.commit(0, 'test', { services: [service], nodes: [aNode()], tasks: [task] });
    teller.commit(500, 'test', { nodes: [aNode({ state: 'down' })] });

    expect(teller.commit(501, 'test', nothing)).toBeUndefined();
    expect(teller.premises).toBe(0);
  });

  it('leaves it to a new leader', () => {
    const teller = tellStory(lostNodesAreLeftAtOnce);
    teller.commit(0, 'test', { services: [aService()], nodes: [aNode()], tasks: [aTask()] });
    teller.commit(500, 'test', { nodes: [aNode({ state: 'down' })] });

    expect(teller.commit(900, 'managers:campaign', nothing)).toBeUndefined();
  });
});
