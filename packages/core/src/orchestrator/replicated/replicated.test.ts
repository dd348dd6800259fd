import { describe, expect, it } from 'vitest';
import { HandDrivenSwarm, serviceSpec } from '../../../test-support/hand-driven-swarm.ts';
import type { RestartPolicy } from '../../model/task.ts';
import type { ServiceSpec } from '../../model/service.ts';
import { startOrchestrators } from '../../../test-support/start-orchestrators.ts';

function replicas(count: number, restart?: RestartPolicy): ServiceSpec {
  return serviceSpec('web', {
    mode: { kind: 'replicated', replicas: count },
    ...(restart === undefined ? {} : { task: { restart } }),
  });
}

function startSwarm(): HandDrivenSwarm {
  const swarm = new HandDrivenSwarm();
  startOrchestrators(swarm);
  swarm.addNodes('a', 'b');
  return swarm;
}

function firstTaskId(swarm: HandDrivenSwarm): string {
  return swarm.tasksOf('web')[0]?.id ?? '';
}

describe('createReplicatedOrchestrator', () => {
  it('creates the tasks of a new service', () => {
    const swarm = startSwarm();

    swarm.createService(replicas(3));

    expect(swarm.describe('web')).toEqual([
      '1.0 new/running',
      '2.0 new/running',
      '3.0 new/running',
    ]);
  });

  it('removes the surplus on the most crowded node when scaled down', () => {
    const swarm = startSwarm();
    swarm.createService(replicas(3));
    const [first, second, third] = swarm.tasksOf('web').map((task) => task.id);
    for (const [id, node] of [
      [first, 'a'],
      [second, 'a'],
      [third, 'b'],
    ] as const) {
      swarm.place(id ?? '', node);
      swarm.report(id ?? '', 'running');
    }

    swarm.updateService('web', replicas(2));

    expect(swarm.describe('web')).toEqual([
      '1.0 running/running',
      '2.0 running/remove',
      '3.0 running/running',
    ]);
  });

  it('asks for the removal of all tasks of a removed service', () => {
    const swarm = startSwarm();
    swarm.createService(replicas(2));

    swarm.removeService('web');

    expect(swarm.describe('web')).toEqual(['1.0 new/remove', '2.0 new/remove']);
  });

  it('makes a new task when one that was wanted is deleted', () => {
    const swarm = startSwarm();
    swarm.createService(replicas(1));

    swarm.store.update((tx) => tx.delete('task', firstTaskId(swarm)));
    swarm.run();

    expect(swarm.describe('web')).toEqual(['1.1 new/running']);
  });

  it('replaces a failed task after its delay', () => {
    const swarm = startSwarm();
    swarm.createService(replicas(1));
    swarm.report(firstTaskId(swarm), 'failed');

    expect(swarm.describe('web')).toEqual(['1.0 failed/shutdown', '1.1 new/ready']);
    swarm.runFor(4_999);
    expect(swarm.describe('web')[1]).toBe('1.1 new/ready');
    swarm.runFor(1);
    expect(swarm.describe('web')[1]).toBe('1.1 new/running');
  });

  it('moves tasks off a node that goes down, without waiting for them to stop', () => {
    const swarm = startSwarm();
    swarm.createService(replicas(1));
    swarm.place(firstTaskId(swarm), 'a');
    swarm.report(firstTaskId(swarm), 'running');

    swarm.setNodeState('a', 'down');
    swarm.runFor(5_000);

    expect(swarm.describe('web')).toEqual(['1.0 running/shutdown', '1.1 new/running']);
  });

  it('moves tasks off a drained node at once, but after they stopped', () => {
    const swarm = startSwarm();
    swarm.createService(replicas(1));
    const id = firstTaskId(swarm);
    swarm.place(id, 'a');
    swarm.report(id, 'running');

    swarm.changeNode('a', {}, { availability: 'drain' });
    expect(swarm.describe('web')).toEqual(['1.0 running/shutdown', '1.1 new/ready']);
    swarm.report(id, 'shutdown');

    expect(swarm.describe('web')).toEqual(['1.0 shutdown/shutdown', '1.1 new/running']);
  });

  it('moves tasks off a removed node', () => {
    const swarm = startSwarm();
    swarm.createService(replicas(1));
    swarm.place(firstTaskId(swarm), 'a');

    swarm.removeNode('a');

    expect(swarm.describe('web')).toEqual(['1.0 assigned/shutdown', '1.1 new/ready']);
  });

  it('never replaces under the condition none, and keeps the slot occupied', () => {
    const swarm = startSwarm();
    const spec = replicas(1, { condition: 'none', maxAttempts: 0 });
    swarm.createService(spec);

    swarm.report(firstTaskId(swarm), 'complete');
    swarm.updateService('web', { ...spec, labels: { a: 'b' } });

    expect(swarm.describe('web')).toEqual(['1.0 complete/shutdown']);
  });

  it('makes at most one task more than there are attempts', () => {
    const swarm = startSwarm();
    swarm.createService(replicas(1, { condition: 'any', maxAttempts: 2, delayMs: 0 }));

    for (let attempt = 0; attempt < 5; attempt += 1) {
      const live = swarm.wantedTasksOf('web')[0];
      if (live !== undefined) swarm.report(live.id, 'failed');
    }

    expect(swarm.describe('web')).toEqual([
      '1.0 failed/shutdown',
      '1.1 failed/shutdown',
      '1.2 failed/shutdown',
    ]);
  });

  it('knows the attempts of an earlier leader from the tasks in the store', () => {
    const swarm = new HandDrivenSwarm();
    const term = startOrchestrators(swarm);
    swarm.createService(replicas(1, { condition: 'any', maxAttempts: 1, delayMs: 0 }));
    swarm.report(firstTaskId(swarm), 'failed');
    term.stop();

    startOrchestrators(swarm);
    swarm.report(swarm.wantedTasksOf('web')[0]?.id ?? '', 'failed');

    expect(swarm.describe('web')).toEqual(['1.0 failed/shutdown', '1.1 failed/shutdown']);
  });

  it('starts a task that the earlier leader kept waiting, after the rest of its delay', () => {
    const swarm = new HandDrivenSwarm();
    const term = startOrchestrators(swarm);
    swarm.createService(replicas(1));
    swarm.report(firstTaskId(swarm), 'failed');
    swarm.runFor(3_000);
    term.stop();

    startOrchestrators(swarm);
    swarm.runFor(1_999);
    expect(swarm.describe('web')[1]).toBe('1.1 new/ready');
    swarm.runFor(1);

    expect(swarm.describe('web')[1]).toBe('1.1 new/running');
  });

  it('deletes tasks whose service went while there was no leader', () => {
    const swarm = new HandDrivenSwarm();
    const term = startOrchestrators(swarm);
    swarm.createService(replicas(2));
    term.stop();
    swarm.removeService('web');

    startOrchestrators(swarm);

    expect(swarm.describe('web')).toEqual([]);
  });

  it('deletes the records of a removed slot at the next look at its service', () => {
    const swarm = startSwarm();
    swarm.createService(replicas(2));
    swarm.updateService('web', replicas(1));
    swarm.report(swarm.tasksOf('web')[1]?.id ?? '', 'shutdown');
    const before = swarm.describe('web');

    swarm.updateService('web', { ...replicas(1), labels: { a: 'b' } });

    expect(before).toEqual(['1.0 new/running', '2.0 shutdown/remove']);
    expect(swarm.describe('web')).toEqual(['1.0 new/running']);
  });

  it('leaves the tasks of a job alone on a node that is lost', () => {
    const swarm = startSwarm();
    const job = { kind: 'replicated-job', maxConcurrent: 1, totalCompletions: 1 } as const;
    swarm.createService(serviceSpec('web', { mode: job }));
    swarm.place(firstTaskId(swarm), 'a');

    swarm.setNodeState('a', 'down');

    expect(swarm.describe('web')).toEqual(['0.0 assigned/complete']);
  });

  it('leaves global services alone', () => {
    const swarm = new HandDrivenSwarm();
    const wanted: number[] = [];
    startOrchestrators(swarm, {
      decideReplicated: ({ replicas: count }) => {
        wanted.push(count);
        return { decisions: [], surviving: [] };
      },
    });

    swarm.createService(serviceSpec('everywhere', { mode: { kind: 'global' } }));
    swarm.createService(replicas(7));

    expect(wanted).toEqual([7]);
  });
});
