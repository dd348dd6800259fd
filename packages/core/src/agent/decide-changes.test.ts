import { describe, expect, it } from 'vitest';
import { aTask } from '../../test-support/hand-driven-swarm.ts';
import { toId, type TaskId } from '../model/ids.ts';
import { decideRemovals, decideTakeover } from './decide-changes.ts';

const [a, b] = ['a', 'b'].map((id) => aTask({ id: toId<TaskId>(id), desiredState: 'running' }));

// SwarmKit: agent/task.go, Update and updateTask.
describe('decideTakeover', () => {
  const task = aTask({ id: toId<TaskId>('a'), desiredState: 'running' });

  it('takes what asks for more', () => {
    expect(decideTakeover(task, { ...task, desiredState: 'shutdown' })).toBe(true);
  });

  it('leaves what differs in its status only', () => {
    const status = { ...task.status, state: 'failed' } as const;

    expect(decideTakeover(task, { ...task, status })).toBe(false);
  });

  it('leaves what would go back', () => {
    expect(decideTakeover(task, { ...task, desiredState: 'ready' })).toBe(false);
  });
});

// SwarmKit: agent/worker.go, reconcileTaskState.
describe('decideRemovals', () => {
  const held = (): readonly string[] => ['a', 'b', 'c'];
  const update = { action: 'update', item: 'task' } as const;

  it('gives up what a complete message does not name', () => {
    const changes = [a, b].flatMap((task) => (task === undefined ? [] : [{ ...update, task }]));

    expect(decideRemovals({ type: 'complete', changes, held })).toEqual(['c']);
  });

  it('gives up what an incremental message takes back, and nothing else', () => {
    const changes = [
      { action: 'remove', item: 'config', id: 'c' },
      { action: 'remove', item: 'task', id: 'a' },
    ] as const;

    expect(decideRemovals({ type: 'incremental', changes, held })).toEqual(['a']);
  });
});
