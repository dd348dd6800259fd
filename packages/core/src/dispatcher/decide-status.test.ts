import { describe, expect, it } from 'vitest';
import type { TaskState } from '../model/task-state.ts';
import type { TaskStatus } from '../model/task.ts';
import { decideStatus } from './decide-status.ts';

function status(state: TaskState, more: Partial<TaskStatus> = {}): TaskStatus {
  return { state, at: 10, message: state, err: '', ...more };
}

// SwarmKit: manager/dispatcher/dispatcher.go, processUpdates.
describe('decideStatus', () => {
  it('records a later state with the instant of recording', () => {
    const recorded = decideStatus(status('assigned'), status('running'), 200);

    expect(recorded).toEqual({ ...status('running'), appliedAt: 200 });
  });

  it('drops a state that moves back', () => {
    expect(decideStatus(status('running'), status('starting'), 200)).toBeUndefined();
    expect(decideStatus(status('failed'), status('shutdown'), 200)).toBeUndefined();
  });

  it('lets a task that was shut down fail still', () => {
    expect(decideStatus(status('shutdown'), status('failed'), 200)?.state).toBe('failed');
  });

  it('drops what is recorded already, whenever that was', () => {
    const container = { containerId: 'x', pid: 1, exitCode: 0 };
    const recorded = status('running', { appliedAt: 100, container });

    expect(decideStatus(recorded, status('running', { container }), 200)).toBeUndefined();
  });

  const container = { containerId: 'x', pid: 1, exitCode: 0 };

  it.each<{ readonly name: string; readonly news: Partial<TaskStatus> }>([
    { name: 'time', news: { at: 11 } },
    { name: 'message', news: { message: 'other' } },
    { name: 'error', news: { err: 'x' } },
    { name: 'container', news: { container: { ...container, containerId: 'y' } } },
    { name: 'process', news: { container: { ...container, pid: 2 } } },
    { name: 'exit code', news: { container: { ...container, exitCode: 3 } } },
  ])('records another $name', ({ news }) => {
    const recorded = status('running', { container });

    expect(decideStatus(recorded, { ...recorded, ...news }, 200)).toEqual({
      ...recorded,
      ...news,
      appliedAt: 200,
    });
  });

  it('records a container that comes, and one that goes', () => {
    const [bare, filled] = [status('running'), status('running', { container })];

    expect(decideStatus(bare, filled, 200)).toEqual({ ...filled, appliedAt: 200 });
    expect(decideStatus(filled, bare, 200)).toEqual({ ...bare, appliedAt: 200 });
  });

  it('records news within one state', () => {
    const news = status('failed', { err: 'task: non-zero exit (1)' });

    expect(decideStatus(status('failed'), news, 200)?.err).toBe('task: non-zero exit (1)');
  });
});
