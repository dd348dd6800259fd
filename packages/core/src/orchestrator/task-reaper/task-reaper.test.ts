import { describe, expect, it } from 'vitest';
import { aTask, HandDrivenSwarm, serviceSpec } from '../../../test-support/hand-driven-swarm.ts';
import { toId, type NodeId, type TaskId } from '../../model/ids.ts';
import type { Task } from '../../model/task.ts';
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

  it('does not wait when there is much to do', () => {
    const swarm = startSwarm(1);
    const many = Array.from({ length: 1_001 }, (_, index) => index + 1);

    addTasks(swarm, ...many.flatMap((slot) => [{ ...dead, slot }]));
    addTasks(swarm, ...many.map((slot) => ({ slot })));

    expect(swarm.store.count('task')).toBeLessThan(1_100);
  });
});
