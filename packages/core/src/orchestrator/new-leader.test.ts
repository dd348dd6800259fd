/**
 * What a new leader's orchestrators know of the term before theirs: what is in the store, and nothing
 * else. Each test ends a term where something was under way, and begins the next one at that instant.
 */
import { describe, expect, it } from 'vitest';
import { HandDrivenSwarm, serviceSpec } from '../../test-support/hand-driven-swarm.ts';
import { startOrchestrators } from '../../test-support/start-orchestrators.ts';
import type { Component } from '../component.ts';
import type { ServiceSpec, UpdateConfig } from '../model/service.ts';
import type { RestartPolicy, Task } from '../model/task.ts';

/** A swarm whose leaders follow each other. */
class TermsSwarm extends HandDrivenSwarm {
  #term: Component = startOrchestrators(this);

  /** The leader steps down, and another one begins. */
  changeLeader(meanwhile: () => void = () => undefined): void {
    this.#term.stop();
    meanwhile();
    this.#term = startOrchestrators(this);
  }

  /** Fails the task of a slot that is wanted. */
  fail(slot = 1): void {
    this.report(this.wanted(slot).id, 'failed');
  }

  wanted(slot: number): Task {
    const task = this.wantedTasksOf('web').find((candidate) => candidate.slot === slot);
    if (task === undefined) throw new Error(`no task is wanted in slot ${slot}`);
    return task;
  }
}

// SwarmKit: manager/orchestrator/taskinit/init.go, CheckTasks; restart.go, RecordRestartHistory.
describe('restarts under a new leader', () => {
  function swarmWith(restart: Partial<RestartPolicy>): TermsSwarm {
    const swarm = new TermsSwarm();
    const policy = { condition: 'any', maxAttempts: 0, delayMs: 0, ...restart } as const;
    swarm.createService(serviceSpec('web', { task: { restart: policy } }));
    return swarm;
  }

  function isReplaced(swarm: TermsSwarm): boolean {
    return swarm.wantedTasksOf('web').length > 0;
  }

  it('go on counting from the records in the store', () => {
    const swarm = swarmWith({ maxAttempts: 2 });
    swarm.fail();

    swarm.changeLeader();
    swarm.fail();
    const second = isReplaced(swarm);
    swarm.changeLeader();
    swarm.fail();

    expect([second, isReplaced(swarm)]).toEqual([true, false]);
  });

  it('are not counted where no record is left of them', () => {
    const swarm = swarmWith({ maxAttempts: 1 });
    swarm.fail();
    const [first] = swarm.tasksOf('web');

    swarm.changeLeader(() => swarm.store.update((tx) => tx.delete('task', first?.id ?? '')));
    swarm.fail();

    expect(isReplaced(swarm)).toBe(true);
  });

  it('are not counted for an older spec', () => {
    const swarm = swarmWith({ maxAttempts: 1 });
    swarm.fail();
    swarm.updateService(
      'web',
      serviceSpec('web', {
        task: { restart: { condition: 'any', maxAttempts: 1, delayMs: 0 }, forceUpdate: 1 },
      }),
    );

    swarm.changeLeader();
    swarm.fail();

    expect(isReplaced(swarm)).toBe(true);
  });

  it.each([
    { name: 'are still inside it', afterMs: 900, isRestarted: false },
    { name: 'have left it', afterMs: 1_100, isRestarted: true },
  ])('with a window count from when replacements were made: $name', ({ afterMs, isRestarted }) => {
    const swarm = swarmWith({ maxAttempts: 1, windowMs: 1_000 });
    swarm.fail();

    swarm.runFor(600);
    swarm.changeLeader();
    swarm.runFor(afterMs - 600);
    swarm.fail();

    expect(isReplaced(swarm)).toBe(isRestarted);
  });

  it('wait for what is left of their delay, counted from the latest state of the replacement', () => {
    const swarm = swarmWith({ delayMs: 5_000 });
    swarm.fail();
    swarm.runFor(2_000);
    swarm.report(swarm.wanted(1).id, 'ready');
    swarm.runFor(1_000);

    swarm.changeLeader();
    swarm.runFor(3_999);
    const early = swarm.wanted(1).desiredState;
    swarm.runFor(1);

    expect([early, swarm.wanted(1).desiredState]).toEqual(['ready', 'running']);
  });

  it('start at once where the delay ended without a leader', () => {
    const swarm = swarmWith({ delayMs: 5_000 });
    swarm.fail();

    swarm.changeLeader(() => swarm.runFor(6_000));

    expect(swarm.describe('web')[1]).toBe('1.1 new/running');
  });

  it('wait no more for the old task to stop, but for the delay that a drain had spared them', () => {
    const swarm = swarmWith({ delayMs: 5_000 });
    swarm.addNodes('a');
    swarm.place(swarm.wanted(1).id, 'a');
    swarm.report(swarm.wanted(1).id, 'running');
    swarm.runFor(60_000);
    swarm.changeNode('a', {}, { availability: 'drain' });
    swarm.runFor(1_000);

    swarm.changeLeader();
    swarm.runFor(3_999);
    const early = swarm.describe('web');
    swarm.runFor(1);

    expect(early).toEqual(['1.0 running/shutdown', '1.1 new/ready']);
    expect(swarm.describe('web')).toEqual(['1.0 running/shutdown', '1.1 new/running']);
  });

  it('of a replacement that failed behind its gate come at once, not when that opens', () => {
    const swarm = swarmWith({ delayMs: 5_000 });
    swarm.fail();
    swarm.runFor(1_000);
    swarm.report(swarm.wanted(1).id, 'rejected');
    const before = swarm.describe('web').slice(1);

    swarm.changeLeader();
    swarm.runFor(4_999);
    const early = swarm.describe('web').slice(1);
    swarm.runFor(1);

    expect(before).toEqual(['1.1 rejected/ready']);
    expect(early).toEqual(['1.1 rejected/shutdown', '1.2 new/ready']);
    expect(swarm.describe('web')[2]).toBe('1.2 new/running');
  });

  it('are made of what ended without a leader', () => {
    const swarm = swarmWith({});
    const { id } = swarm.wanted(1);

    swarm.changeLeader(() => swarm.report(id, 'failed'));

    expect(swarm.describe('web')).toEqual(['1.0 failed/shutdown', '1.1 new/running']);
  });
});

// SwarmKit: manager/orchestrator/update/updater.go, Run: an Updater of its own in each term.
describe('an update under a new leader', () => {
  function spec(image: string, update: Partial<UpdateConfig>): ServiceSpec {
    return serviceSpec('web', {
      mode: { kind: 'replicated', replicas: 4 },
      update: {
        parallelism: 1,
        delayMs: 0,
        failureAction: 'pause',
        maxFailureRatio: 0,
        order: 'stop-first',
        ...update,
      },
      task: {
        runtime: { kind: 'container', image },
        restart: { condition: 'any', maxAttempts: 0, delayMs: 0 },
      },
    });
  }

  /** Four replicas run `app:1`, and their update to `app:2` has begun; agents do what they are told. */
  function updatingSwarm(update: Partial<UpdateConfig>): TermsSwarm {
    const swarm = new TermsSwarm();
    swarm.addNodes('a');
    swarm.createService(spec('app:1', update));
    swarm.isPlayed = true;
    swarm.runFor(1_000);
    swarm.updateService('web', spec('app:2', update));
    swarm.runFor(0);
    return swarm;
  }

  function updated(swarm: TermsSwarm): readonly Task[] {
    return swarm
      .wantedTasksOf('web')
      .filter(
        ({ spec: { runtime } }) => runtime?.kind === 'container' && runtime.image === 'app:2',
      );
  }

  function statusOf(swarm: TermsSwarm): string | undefined {
    return swarm.service('web').updateStatus?.state;
  }

  it('goes on with the slots that are left, and keeps the start of its status', () => {
    const swarm = updatingSwarm({ delayMs: 10_000 });
    const [first] = updated(swarm);

    swarm.changeLeader();
    swarm.runFor(60_000);

    expect(updated(swarm)).toHaveLength(4);
    expect(updated(swarm)).toContainEqual(first);
    expect(swarm.service('web').updateStatus).toMatchObject({
      state: 'completed',
      startedAt: 1_000,
    });
  });

  it('forgets the pause between two slots', () => {
    const swarm = updatingSwarm({ delayMs: 10_000 });
    swarm.runFor(2_000);
    const before = updated(swarm).length;

    swarm.changeLeader();
    swarm.runFor(0);

    expect([before, updated(swarm).length]).toEqual([1, 2]);
  });

  it('is complete at once where all slots were changed, and only their time of grace was left', () => {
    const swarm = updatingSwarm({ parallelism: 0, monitorMs: 30_000 });
    swarm.runFor(1_000);
    const before = statusOf(swarm);

    swarm.changeLeader();
    swarm.runFor(0);

    expect([before, statusOf(swarm)]).toEqual(['updating', 'completed']);
  });

  it('does not hold failures of tasks against it that its predecessor made', () => {
    const swarm = updatingSwarm({ delayMs: 10_000, monitorMs: 60_000 });
    const [first] = updated(swarm);

    swarm.changeLeader();
    swarm.report(first?.id ?? '', 'failed');
    swarm.runFor(120_000);

    expect(statusOf(swarm)).toBe('completed');
  });

  /** One of four slots failed under the leader before, which was not too many. */
  function afterOneFailure(maxFailureRatio: number): TermsSwarm {
    const swarm = updatingSwarm({ delayMs: 10_000, monitorMs: 60_000, maxFailureRatio });
    swarm.report(updated(swarm)[0]?.id ?? '', 'failed');
    swarm.runFor(0);
    swarm.changeLeader();
    swarm.runFor(0);
    return swarm;
  }

  /** Fails a task that this leader's updater made. */
  function failLatest(swarm: TermsSwarm): void {
    const latest = swarm.tasksOf('web').at(-1);
    swarm.report(latest?.id ?? '', 'failed');
    swarm.runFor(10_000);
  }

  it('counts failures anew: one more, of three slots, is not too many', () => {
    const swarm = afterOneFailure(0.4);

    failLatest(swarm);
    swarm.runFor(120_000);

    expect(statusOf(swarm)).toBe('completed');
  });

  it('counts them by the slots that are left: two of three are too many', () => {
    const swarm = afterOneFailure(0.5);

    failLatest(swarm);
    failLatest(swarm);

    expect(statusOf(swarm)).toBe('paused');
  });

  it('stays paused where it was paused', () => {
    const swarm = updatingSwarm({ delayMs: 10_000 });
    swarm.report(updated(swarm)[0]?.id ?? '', 'failed');
    swarm.runFor(1_000);
    const before = statusOf(swarm);

    swarm.changeLeader();
    swarm.runFor(60_000);

    expect([before, statusOf(swarm)]).toEqual(['paused', 'paused']);
    expect(updated(swarm)).toHaveLength(1);
  });

  it('goes on rolling back where it was rolled back', () => {
    const swarm = updatingSwarm({ parallelism: 2, delayMs: 10_000, failureAction: 'rollback' });
    swarm.isPlayed = false;
    swarm.report(updated(swarm)[0]?.id ?? '', 'failed');
    const before = statusOf(swarm);

    swarm.changeLeader();
    swarm.isPlayed = true;
    swarm.runFor(60_000);

    expect([before, statusOf(swarm)]).toEqual(['rollback_started', 'rollback_completed']);
    expect(updated(swarm)).toEqual([]);
  });

  it('with start-first stops the old task of a slot whose new one came up without a leader', () => {
    const swarm = updatingSwarm({ order: 'start-first', delayMs: 10_000 });
    swarm.runFor(9_999);
    swarm.isPlayed = false;
    swarm.runFor(1);
    const coming = updated(swarm).find(({ status }) => status.state === 'new');
    const inSlot = (): readonly string[] =>
      swarm.wantedTasksOf('web').flatMap(({ id, slot }) => (slot === coming?.slot ? [id] : []));
    const before = inSlot().length;

    swarm.changeLeader(() => swarm.report(coming?.id ?? '', 'running'));

    expect(before).toBe(2);
    expect(inSlot()).toEqual([coming?.id]);
  });
});
