import type { TraceRecord } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { followTasks } from './follow-tasks.ts';

function change(at: number, state: string, fields: object = {}): TraceRecord {
  const after = {
    id: 't1',
    serviceName: 'app1',
    nodeId: '',
    ...fields,
    status: { state, err: '', ...fields },
  };
  const changes = [{ table: 'task', id: 't1', action: 'update', before: undefined, after }];
  return { at, sequence: at, causedBy: 0, kind: 'commit', data: { changes } };
}

const onNode = { nodeId: 'n1' };

describe('followTasks', () => {
  it('tells when a task was on its node, and when it ran', () => {
    const records = [
      change(1, 'new'),
      change(2, 'assigned', onNode),
      change(5, 'running', onNode),
      change(9, 'shutdown', onNode),
    ];

    expect(followTasks(records, 100)).toEqual([
      {
        service: 'app1',
        taskId: 't1',
        createdAt: 1,
        error: '',
        onNode: { node: 'n1', from: 2, to: 9 },
        running: { from: 5, to: 9 },
      },
    ]);
  });

  it('lets a task that has not ended last until the end', () => {
    const records = [change(1, 'new'), change(2, 'assigned', onNode), change(5, 'running', onNode)];

    expect(followTasks(records, 100)[0]?.running).toEqual({ from: 5, to: 100 });
  });

  it('keeps the error of a task that failed, and looks no further', () => {
    const failed = { ...onNode, err: 'starting container failed' };
    const records = [
      change(2, 'assigned', onNode),
      change(3, 'failed', failed),
      change(8, 'failed', { ...failed, err: 'other' }),
    ];

    const [task] = followTasks(records, 100);

    expect(task).toMatchObject({ error: 'starting container failed', onNode: { to: 3 } });
    expect(task?.running).toBeUndefined();
  });

  it('ends a task that is deleted', () => {
    const deletion = {
      changes: [
        {
          table: 'task',
          id: 't1',
          action: 'delete',
          before: {
            id: 't1',
            serviceName: 'app1',
            nodeId: 'n1',
            status: { state: 'running', err: '' },
          },
          after: undefined,
        },
      ],
    };
    const records = [
      change(2, 'running', onNode),
      { at: 7, sequence: 7, causedBy: 0, kind: 'commit', data: deletion },
    ];

    expect(followTasks(records, 100)[0]?.running).toEqual({ from: 2, to: 7 });
  });
});
