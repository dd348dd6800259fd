import { describe, expect, it } from 'vitest';
import { aTask, HandDrivenSwarm, serviceSpec } from '../../../test-support/hand-driven-swarm.ts';
import { toId, type NodeId, type TaskId } from '../../model/ids.ts';
import type { Task } from '../../model/task.ts';
import type { Tx } from '../../store/store.ts';
import { createTaskReaper } from './task-reaper.ts';

let lastTask = 0;

function startSwarm(
  historyLimit: number,
  mode: 'replicated' | 'global' = 'replicated',
): HandDrivenSwarm {
  const swarm = new HandDrivenSwarm(historyLimit);
  const kind = mode === 'global' ? { kind: mode } : { kind: mode, replicas: 1 };
  swarm.createService(serviceSpec('web', { mode: kind }));
  createTaskReaper(swarm.env, swarm.store);
  return swarm;
}

function addTasks(swarm: HandDrivenSwarm, ...tasks: readonly Parameters<typeof aTask>[0][]): void {
  for (const change of tasks) {
    lastTask += 1;
    const task = aTask({ id: toId<TaskId>(`task${lastTask}`), incarnation: lastTask, ...change });
    swarm.store.update((tx) => tx.create('task', task));
  }
  swarm.run();
}

const dead = { state: 'failed', desiredState: 'shutdown' } as const;

function statesOf(swarm: HandDrivenSwarm): readonly string[] {
  return swarm.tasksOf('web').map((task: Task) => task.status.state);
}

// SwarmKit: manager/orchestrator/taskreaper/task_reaper.go.
describe('createTaskReaper', () => {
  it('trims the history of a slot a quarter of a second after it got a task', () => {
    const swarm = startSwarm(2);

    addTasks(swarm, dead, dead, {});
    swarm.runFor(249);
    expect(statesOf(swarm)).toEqual(['failed', 'failed', 'running']);
    swarm.runFor(1);

    expect(statesOf(swarm)).toEqual(['failed', 'running']);
  });

  it('trims each node of a global service by itself', () => {
    const swarm = startSwarm(1, 'global');
    const on = (id: string): object => ({ slot: 0, nodeId: toId<NodeId>(id) });

    addTasks(swarm, { ...dead, ...on('a') }, { ...dead, ...on('b') }, { ...on('b') });
    swarm.runFor(250);

    expect(swarm.tasksOf('web').map((task) => task.nodeId)).toEqual(['a', 'b']);
  });

  it('keeps all tasks of a job', () => {
    const mode = { kind: 'replicated-job', maxConcurrent: 1, totalCompletions: 9 } as const;
    const swarm = startSwarm(0);
    swarm.updateService('web', serviceSpec('web', { mode }));

    addTasks(swarm, dead, dead, {});
    swarm.runFor(250);

    expect(statesOf(swarm)).toEqual(['failed', 'failed', 'running']);
  });

  it('does not trim when a task ends, but when the next one is created', () => {
    const swarm = startSwarm(1);
    addTasks(swarm, {}, {});
    swarm.runFor(250);

    swarm.report(swarm.tasksOf('web')[0]?.id ?? '', 'failed');
    swarm.report(swarm.tasksOf('web')[1]?.id ?? '', 'failed');
    swarm.runFor(250);
    expect(statesOf(swarm)).toEqual(['failed']);
    swarm.runFor(1_000);

    expect(statesOf(swarm)).toEqual(['failed']);
  });

  it('deletes removed tasks once they have stopped', () => {
    const swarm = startSwarm(5);
    addTasks(swarm, { desiredState: 'remove' });
    swarm.runFor(1_000);
    expect(statesOf(swarm)).toEqual(['running']);

    swarm.report(swarm.tasksOf('web')[0]?.id ?? '', 'shutdown');
    swarm.runFor(250);

    expect(statesOf(swarm)).toEqual([]);
  });

  it('cleans up what an earlier leader left', () => {
    const swarm = new HandDrivenSwarm();
    swarm.createService(serviceSpec('web'));
    addTasks(swarm, { desiredState: 'remove', state: 'pending' }, { desiredState: 'remove' });

    createTaskReaper(swarm.env, swarm.store);

    expect(statesOf(swarm)).toEqual(['running']);
  });

  it.each([
    { name: 'looks again at a slot that it was not done with', isSame: true, left: ['running'] },
    {
      name: 'forgets with its term which slots it was not done with',
      isSame: false,
      left: ['failed', 'running'],
    },
  ])('$name', ({ isSame, left }) => {
    const swarm = new HandDrivenSwarm(1);
    swarm.createService(serviceSpec('web'));
    const term = swarm.kernel.openScope();
    const reaper = createTaskReaper(term, swarm.store);
    addTasks(swarm, {}, {});
    swarm.runFor(250);

    if (!isSame) {
      reaper.stop();
      term.close();
      createTaskReaper(swarm.kernel.openScope(), swarm.store);
    }
    swarm.report(swarm.tasksOf('web')[0]?.id ?? '', 'failed');
    swarm.runFor(1_000);

    expect(statesOf(swarm)).toEqual(left);
  });

  it('looks again at a slot that it was not done with when the cluster’s settings change', () => {
    const swarm = startSwarm(3);
    addTasks(swarm, {}, {}, dead, dead);
    swarm.runFor(250);
    const before = statesOf(swarm);

    swarm.store.update((tx) => {
      const cluster = tx.get('cluster', 'cluster')!;
      const orchestration = { taskHistoryRetentionLimit: 2 };
      tx.update('cluster', { ...cluster, spec: { ...cluster.spec, orchestration } });
    });
    swarm.runFor(250);

    expect(before).toEqual(['running', 'running', 'failed']);
    expect(statesOf(swarm)).toEqual(['running', 'running']);
  });

  it('does not wait when more than a thousand slots and tasks are due', () => {
    const swarm = startSwarm(1);
    const many = Array.from({ length: 501 }, (_, index) => index + 1);

    addTasks(swarm, ...many.flatMap((slot) => [{ ...dead, slot }]));
    addTasks(swarm, ...many.map((slot) => ({ slot })));
    expect(swarm.store.count('task')).toBe(1_002);
    swarm.store.batch(many.slice(0, 499), (tx, slot) => removeEnded(tx, slot));
    swarm.run();
    expect(swarm.store.count('task')).toBe(1_002);
    swarm.store.batch([500], (tx, slot) => removeEnded(tx, slot));
    swarm.run();

    expect(swarm.store.count('task')).toBe(501);
    expect(swarm.kernel.nextAt).toBeUndefined();
  });

  it('waits for a quarter of a second from the first of several events', () => {
    const swarm = startSwarm(1);
    addTasks(swarm, dead, {});

    swarm.runFor(200);
    addTasks(swarm, { slot: 2 });
    swarm.runFor(50);

    expect(statesOf(swarm)).toEqual(['running', 'running']);
    expect(swarm.kernel.nextAt).toBeUndefined();
  });

  it('passes over what is gone when its pass comes', () => {
    const swarm = startSwarm(1);
    addTasks(swarm, dead, {}, { desiredState: 'remove', state: 'pending', slot: 2 });
    swarm.report(swarm.tasksOf('web')[2]?.id ?? '', 'shutdown');

    swarm.store.update((tx) => tx.delete('task', swarm.tasksOf('web')[2]?.id ?? ''));
    swarm.removeService('web');
    swarm.runFor(250);

    expect(statesOf(swarm)).toEqual(['failed', 'running']);
  });

  it('knows the usual limit where the cluster says none', () => {
    const swarm = startSwarm(1);
    swarm.store.update((tx) => tx.delete('cluster', 'cluster'));

    addTasks(swarm, dead, dead, dead, dead, dead, {});
    swarm.runFor(250);

    expect(statesOf(swarm)).toHaveLength(5);
  });

  it('begins anew after a pass', () => {
    const swarm = startSwarm(1);
    addTasks(swarm, dead, {});
    swarm.runFor(1_000);

    addTasks(swarm, dead);
    swarm.runFor(249);
    const before = statesOf(swarm).length;
    swarm.runFor(1);

    expect([before, statesOf(swarm)]).toEqual([2, ['running']]);
  });
});

/** Asks for the removal of the ended task of a slot. */
function removeEnded(tx: Tx, slot: number): void {
  const task = tx
    .list('task')
    .find((other) => other.slot === slot && other.status.state === 'failed');
  if (task !== undefined) tx.changeTask(task, { desiredState: 'remove' });
}
