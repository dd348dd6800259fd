import { describe, expect, it } from 'vitest';
import { HandDrivenSwarm, serviceSpec } from '../../../test-support/hand-driven-swarm.ts';
import { startOrchestrators } from '../../../test-support/start-orchestrators.ts';
import type { ServiceSpec, UpdateConfig } from '../../model/service.ts';
import type { TaskState } from '../../model/task-state.ts';
import type { Task } from '../../model/task.ts';
import { watch } from '../../store/watch.ts';

const oneByOne: UpdateConfig = {
  parallelism: 1,
  delayMs: 0,
  failureAction: 'pause',
  maxFailureRatio: 0,
  order: 'stop-first',
};

function spec(image: string, update: Partial<UpdateConfig> = {}, replicas = 3): ServiceSpec {
  return serviceSpec('web', {
    mode: { kind: 'replicated', replicas },
    update: { ...oneByOne, ...update },
    task: { runtime: { kind: 'container', image } },
  });
}

/** A service whose tasks run the image `app:1`. */
function startSwarm(update: Partial<UpdateConfig> = {}): HandDrivenSwarm {
  const swarm = new HandDrivenSwarm();
  startOrchestrators(swarm);
  swarm.addNodes('a');
  swarm.createService(spec('app:1', update));
  swarm.isPlayed = true;
  swarm.runFor(1_000);
  return swarm;
}

function imageOf(task: Task): string {
  return task.spec.runtime?.kind === 'container' ? task.spec.runtime.image : '';
}

/** Images of the wanted tasks, sorted. */
function images(swarm: HandDrivenSwarm): readonly string[] {
  return swarm.wantedTasksOf('web').map(imageOf).sort();
}

/** Tasks of the new image that have come to a state. */
function updatedTasks(swarm: HandDrivenSwarm, state?: TaskState): readonly Task[] {
  return swarm
    .tasksOf('web')
    .filter((task) => imageOf(task) === 'app:2')
    .filter((task) => state === undefined || task.status.state === state);
}

/** Every message of the update's status from now on. */
function messagesOf(swarm: HandDrivenSwarm): readonly string[] {
  const messages = [swarm.service('web').updateStatus?.message ?? ''];
  swarm.store.onCommit(() => {
    const message = swarm.service('web').updateStatus?.message ?? '';
    if (messages.at(-1) !== message) messages.push(message);
  });
  return messages;
}

describe('createUpdateSupervisor', () => {
  it('replaces all tasks and completes after the monitoring period', () => {
    const swarm = startSwarm();

    swarm.updateService('web', spec('app:2'));
    swarm.runFor(0);
    expect(images(swarm)).toEqual(['app:2', 'app:2', 'app:2']);
    expect(swarm.service('web').updateStatus).toMatchObject({
      state: 'updating',
      message: 'update in progress',
      startedAt: 1_000,
    });
    swarm.runFor(5_000);

    expect(swarm.service('web').updateStatus).toEqual({
      state: 'completed',
      message: 'update completed',
      startedAt: 1_000,
      completedAt: 6_000,
    });
  });

  // SwarmKit: updater.go, Run: the status is written before the first worker begins.
  it('says that it has begun before it changes anything', () => {
    const swarm = startSwarm();
    const writers: string[] = [];
    swarm.store.onCommit(({ changes, writtenBy }) => {
      const [{ table } = { table: '' }] = changes;
      if (writtenBy === 'update') writers.push(table);
    });
    const end = watch(swarm.kernel, swarm.store, 'other', ({ changes }) => {
      if (changes.some(({ table }) => table === 'service')) writers.push('another component');
    });

    swarm.updateService('web', spec('app:2'));
    swarm.runFor(0);
    end();

    expect(writers.slice(0, 4)).toEqual([
      'another component',
      'service',
      'another component',
      'task',
    ]);
  });

  it('changes one slot at a time and pauses in between', () => {
    const swarm = startSwarm({ delayMs: 2_000 });

    swarm.updateService('web', spec('app:2', { delayMs: 2_000 }));
    swarm.runFor(1_999);
    expect(updatedTasks(swarm)).toHaveLength(1);
    swarm.runFor(1);
    expect(updatedTasks(swarm)).toHaveLength(2);
    swarm.runFor(2_000);

    expect(updatedTasks(swarm)).toHaveLength(3);
  });

  it('changes all slots at once without a limit', () => {
    const swarm = startSwarm();
    swarm.isPlayed = false;

    swarm.updateService('web', spec('app:2', { parallelism: 0 }));

    expect(updatedTasks(swarm)).toHaveLength(3);
  });

  it('starts a new task only when the old one has stopped', () => {
    const swarm = startSwarm();
    swarm.isPlayed = false;

    swarm.updateService('web', spec('app:2'));
    const [updated] = updatedTasks(swarm);
    expect(updated?.desiredState).toBe('ready');
    const old = swarm.tasksOf('web').find((task) => task.desiredState === 'shutdown');
    swarm.report(old?.id ?? '', 'shutdown');

    expect(updatedTasks(swarm)[0]?.desiredState).toBe('running');
  });

  it('with start-first stops the old task when the new one runs', () => {
    const swarm = startSwarm();
    swarm.isPlayed = false;

    swarm.updateService('web', spec('app:2', { order: 'start-first' }));
    const [updated] = updatedTasks(swarm);
    expect(updated?.desiredState).toBe('running');
    expect(swarm.wantedTasksOf('web')).toHaveLength(4);
    swarm.report(updated?.id ?? '', 'running');

    const stopping = swarm.tasksOf('web').filter((task) => task.desiredState === 'shutdown');
    expect(stopping.map((task) => task.slot)).toEqual([updated?.slot]);
  });

  it('waits without limit for a task that does not come up', () => {
    const swarm = startSwarm();
    swarm.isPlayed = false;

    swarm.updateService('web', spec('app:2'));
    swarm.runFor(3_600_000);

    expect(updatedTasks(swarm)).toHaveLength(1);
    expect(swarm.service('web').updateStatus?.state).toBe('updating');
  });

  it('pauses when a new task fails, and goes no further', () => {
    const swarm = startSwarm();
    swarm.updateService('web', spec('app:2', { delayMs: 1_000 }));
    const failed = updatedTasks(swarm)[0]?.id ?? '';
    swarm.runFor(0);

    swarm.report(failed, 'failed');
    swarm.runFor(60_000);

    expect(swarm.service('web').updateStatus).toMatchObject({
      state: 'paused',
      message: `update paused due to failure or early termination of task ${failed}`,
    });
    expect(images(swarm)).toEqual(['app:1', 'app:1', 'app:2']);
  });

  it('goes on after failures when told to continue', () => {
    const swarm = startSwarm();
    const change = { delayMs: 1_000, failureAction: 'continue' } as const;
    swarm.updateService('web', spec('app:2', change));
    swarm.runFor(0);

    swarm.report(updatedTasks(swarm)[0]?.id ?? '', 'failed');
    swarm.runFor(60_000);

    expect(swarm.service('web').updateStatus?.state).toBe('completed');
    expect(images(swarm)).toEqual(['app:2', 'app:2', 'app:2']);
  });

  it('rolls back to the previous spec, whose running tasks stay', () => {
    const swarm = startSwarm();
    const before = swarm.service('web');
    swarm.updateService('web', spec('app:2', { delayMs: 1_000, failureAction: 'rollback' }));
    swarm.runFor(0);
    const failed = updatedTasks(swarm)[0]?.id ?? '';
    const messages = messagesOf(swarm);

    swarm.report(failed, 'failed');
    swarm.runFor(60_000);

    expect(messages).toEqual([
      'update in progress',
      `update rolled back due to failure or early termination of task ${failed}`,
      'rollback completed',
    ]);
    expect(swarm.service('web').specVersion).toBe(before.specVersion);
    expect(images(swarm)).toEqual(['app:1', 'app:1', 'app:1']);
    const untouched = swarm.wantedTasksOf('web').filter((task) => task.incarnation === 0);
    expect(untouched).toHaveLength(2);
  });

  it('rolls back to the spec just before, of several, and then has none to go back to', () => {
    const swarm = startSwarm();
    swarm.updateService('web', spec('app:2'));
    swarm.runFor(60_000);
    const second = swarm.service('web');
    swarm.updateService('web', spec('app:3', { delayMs: 1_000, failureAction: 'rollback' }));
    swarm.runFor(0);
    const failed = swarm.wantedTasksOf('web').find((task) => imageOf(task) === 'app:3');

    swarm.report(failed?.id ?? '', 'failed');
    swarm.runFor(60_000);

    expect(images(swarm)).toEqual(['app:2', 'app:2', 'app:2']);
    expect(swarm.service('web')).toMatchObject({
      spec: second.spec,
      specVersion: second.specVersion,
      updateStatus: { state: 'rollback_completed' },
    });
    expect(swarm.service('web')).not.toHaveProperty('previousSpec');
  });

  it('gives way to an update to another spec and uses what it made', () => {
    const swarm = startSwarm();
    swarm.updateService('web', spec('app:2', { delayMs: 60_000 }));
    swarm.runFor(0);

    swarm.updateService('web', spec('app:3'));
    swarm.runFor(60_000);

    expect(images(swarm)).toEqual(['app:3', 'app:3', 'app:3']);
    expect(swarm.service('web').updateStatus?.state).toBe('completed');
  });

  it('leaves the status unset when nothing but the number of replicas changed', () => {
    const swarm = startSwarm();

    swarm.updateService('web', spec('app:1', {}, 5));
    swarm.runFor(60_000);

    expect(swarm.service('web').updateStatus).toBeUndefined();
    expect(swarm.wantedTasksOf('web')).toHaveLength(5);
  });

  it('is taken up by the next leader', () => {
    const swarm = new HandDrivenSwarm();
    const term = startOrchestrators(swarm);
    swarm.addNodes('a');
    swarm.createService(spec('app:1'));
    swarm.isPlayed = true;
    swarm.runFor(0);
    swarm.updateService('web', spec('app:2', { delayMs: 1_000 }));
    swarm.runFor(500);
    term.stop();

    startOrchestrators(swarm);
    swarm.runFor(60_000);

    expect(images(swarm)).toEqual(['app:2', 'app:2', 'app:2']);
    expect(swarm.service('web').updateStatus?.state).toBe('completed');
  });
});
