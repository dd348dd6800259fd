import { describe, expect, it } from 'vitest';
import { HandDrivenSwarm, serviceSpec } from '../../../test-support/hand-driven-swarm.ts';
import { startOrchestrators } from '../../../test-support/start-orchestrators.ts';

/** A service of one replica whose task runs on a drained node, so that only its stop is awaited. */
function drainRunningTask(): HandDrivenSwarm {
  const swarm = new HandDrivenSwarm();
  startOrchestrators(swarm);
  swarm.addNodes('a', 'b');
  swarm.createService(serviceSpec('web'));
  const id = swarm.tasksOf('web')[0]?.id ?? '';
  swarm.place(id, 'a');
  swarm.report(id, 'running');
  swarm.changeNode('a', {}, { availability: 'drain' });
  return swarm;
}

// SwarmKit: manager/orchestrator/restart/restart.go, DelayStart.
describe('createRestartSupervisor', () => {
  it('opens the gate after a minute although the old task has not stopped', () => {
    const swarm = drainRunningTask();

    swarm.runFor(59_999);
    expect(swarm.describe('web')[1]).toBe('1.1 new/ready');
    swarm.runFor(1);

    expect(swarm.describe('web')).toEqual(['1.0 running/shutdown', '1.1 new/running']);
  });

  it('opens the gate when the node of the old task goes down', () => {
    const swarm = drainRunningTask();

    swarm.setNodeState('a', 'down');

    expect(swarm.describe('web')[1]).toBe('1.1 new/running');
  });

  it('opens the gate when the node of the old task is removed', () => {
    const swarm = drainRunningTask();

    swarm.removeNode('a');

    expect(swarm.describe('web')[1]).toBe('1.1 new/running');
  });

  it('has a replacement that fails behind its gate wait for two delays in a row', () => {
    const swarm = new HandDrivenSwarm();
    startOrchestrators(swarm);
    swarm.createService(serviceSpec('web'));
    swarm.report(swarm.tasksOf('web')[0]?.id ?? '', 'failed');
    swarm.runFor(1_000);

    swarm.report(swarm.tasksOf('web')[1]?.id ?? '', 'rejected');
    expect(swarm.describe('web')[1]).toBe('1.1 rejected/ready');
    swarm.runFor(4_000);
    expect(swarm.describe('web').slice(1)).toEqual(['1.1 rejected/shutdown', '1.2 new/ready']);
    swarm.runFor(5_000);

    expect(swarm.describe('web')[2]).toBe('1.2 new/running');
  });

  it('forgets the gate of a task that is deleted', () => {
    const swarm = drainRunningTask();
    const gated = swarm.tasksOf('web')[1]?.id ?? '';

    swarm.store.update((tx) => tx.delete('task', gated));
    swarm.runFor(120_000);

    expect(swarm.describe('web')).toEqual(['1.0 running/shutdown', '1.2 new/running']);
  });

  it('counts attempts within a window only', () => {
    const swarm = new HandDrivenSwarm();
    startOrchestrators(swarm);
    const restart = { condition: 'any', maxAttempts: 1, delayMs: 0, windowMs: 1_000 } as const;
    swarm.createService(serviceSpec('web', { task: { restart } }));

    swarm.report(swarm.wantedTasksOf('web')[0]?.id ?? '', 'failed');
    swarm.runFor(1_000);
    swarm.report(swarm.wantedTasksOf('web')[0]?.id ?? '', 'failed');
    swarm.runFor(500);
    swarm.report(swarm.wantedTasksOf('web')[0]?.id ?? '', 'failed');

    expect(swarm.describe('web')).toEqual([
      '1.0 failed/shutdown',
      '1.1 failed/shutdown',
      '1.2 failed/shutdown',
    ]);
  });
});
