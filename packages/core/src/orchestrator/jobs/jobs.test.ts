import { describe, expect, it } from 'vitest';
import { aTask, HandDrivenSwarm, serviceSpec } from '../../../test-support/hand-driven-swarm.ts';
import { startOrchestrators } from '../../../test-support/start-orchestrators.ts';
import { toId, type ServiceId } from '../../model/ids.ts';
import type { ServiceSpec } from '../../model/service.ts';
import type { TaskState } from '../../model/task-state.ts';
import type { Task, TaskSpec } from '../../model/task.ts';

function job(maxConcurrent: number, totalCompletions: number, task: TaskSpec = {}): ServiceSpec {
  return serviceSpec('job', {
    mode: { kind: 'replicated-job', maxConcurrent, totalCompletions },
    task,
  });
}

function everywhere(task: TaskSpec = {}): ServiceSpec {
  return serviceSpec('job', { mode: { kind: 'global-job' }, task });
}

function startSwarm(spec: ServiceSpec): HandDrivenSwarm {
  const swarm = new HandDrivenSwarm();
  startOrchestrators(swarm);
  swarm.addNodes('a', 'b');
  swarm.createService(spec);
  return swarm;
}

/** The newest task of a slot, or of a node. */
function taskIn(swarm: HandDrivenSwarm, place: number | string): Task {
  const tasks = swarm.tasksOf('job').filter(({ slot, nodeId }) => {
    return typeof place === 'number' ? slot === place : nodeId === place;
  });
  const task = tasks.at(-1);
  if (task === undefined) throw new Error(`there is no task in ${place}`);
  return task;
}

function report(swarm: HandDrivenSwarm, place: number | string, state: TaskState): void {
  swarm.report(taskIn(swarm, place).id, state);
}

/** Reports tasks in one transaction, as the dispatcher does with what comes together. */
function reportAll(swarm: HandDrivenSwarm, state: TaskState): void {
  swarm.store.update((tx) => {
    for (const { id } of swarm.tasksOf('job')) {
      const task = tx.get('task', id);
      if (task !== undefined) tx.changeTask(task, { status: { ...task.status, state } });
    }
  });
  swarm.run();
}

// SwarmKit: manager/orchestrator/jobs/orchestrator.go, handleEvent, and jobs/replicated/reconciler.go.
describe('createJobsOrchestrator with a replicated job', () => {
  it('creates tasks that are to complete, of the first run', () => {
    const swarm = startSwarm(job(2, 3));

    expect(swarm.describe('job')).toEqual(['0.0 new/complete', '1.0 new/complete']);
    expect(swarm.tasksOf('job').map((task) => task.jobIteration)).toEqual([0, 0]);
    expect(swarm.tasksOf('job').map((task) => task.nodeId)).toEqual(['', '']);
  });

  it('goes on when a task completes, until all is completed', () => {
    const swarm = startSwarm(job(1, 2));

    report(swarm, 0, 'running');
    expect(swarm.describe('job')).toEqual(['0.0 running/complete']);
    report(swarm, 0, 'complete');
    expect(swarm.describe('job')).toEqual(['0.0 complete/complete', '1.0 new/complete']);
    report(swarm, 1, 'complete');

    expect(swarm.describe('job')).toEqual(['0.0 complete/complete', '1.0 complete/complete']);
  });

  it('never restarts what completed, even under the condition any', () => {
    const swarm = startSwarm(job(1, 1, { restart: { condition: 'any', maxAttempts: 0 } }));

    report(swarm, 0, 'complete');
    swarm.runFor(60_000);

    expect(swarm.describe('job')).toEqual(['0.0 complete/complete']);
  });

  it('replaces a failed task in its slot and run after the delay', () => {
    const swarm = startSwarm(job(1, 1));
    swarm.updateService('job', job(1, 1, { forceUpdate: 1 }));

    report(swarm, 0, 'failed');
    expect(swarm.describe('job').slice(1)).toEqual(['0.1 failed/shutdown', '0.2 new/ready']);
    expect(taskIn(swarm, 0)).toMatchObject({ jobIteration: 1, nodeId: '' });
    swarm.runFor(4_999);
    expect(taskIn(swarm, 0).desiredState).toBe('ready');
    swarm.runFor(1);

    expect(taskIn(swarm, 0).desiredState).toBe('complete');
  });

  it('makes a replacement that fails behind its gate wait for two delays in a row', () => {
    const swarm = startSwarm(job(1, 1));
    report(swarm, 0, 'failed');
    report(swarm, 0, 'rejected');

    swarm.runFor(4_999);
    expect(swarm.describe('job')).toEqual(['0.0 failed/shutdown', '0.1 rejected/ready']);
    swarm.runFor(1);
    expect(swarm.describe('job').slice(1)).toEqual(['0.1 rejected/shutdown', '0.2 new/ready']);
    swarm.runFor(5_000);

    expect(taskIn(swarm, 0).desiredState).toBe('complete');
  });

  it.each([0, 1])('limits the attempts in slot %i', (slot) => {
    const restart = { condition: 'any', maxAttempts: 1, delayMs: 0 } as const;
    const swarm = startSwarm(job(2, 2, { restart }));
    swarm.place(taskIn(swarm, slot).id, 'a');
    report(swarm, slot, 'failed');
    swarm.place(taskIn(swarm, slot).id, 'b');

    report(swarm, slot, 'failed');

    const inSlot = swarm.describe('job').filter((line) => line.startsWith(`${slot}.`));
    expect(inSlot).toEqual([`${slot}.0 failed/shutdown`, `${slot}.1 failed/shutdown`]);
  });

  it('tries a slot again that failed for good, but only when something else happens', () => {
    const restart = { condition: 'none', maxAttempts: 0 } as const;
    const swarm = startSwarm(job(2, 2, { restart }));

    report(swarm, 0, 'failed');
    swarm.runFor(60_000);
    expect(swarm.describe('job')).toEqual(['0.0 failed/shutdown', '1.0 new/complete']);
    report(swarm, 1, 'complete');

    expect(swarm.describe('job')).toEqual([
      '0.0 failed/shutdown',
      '1.0 complete/complete',
      '0.1 new/complete',
    ]);
  });

  it('looks again for the second of two failures that come together', () => {
    const restart = { condition: 'none', maxAttempts: 0 } as const;
    const swarm = startSwarm(job(2, 2, { restart }));

    reportAll(swarm, 'failed');

    expect(swarm.describe('job').slice(2)).toEqual(['0.1 new/complete', '1.1 new/complete']);
  });

  it('creates no more than it may when completions come together', () => {
    const swarm = startSwarm(job(2, 7));

    reportAll(swarm, 'complete');

    expect(swarm.describe('job').slice(2)).toEqual(['2.0 new/complete', '3.0 new/complete']);
  });

  it('runs again after an update, and removes what still ran', () => {
    const swarm = startSwarm(job(2, 3));
    report(swarm, 0, 'complete');
    report(swarm, 1, 'running');

    swarm.updateService('job', job(2, 3, { forceUpdate: 1 }));

    expect(swarm.describe('job')).toEqual([
      '0.0 complete/complete',
      '1.0 running/remove',
      '2.0 new/remove',
      '0.1 new/complete',
      '1.1 new/complete',
    ]);
    expect(taskIn(swarm, 0).jobIteration).toBe(1);
  });

  it('leaves its tasks where they are when a node goes down or is drained', () => {
    const swarm = startSwarm(job(2, 2));
    swarm.place(taskIn(swarm, 0).id, 'a');
    swarm.place(taskIn(swarm, 1).id, 'b');
    reportAll(swarm, 'running');

    swarm.setNodeState('a', 'down');
    swarm.changeNode('b', {}, { availability: 'drain' });
    swarm.runFor(120_000);

    expect(swarm.describe('job')).toEqual(['0.0 running/complete', '1.0 running/complete']);
  });

  it('replaces a task that was orphaned', () => {
    const swarm = startSwarm(job(1, 1));
    report(swarm, 0, 'running');

    report(swarm, 0, 'orphaned');

    expect(swarm.describe('job')).toEqual(['0.0 orphaned/shutdown', '0.1 new/ready']);
  });

  it('does nothing about a created task, even if that has ended', () => {
    const swarm = startSwarm(job(1, 2));
    const ended = { slot: 1, state: 'failed', desiredState: 'complete', jobIteration: 0 } as const;
    const { meta: _, ...task } = aTask({ ...ended, serviceId: toId<ServiceId>('job') });

    swarm.store.update((tx) => tx.create('task', task));
    swarm.run();

    expect(swarm.describe('job')).toEqual(['0.0 new/complete', '1.0 failed/complete']);
  });

  it('does nothing about a deleted task before something else happens', () => {
    const swarm = startSwarm(job(2, 2));

    swarm.store.update((tx) => tx.delete('task', taskIn(swarm, 0).id));
    swarm.run();
    expect(swarm.describe('job')).toEqual(['1.0 new/complete']);
    report(swarm, 1, 'complete');

    expect(swarm.describe('job')).toEqual(['1.0 complete/complete', '0.1 new/complete']);
  });

  it('asks for the removal of all tasks of a removed job', () => {
    const swarm = startSwarm(job(2, 2));
    report(swarm, 0, 'complete');

    swarm.removeService('job');

    const wanted = swarm.tasksOf('job').map(({ desiredState }) => desiredState);
    expect(wanted).toEqual(['remove', 'remove']);
  });

  it('forgets the attempts and the incarnations of a removed job', () => {
    const restart = { condition: 'any', maxAttempts: 1, delayMs: 0 } as const;
    const swarm = startSwarm(job(1, 1, { restart }));
    report(swarm, 0, 'failed');
    report(swarm, 0, 'failed');
    swarm.removeService('job');
    swarm.store.batch(swarm.tasksOf('job'), (tx, { id }) => tx.delete('task', id));

    swarm.createService(job(1, 1, { restart }));
    report(swarm, 0, 'failed');

    expect(swarm.describe('job')).toEqual(['0.0 failed/shutdown', '0.1 new/complete']);
  });
});

// SwarmKit: manager/orchestrator/jobs/orchestrator.go, handleEvent, and jobs/global/reconciler.go.
describe('createJobsOrchestrator with a global job', () => {
  it('creates a task on every node, and none on those that join', () => {
    const swarm = startSwarm(everywhere());

    swarm.addNodes('c');
    reportAll(swarm, 'running');
    expect(swarm.describe('job')).toEqual(['a.0 running/complete', 'b.0 running/complete']);
    report(swarm, 'a', 'complete');

    // Anything that has the job looked at gives the new node its task.
    expect(swarm.describe('job').slice(2)).toEqual(['c.0 new/complete']);
  });

  it('restarts a failed task on its node', () => {
    const swarm = startSwarm(everywhere());

    report(swarm, 'b', 'failed');
    swarm.runFor(5_000);

    expect(swarm.describe('job').slice(1)).toEqual(['b.0 failed/shutdown', 'b.1 new/complete']);
  });

  it('knows no limit of attempts', () => {
    const restart = { condition: 'any', maxAttempts: 1, delayMs: 0 } as const;
    const swarm = startSwarm(everywhere({ restart }));

    for (let attempt = 0; attempt < 4; attempt += 1) report(swarm, 'a', 'failed');

    expect(swarm.describe('job').at(-1)).toBe('a.4 new/complete');
  });

  it('runs again after an update, and removes even what was completed', () => {
    const swarm = startSwarm(everywhere());
    report(swarm, 'a', 'complete');

    swarm.updateService('job', everywhere({ forceUpdate: 1 }));

    expect(swarm.describe('job')).toEqual([
      'a.0 complete/remove',
      'b.0 new/remove',
      'a.1 new/complete',
      'b.1 new/complete',
    ]);
  });

  it('leaves a drained node only when the job is looked at for another reason', () => {
    const swarm = startSwarm(everywhere());
    reportAll(swarm, 'running');

    swarm.changeNode('a', {}, { availability: 'drain' });
    expect(swarm.describe('job')[0]).toBe('a.0 running/complete');
    report(swarm, 'b', 'complete');

    expect(swarm.describe('job')).toEqual(['a.0 running/shutdown', 'b.0 complete/complete']);
  });

  it('shuts down the replacement of a task that failed on a drained node', () => {
    const swarm = startSwarm(everywhere());
    swarm.changeNode('a', {}, { availability: 'drain' });

    report(swarm, 'a', 'failed');
    expect(swarm.describe('job').slice(2)).toEqual(['a.1 new/complete']);
    report(swarm, 'b', 'complete');

    expect(swarm.describe('job').slice(2)).toEqual(['a.1 new/shutdown']);
  });
});

// SwarmKit: manager/orchestrator/jobs/orchestrator.go, init, and manager/orchestrator/taskinit/init.go.
describe('createJobsOrchestrator of a new leader', () => {
  /** A swarm whose leader ended; `meanwhile` is what happens until the next one begins. */
  function changeLeader(
    spec: ServiceSpec,
    meanwhile: (swarm: HandDrivenSwarm) => void,
  ): HandDrivenSwarm {
    const swarm = new HandDrivenSwarm();
    const term = startOrchestrators(swarm);
    swarm.addNodes('a', 'b');
    swarm.createService(spec);
    term.stop();
    meanwhile(swarm);
    startOrchestrators(swarm);
    return swarm;
  }

  it('goes on with what completed and what failed meanwhile', () => {
    const swarm = changeLeader(job(2, 3), (late) => {
      report(late, 0, 'complete');
      report(late, 1, 'failed');
    });

    expect(swarm.describe('job')).toEqual([
      '0.0 complete/complete',
      '1.0 failed/shutdown',
      '2.0 new/complete',
      '1.1 new/ready',
    ]);
  });

  it('starts a replacement that the earlier leader kept waiting', () => {
    const swarm = new HandDrivenSwarm();
    const term = startOrchestrators(swarm);
    swarm.addNodes('a');
    swarm.createService(job(1, 1));
    report(swarm, 0, 'failed');
    swarm.runFor(3_000);
    term.stop();

    startOrchestrators(swarm);
    swarm.runFor(1_999);
    expect(taskIn(swarm, 0).desiredState).toBe('ready');
    swarm.runFor(1);

    expect(taskIn(swarm, 0).desiredState).toBe('complete');
  });

  it('knows the attempts in slot 0 from the tasks in the store', () => {
    const restart = { condition: 'any', maxAttempts: 1, delayMs: 0 } as const;
    const swarm = new HandDrivenSwarm();
    const term = startOrchestrators(swarm);
    swarm.addNodes('a', 'b');
    swarm.createService(job(1, 1, { restart }));
    swarm.place(taskIn(swarm, 0).id, 'a');
    report(swarm, 0, 'failed');
    swarm.place(taskIn(swarm, 0).id, 'b');
    term.stop();

    startOrchestrators(swarm);
    report(swarm, 0, 'failed');

    expect(swarm.describe('job')).toEqual(['0.0 failed/shutdown', '0.1 failed/shutdown']);
  });

  it('leaves the tasks of a replicated job on a lost node', () => {
    const swarm = changeLeader(job(1, 1), (late) => {
      late.place(taskIn(late, 0).id, 'a');
      late.setNodeState('a', 'down');
    });

    expect(swarm.describe('job')).toEqual(['0.0 assigned/complete']);
  });

  it('shuts down the tasks of a global job on nodes that are down, drained or gone', () => {
    const swarm = changeLeader(everywhere(), (late) => {
      late.setNodeState('a', 'down');
      late.removeNode('b');
    });

    expect(swarm.describe('job')).toEqual(['a.0 new/shutdown', 'b.0 new/shutdown']);
  });

  it('shuts a waiting task on a drained node down without starting it', () => {
    const swarm = new HandDrivenSwarm();
    const term = startOrchestrators(swarm);
    swarm.addNodes('a');
    swarm.createService(everywhere({ restart: { condition: 'any', maxAttempts: 0, delayMs: 0 } }));
    report(swarm, 'a', 'failed');
    const waiting = taskIn(swarm, 'a');
    term.stop();
    swarm.store.update((tx) => {
      const task = tx.get('task', waiting.id);
      if (task !== undefined) tx.update('task', { ...task, desiredState: 'ready' });
    });
    swarm.changeNode('a', {}, { availability: 'drain' });
    const seen: string[] = [];
    swarm.store.onCommit(() => seen.push(taskIn(swarm, 'a').desiredState));

    startOrchestrators(swarm);

    expect(seen).not.toContain('complete');
    expect(taskIn(swarm, 'a').desiredState).toBe('shutdown');
  });

  it('deletes the tasks of a job that went meanwhile', () => {
    const swarm = changeLeader(job(2, 2), (late) => late.removeService('job'));

    expect(swarm.tasksOf('job')).toEqual([]);
  });
});
