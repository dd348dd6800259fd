/** What becomes of an update whose tasks fail. */
import { describe, expect, it } from 'vitest';
import { isNextTo, isStopping, UpdatingSwarm } from '../../../test-support/updating-swarm.ts';

// SwarmKit: manager/orchestrator/update/updater.go, failureTriggersAction.
describe('an update whose tasks fail', () => {
  it('is paused by a failure after the last slot, and stays so', () => {
    const swarm = new UpdatingSwarm();
    swarm.updateTo('app:2');
    swarm.playFor(3_000);

    swarm.report(swarm.latest.id, 'failed');
    const before = swarm.state;
    swarm.playFor(60_000);

    expect([before, swarm.state]).toEqual(['paused', 'paused']);
  });

  it('goes on when a task fails that has been up for longer than it is watched', () => {
    const swarm = new UpdatingSwarm({ update: { delayMs: 10_000, monitorMs: 4_000 } });
    swarm.updateTo('app:2');
    swarm.playFor(4_001);

    swarm.report(swarm.latest.id, 'failed');
    swarm.playFor(60_000);

    expect(swarm.state).toBe('completed');
  });

  it('can be sent again as it was as soon as it is paused', () => {
    const swarm = new UpdatingSwarm({ update: { delayMs: 1_000 } });
    swarm.updateTo('app:2');
    swarm.play();
    swarm.report(swarm.latest.id, 'failed');
    swarm.playFor(1_000);
    const before = swarm.state;

    swarm.updateTo('app:2');
    swarm.playFor(60_000);

    expect([before, swarm.state]).toEqual(['paused', 'completed']);
    expect(swarm.images).toEqual(['app:2', 'app:2', 'app:2']);
  });

  it('lets the slots that are being changed be finished', () => {
    const swarm = new UpdatingSwarm({ replicas: 4, update: { parallelism: 2 } });
    swarm.updateTo('app:2');
    const [one, other] = swarm.tasksWith('app:1').filter(isStopping);
    swarm.report(one?.id ?? '', 'shutdown');
    swarm.report(swarm.tasksWith('app:2').find(isNextTo(one))?.id ?? '', 'failed');
    const before = swarm.state;

    swarm.report(other?.id ?? '', 'shutdown');
    swarm.playFor(60_000);

    expect([before, swarm.state]).toEqual(['paused', 'paused']);
    expect(swarm.images).toEqual(['app:1', 'app:1', 'app:2', 'app:2']);
  });

  it('is not paused when it has been updated by a user at the same instant', () => {
    const swarm = new UpdatingSwarm();
    swarm.updateTo('app:2');
    const failed = swarm.latest;
    swarm.store.update((tx) =>
      tx.changeTask(failed, { status: { ...failed.status, state: 'failed' } }),
    );

    swarm.updateTo('app:3');
    swarm.playFor(60_000);

    expect(swarm.images).toEqual(['app:3', 'app:3', 'app:3']);
    expect(swarm.state).toBe('completed');
  });

  it('stays where it is when its rollback is paused', () => {
    const swarm = new UpdatingSwarm({
      replicas: 4,
      update: { delayMs: 1_000, failureAction: 'rollback' },
    });
    swarm.updateTo('app:2');
    swarm.playFor(2_000);
    swarm.report(swarm.tasksWith('app:2')[0]?.id ?? '', 'failed');
    const before = swarm.state;

    const replaced = swarm.tasksWith('app:2').slice(1).find(isStopping);
    const rolledBack = swarm.tasksWith('app:1').filter(isNextTo(replaced)).at(-1);
    swarm.report(rolledBack?.id ?? '', 'failed');
    const paused = swarm.state;
    swarm.playFor(60_000);
    swarm.store.update((tx) => tx.delete('task', swarm.tasksWith('app:1').at(-1)?.id ?? ''));
    swarm.playFor(60_000);

    expect([before, paused, swarm.state]).toEqual([
      'rollback_started',
      'rollback_paused',
      'rollback_paused',
    ]);
    expect(swarm.images).toEqual(['app:1', 'app:1', 'app:1', 'app:2']);
  });
});
