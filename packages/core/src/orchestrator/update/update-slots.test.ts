/** What an update makes of the slots that it is given, in their order, without any orchestrator. */
import { describe, expect, it } from 'vitest';
import {
  HandDrivenSwarm,
  serviceSpec,
  setDesiredState,
} from '../../../test-support/hand-driven-swarm.ts';
import type { Task } from '../../model/task.ts';
import { createRestartSupervisor } from '../restart/restart.ts';
import { createTaskFactory, type TaskFactory } from '../task-factory.ts';
import { createUpdateSupervisor, type UpdateSupervisor } from './update.ts';

class SlotsSwarm extends HandDrivenSwarm {
  readonly #tasks: TaskFactory;
  readonly #updates: UpdateSupervisor;

  constructor() {
    super();
    this.addNodes('a');
    const env = this.kernel.openScope();
    const tasks = createTaskFactory(this.kernel, this.store);
    const restarts = createRestartSupervisor(env, this.store, { tasks });
    const deciders = { decideSlotOrder: <T>(slots: T): T => slots };
    this.#tasks = tasks;
    this.#updates = createUpdateSupervisor(env, this.store, { tasks, restarts, deciders });
    this.createService(serviceSpec('web'));
  }

  /** Makes a running task of the service as it is now. */
  addTask(slot: number, desiredState: Task['desiredState'] = 'running'): void {
    const made = this.#tasks.create(this.service('web'), { slot, nodeId: '' });
    this.store.update((tx) => tx.create('task', { ...made, desiredState }));
    this.report(made.id, 'running');
  }

  /** Gives the tasks of slots 1 and 2 to an update; `meanwhile` comes before it begins. */
  update(meanwhile: () => void = () => undefined): void {
    const slots = [1, 2].map((slot) => this.tasksOf('web').filter((task) => task.slot === slot));
    this.#updates.update(this.service('web'), slots);
    meanwhile();
    this.run();
  }
}

/** Slots 1 and 2 have a task of an older spec. */
function outdated(): SlotsSwarm {
  const swarm = new SlotsSwarm();
  swarm.addTask(1);
  swarm.addTask(2);
  swarm.updateService('web', serviceSpec('web', { task: { forceUpdate: 1 } }));
  return swarm;
}

/** Slot 1 has a task of the new spec too. */
function halfUpdated(desiredState: Task['desiredState']): SlotsSwarm {
  const swarm = outdated();
  swarm.addTask(1, desiredState);
  return swarm;
}

// SwarmKit: manager/orchestrator/update/updater.go, worker and useExistingTask.
describe('createUpdateSupervisor', () => {
  it('goes on at once from a slot where a task of the new spec may run', () => {
    const swarm = halfUpdated('running');

    swarm.update();

    expect(swarm.describe('web')).toEqual([
      '1.0 running/shutdown',
      '2.0 running/shutdown',
      '1.1 running/running',
      '2.1 new/ready',
    ]);
  });

  it('goes on from a slot with a task of the new spec that may not run yet when it may', () => {
    const swarm = halfUpdated('ready');

    swarm.update();
    const before = swarm.describe('web');
    swarm.report(swarm.tasksOf('web')[0]?.id ?? '', 'shutdown');

    expect(before).toEqual(['1.0 running/shutdown', '2.0 running/running', '1.1 running/ready']);
    expect(swarm.describe('web').slice(1)).toEqual([
      '2.0 running/shutdown',
      '1.1 running/running',
      '2.1 new/ready',
    ]);
  });

  it('goes on past a slot whose old tasks others have shut down', () => {
    const swarm = outdated();
    const first = swarm.tasksOf('web')[0]?.id ?? '';

    swarm.update(() => swarm.store.update((tx) => setDesiredState(tx, first, 'shutdown')));

    expect(swarm.describe('web')).toEqual([
      '1.0 running/shutdown',
      '2.0 running/shutdown',
      '2.1 new/ready',
    ]);
  });

  it('changes nothing where the service is gone when it begins', () => {
    const swarm = outdated();
    const before = swarm.tasksOf('web');

    swarm.update(() => swarm.store.update((tx) => tx.delete('service', 'web')));
    swarm.runFor(60_000);

    expect(swarm.tasksOf('web')).toEqual(before);
  });
});
