import { describe, expect, it } from 'vitest';
import { HandDrivenSwarm, serviceSpec } from '../../../test-support/hand-driven-swarm.ts';
import { startOrchestrators } from '../../../test-support/start-orchestrators.ts';
import type { RestartPolicy, Task } from '../../model/task.ts';
import { createTaskFactory } from '../task-factory.ts';
import { createRestartSupervisor, type RestartSupervisor } from './restart.ts';

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

/** The supervisor without an orchestrator: nobody but the test asks it for a restart. */
class SupervisedSwarm extends HandDrivenSwarm {
  readonly restarts: RestartSupervisor;

  constructor(restart: RestartPolicy = { condition: 'any', maxAttempts: 0 }) {
    super();
    const tasks = createTaskFactory(this.kernel, this.store);
    this.restarts = createRestartSupervisor(this.kernel.openScope(), this.store, { tasks });
    const service = this.createService(serviceSpec('web', { task: { restart } }));
    this.store.update((tx) => tx.create('task', tasks.create(service, { slot: 1, nodeId: '' })));
  }

  /** The task made last. */
  get latest(): Task {
    const task = this.tasksOf('web').at(-1);
    if (task === undefined) throw new Error('there is no task');
    return task;
  }

  restart(task: Task): void {
    this.store.update((tx) => this.restarts.restart(tx, this.service('web'), task));
    this.run();
  }

  /** Fails the first task and has it restarted, then fails the replacement behind its gate. */
  failTwice(): void {
    this.report(this.latest.id, 'failed');
    this.restart(this.latest);
    this.report(this.latest.id, 'rejected');
    this.restart(this.latest);
  }
}

// SwarmKit: manager/orchestrator/restart/restart.go, Restart and waitRestart.
describe('a restart of a task that is still gated', () => {
  it('comes when the gate opens, with a full delay of its own', () => {
    const swarm = new SupervisedSwarm();

    swarm.failTwice();
    swarm.runFor(4_999);
    expect(swarm.describe('web')).toEqual(['1.0 failed/shutdown', '1.1 rejected/ready']);
    swarm.runFor(1);
    expect(swarm.describe('web').slice(1)).toEqual(['1.1 rejected/shutdown', '1.2 new/ready']);
    swarm.runFor(5_000);

    expect(swarm.describe('web')[2]).toBe('1.2 new/running');
  });

  it.each([
    { name: 'shut down', desiredState: 'shutdown' },
    { name: 'given up', desiredState: 'remove' },
  ] as const)('does not come for a task that was $name meanwhile', ({ desiredState }) => {
    const swarm = new SupervisedSwarm();
    swarm.failTwice();

    swarm.store.update((tx) => tx.changeTask(swarm.latest, { desiredState }));
    swarm.runFor(60_000);

    expect(swarm.describe('web').slice(1)).toEqual([`1.1 rejected/${desiredState}`]);
  });

  it('does not come for a service that was removed meanwhile', () => {
    const swarm = new SupervisedSwarm();
    swarm.failTwice();

    swarm.removeService('web');
    swarm.runFor(60_000);

    expect(swarm.tasksOf('web')).toHaveLength(2);
  });

  it('does not come for a task that is deleted at the instant when the gate opens', () => {
    const swarm = new SupervisedSwarm();
    swarm.failTwice();
    const { id } = swarm.latest;

    swarm.kernel.moveTo(5_000);
    swarm.store.update((tx) => tx.delete('task', id));
    swarm.run();

    expect(swarm.describe('web')).toEqual(['1.0 failed/shutdown']);
  });

  it('does not come after the supervisor has stopped watching', () => {
    const swarm = new SupervisedSwarm();
    swarm.addNodes('a');
    swarm.place(swarm.latest.id, 'a');
    swarm.report(swarm.latest.id, 'running');
    swarm.changeNode('a', {}, { availability: 'drain' });
    const old = swarm.latest;
    swarm.restart(old);
    swarm.report(swarm.latest.id, 'rejected');
    swarm.restart(swarm.latest);

    swarm.restarts.stop();
    swarm.report(old.id, 'shutdown');

    expect(swarm.describe('web')).toEqual(['1.0 shutdown/shutdown', '1.1 rejected/ready']);
  });
});

// SwarmKit: manager/orchestrator/restart/restart.go, Restart, and the history of an instance.
describe('restart', () => {
  it('is refused for a task that was shut down already', () => {
    const swarm = new SupervisedSwarm();
    swarm.store.update((tx) => tx.changeTask(swarm.latest, { desiredState: 'shutdown' }));

    expect(() => swarm.restart(swarm.latest)).toThrow('was shut down already');
    expect(swarm.describe('web')).toEqual(['1.0 new/shutdown']);
  });

  it('counts anew for a service that was forgotten', () => {
    const policy = { condition: 'any', maxAttempts: 1, delayMs: 0 } as const;
    const swarm = new SupervisedSwarm(policy);
    swarm.restart(swarm.latest);
    swarm.runFor(60_000);

    swarm.restarts.forgetService('web');
    swarm.restart(swarm.latest);
    swarm.runFor(60_000);
    swarm.restart(swarm.latest);

    expect(swarm.describe('web')).toEqual([
      '1.0 new/shutdown',
      '1.1 new/shutdown',
      '1.2 new/shutdown',
    ]);
  });
});
