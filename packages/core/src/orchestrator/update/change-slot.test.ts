/** The transactions of an update by themselves: no update runs, and a test plays what happens between. */
import { describe, expect, it } from 'vitest';
import { HandDrivenSwarm, serviceSpec } from '../../../test-support/hand-driven-swarm.ts';
import type { ServiceSpec } from '../../model/service.ts';
import type { Task } from '../../model/task.ts';
import { createRestartSupervisor } from '../restart/restart.ts';
import { createTaskFactory } from '../task-factory.ts';
import { keepTask, replaceTasks, shutDownTasks, type SlotChangeTools } from './change-slot.ts';
import type { UpdateSettings } from './decide-update.ts';

class SlotSwarm extends HandDrivenSwarm {
  readonly tools: SlotChangeTools;

  constructor(spec: ServiceSpec = serviceSpec('web')) {
    super();
    this.addNodes('a');
    const tasks = createTaskFactory(this.kernel, this.store);
    const restarts = createRestartSupervisor(this.kernel.openScope(), this.store, { tasks });
    this.tools = { store: this.store, tasks, restarts };
    this.createService(spec);
  }

  /** Makes a running task of slot 1, or of the node `a`. */
  addTask(desiredState: Task['desiredState'] = 'running', slot = 1): Task {
    const made = this.tools.tasks.create(this.service('web'), { slot, nodeId: '' });
    this.store.update((tx) => tx.create('task', { ...made, desiredState }));
    this.report(made.id, 'running');
    const task = this.store.get('task', made.id);
    if (task === undefined) throw new Error('the task is gone');
    return task;
  }

  shutDown(...tasks: readonly Task[]): void {
    this.store.update((tx) => {
      for (const task of tasks) tx.changeTask(task, { desiredState: 'shutdown' });
    });
  }

  replace(slot: readonly Task[], order: UpdateSettings['order'] = 'stop-first'): Task | undefined {
    const id = replaceTasks(this.tools, { service: this.service('web'), slot, order });
    this.run();
    return id === undefined ? undefined : this.store.get('task', id);
  }

  keep(slot: readonly Task[], kept: Task): boolean {
    const isGated = keepTask(this.tools, slot, kept);
    this.run();
    return isGated;
  }
}

// SwarmKit: manager/orchestrator/update/updater.go, updateTask and removeOldTasks.
describe('replaceTasks', () => {
  it('shuts the old tasks down, and has the new one wait for the last of them', () => {
    const swarm = new SlotSwarm();
    const slot = [swarm.addTask(), swarm.addTask()];

    swarm.replace(slot);
    swarm.report(slot[0]?.id ?? '', 'shutdown');
    const before = swarm.describe('web');
    swarm.report(slot[1]?.id ?? '', 'shutdown');

    expect(before).toEqual(['1.0 shutdown/shutdown', '1.1 running/shutdown', '1.2 new/ready']);
    expect(swarm.describe('web')[2]).toBe('1.2 new/running');
  });

  it('leaves the old tasks alone with start-first, and waits for none', () => {
    const swarm = new SlotSwarm();

    swarm.replace([swarm.addTask()], 'start-first');

    expect(swarm.describe('web')).toEqual(['1.0 running/running', '1.1 new/running']);
  });

  it.each([
    { order: 'stop-first', isReplaced: false },
    { order: 'start-first', isReplaced: true },
  ] as const)(
    'with $order is $isReplaced to replace tasks that others have shut down',
    ({ order, isReplaced }) => {
      const swarm = new SlotSwarm();
      const slot = [swarm.addTask(), swarm.addTask()];
      swarm.shutDown(...slot);

      expect(swarm.replace(slot, order) !== undefined).toBe(isReplaced);
      expect(swarm.tasksOf('web')).toHaveLength(isReplaced ? 3 : 2);
    },
  );

  it('changes nothing when the old task is deleted', () => {
    const swarm = new SlotSwarm();
    const slot = [swarm.addTask()];
    swarm.store.update((tx) => tx.delete('task', slot[0]?.id ?? ''));

    expect(swarm.replace(slot)).toBeUndefined();
    expect(swarm.tasksOf('web')).toEqual([]);
  });

  it('does with one old task that is still there', () => {
    const swarm = new SlotSwarm();
    const slot = [swarm.addTask(), swarm.addTask(), swarm.addTask()];
    const [stopped, deleted] = slot;
    if (stopped !== undefined) swarm.shutDown(stopped);
    swarm.store.update((tx) => tx.delete('task', deleted?.id ?? ''));

    expect(swarm.replace(slot)).toBeDefined();
    expect(swarm.describe('web')).toEqual([
      '1.0 running/shutdown',
      '1.2 running/shutdown',
      '1.3 new/ready',
    ]);
  });

  it('replaces at once a task that had ended when the slot was looked at', () => {
    const swarm = new SlotSwarm();
    const ended = swarm.addTask('shutdown');

    swarm.replace([ended]);

    expect(swarm.describe('web')).toEqual(['1.0 running/shutdown', '1.1 new/running']);
  });

  it('changes nothing when the service is gone', () => {
    const swarm = new SlotSwarm();
    const slot = [swarm.addTask()];
    const service = swarm.service('web');
    swarm.removeService('web');

    expect(replaceTasks(swarm.tools, { service, slot, order: 'stop-first' })).toBeUndefined();
    expect(swarm.tasksOf('web').map((task) => task.desiredState)).toEqual(['running']);
  });

  it('gives the node to the new task of a global service only', () => {
    const replicated = new SlotSwarm();
    const everywhere = new SlotSwarm(serviceSpec('web', { mode: { kind: 'global' } }));

    expect(replicated.replace([replicated.addTask()])).toMatchObject({ slot: 1, nodeId: '' });
    expect(everywhere.replace([everywhere.addTask('running', 0)])).toMatchObject({
      slot: 0,
      nodeId: 'a',
    });
  });
});

// SwarmKit: manager/orchestrator/update/updater.go, useExistingTask.
describe('keepTask', () => {
  it('shuts the others down beside a task that may run', () => {
    const swarm = new SlotSwarm();
    const slot = [swarm.addTask(), swarm.addTask()];
    const [, kept] = slot;

    expect(kept && swarm.keep(slot, kept)).toBe(false);
    expect(swarm.describe('web')).toEqual(['1.0 running/shutdown', '1.1 running/running']);
  });

  it('has a task that may not run yet wait for the others, and not for its own delay', () => {
    const swarm = new SlotSwarm();
    const old = swarm.addTask();
    const kept = swarm.addTask('ready');
    swarm.tools.restarts.delayStart({ taskId: kept.id, delayMs: 5_000 });

    const isGated = swarm.keep([old, kept], kept);
    const before = swarm.describe('web');
    swarm.report(old.id, 'shutdown');

    expect(isGated).toBe(true);
    expect(before).toEqual(['1.0 running/shutdown', '1.1 running/ready']);
    expect(swarm.describe('web')[1]).toBe('1.1 running/running');
  });

  it('leaves the task to its own delay when others have shut down the others', () => {
    const swarm = new SlotSwarm();
    const old = swarm.addTask();
    const kept = swarm.addTask('ready');
    swarm.tools.restarts.delayStart({ taskId: kept.id, delayMs: 5_000 });
    swarm.shutDown(old);

    expect(swarm.keep([old, kept], kept)).toBe(false);
    swarm.runFor(4_999);
    expect(swarm.describe('web')[1]).toBe('1.1 running/ready');
  });
});

// SwarmKit: manager/orchestrator/update/updater.go, removeOldTasks.
describe('shutDownTasks', () => {
  it('gives the last of those that it shut down itself', () => {
    const swarm = new SlotSwarm();
    const slot = [swarm.addTask(), swarm.addTask(), swarm.addTask('shutdown'), swarm.addTask()];
    swarm.store.update((tx) => tx.delete('task', slot[3]?.id ?? ''));

    const last = swarm.store.update((tx) => shutDownTasks(tx, slot));

    expect(last?.id).toBe(slot[1]?.id);
    expect(swarm.store.update((tx) => shutDownTasks(tx, slot))).toBeUndefined();
  });
});
