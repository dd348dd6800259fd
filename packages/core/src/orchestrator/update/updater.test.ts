/**
 * How an update goes from slot to slot. A test reports by hand what becomes of the tasks, or has agents
 * played for a while, so that an update can be looked at while it waits.
 */
import { describe, expect, it } from 'vitest';
import { serviceSpec } from '../../../test-support/hand-driven-swarm.ts';
import { isNextTo, isStopping, UpdatingSwarm } from '../../../test-support/updating-swarm.ts';

// SwarmKit: manager/orchestrator/update/updater.go, Run and worker.
describe('a running update', () => {
  it('waits for the last slot as for every other', () => {
    const swarm = new UpdatingSwarm({ replicas: 1 });

    swarm.updateTo('app:2');
    swarm.runFor(60_000);
    const before = swarm.state;
    swarm.play();
    swarm.runFor(4_999);

    expect([before, swarm.state]).toEqual(['updating', 'updating']);
    swarm.runFor(1);
    expect(swarm.state).toBe('completed');
  });

  it('pauses after the last slot too, and watches for failures from then on', () => {
    const swarm = new UpdatingSwarm({ update: { delayMs: 2_000, monitorMs: 3_000 } });

    swarm.updateTo('app:2');
    swarm.playFor(8_999);
    const before = swarm.state;
    swarm.playFor(1);

    expect([before, swarm.state]).toEqual(['updating', 'completed']);
    expect(swarm.service('web').updateStatus?.completedAt).toBe(1_000 + 3 * 2_000 + 3_000);
  });

  it('has a free worker take the next slot while another still waits', () => {
    const swarm = new UpdatingSwarm({ replicas: 4, update: { parallelism: 2, delayMs: 1_000 } });
    swarm.updateTo('app:2');
    const [slow, quick] = swarm.tasksWith('app:1').filter(isStopping);

    swarm.report(quick?.id ?? '', 'shutdown');
    swarm.report(swarm.tasksWith('app:2').find(isNextTo(quick))?.id ?? '', 'running');
    swarm.runFor(1_000);
    expect(swarm.tasksWith('app:2')).toHaveLength(3);
    swarm.report(slow?.id ?? '', 'shutdown');
    swarm.report(swarm.tasksWith('app:2').find(isNextTo(slow))?.id ?? '', 'running');
    swarm.runFor(1_000);

    expect(swarm.tasksWith('app:2')).toHaveLength(4);
  });

  it('goes on past a slot whose task has been replaced meanwhile', () => {
    const restart = { condition: 'any', maxAttempts: 0, delayMs: 0 } as const;
    const swarm = new UpdatingSwarm({ task: { restart } });
    swarm.updateTo('app:2');

    for (const task of swarm.tasksWith('app:1').filter((old) => !isStopping(old))) {
      swarm.report(task.id, 'failed');
    }
    swarm.playFor(5_000);

    expect(swarm.tasksWith('app:2')).toHaveLength(3);
    expect(swarm.state).toBe('completed');
  });

  it('stays with a new task that fails behind its gate until the gate opens', () => {
    const swarm = new UpdatingSwarm({ update: { failureAction: 'continue' } });
    swarm.updateTo('app:2');

    swarm.report(swarm.latest.id, 'rejected');
    const before = swarm.tasksWith('app:2').length;
    swarm.reportStopping('shutdown');

    expect(before).toBe(1);
    expect(new Set(swarm.tasksWith('app:2').map((task) => task.slot)).size).toBe(2);
  });

  it('with start-first leaves the old task alone whose new one never ran', () => {
    const swarm = new UpdatingSwarm({
      replicas: 1,
      update: { order: 'start-first', failureAction: 'continue' },
    });
    swarm.updateTo('app:2');

    swarm.report(swarm.latest.id, 'failed');
    swarm.runFor(1_000);

    expect(swarm.tasksWith('app:1').map((task) => task.desiredState)).toEqual(['running']);
  });

  // SwarmKit: manager/orchestrator/update/updater.go, useExistingTask.
  it('uses a replacement that waits for its delay, once the old task has stopped', () => {
    const update = { order: 'start-first', failureAction: 'continue' } as const;
    const swarm = new UpdatingSwarm({ replicas: 2, update });
    swarm.updateTo('app:2');
    swarm.report(swarm.latest.id, 'failed');
    const gated = swarm.latest;

    swarm.updateTo('app:2', { labels: { a: 'b' } });
    for (const task of swarm.tasksWith('app:2')) {
      if (task.id !== gated.id && task.status.state === 'new') swarm.report(task.id, 'running');
    }
    expect(swarm.store.get('task', gated.id)?.desiredState).toBe('ready');
    swarm.play();
    expect(swarm.store.get('task', gated.id)?.desiredState).toBe('running');
    swarm.playFor(5_000);

    expect(swarm.images).toEqual(['app:2', 'app:2']);
    expect(swarm.state).toBe('completed');
  });

  it('keeps a task whose node satisfies the constraints that are all that changed', () => {
    const swarm = new UpdatingSwarm({ replicas: 1 });
    const [before] = swarm.tasksOf('web');

    swarm.updateTo('app:1', { task: { placement: { constraints: ['node.role==worker'] } } });
    swarm.playFor(60_000);

    expect(swarm.tasksOf('web')).toEqual([before]);
  });

  it('takes the slots in an order of its own each time', () => {
    const swarm = new UpdatingSwarm({ replicas: 8 });
    const first = new Set<number>();

    for (const image of ['app:2', 'app:3', 'app:4', 'app:5', 'app:6']) {
      swarm.updateTo(image);
      first.add(swarm.tasksWith(image)[0]?.slot ?? 0);
      swarm.playFor(60_000);
    }

    expect(first.size).toBeGreaterThan(1);
  });

  it('is not disturbed by the tasks of another service', () => {
    const swarm = new UpdatingSwarm();
    swarm.createService(serviceSpec('other'));
    swarm.updateTo('app:2');

    swarm.report(swarm.tasksOf('other')[0]?.id ?? '', 'failed');
    swarm.playFor(60_000);

    expect(swarm.state).toBe('completed');
  });

  it('leaves nothing to be done for a service that is removed', () => {
    const swarm = new UpdatingSwarm({ update: { parallelism: 2, delayMs: 60_000 } });
    swarm.updateTo('app:2');
    swarm.play();

    swarm.removeService('web');
    swarm.play();

    expect(swarm.kernel.nextAt).toBeUndefined();
  });
});
